"""Who may be paid, and what speaks against it: identity and guardianship (L-26, L-28, domain 8.3).

A finding never refuses a payment: BLOCKING ones keep it until they are cured, the others must be looked at
by the person who approves, and none of them lets a payment leave by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.payments.vocabulary import PayeeFinding, PayeeKind
from rules.vocabulary import DocumentKind, GuardianRelation

LARGE_PAYOUT = 10_000_00
"""Fen from which a family's payee must have shown a proof (L-26; the old rule's figure, confidence low)."""

OF_AGE = 18
OWN_CAPACITY = 8

BLOCKING = frozenset({PayeeFinding.NO_ACCOUNT, PayeeFinding.UNRELATED_PAYEE, PayeeFinding.ACCOUNT_FORM})

_FAMILY = (PayeeKind.GUARDIAN, PayeeKind.INSURED)
_PARENTS = (GuardianRelation.FATHER, GuardianRelation.MOTHER)
_CARD = re.compile(r"[0-9]{12,19}")
_ORGANIZATION = re.compile(r"[0-9]{5,34}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as it is kept; ``holder`` as the bank knows the name."""

    holder: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeFacts:
    """What is known of a payee. ``name`` is on our rows; ``relation`` and ``proof`` of a guardian.

    ``known`` says that the rows name this payee for this child: a guardian of the child, the child itself,
    a hospital, a provider. ``born_on`` is the child's.
    """

    kind: PayeeKind
    known: bool
    name: str
    account: Account | None
    amount: int
    on: date
    born_on: date | None = None
    relation: GuardianRelation | None = None
    proof: DocumentKind | None = None


def payee_findings(facts: PayeeFacts) -> tuple[PayeeFinding, ...]:
    """What speaks against paying this payee, the gravest first."""
    return (*_who(facts), *_which_account(facts))


def account_findings(kind: PayeeKind, number: str) -> tuple[PayeeFinding, ...]:
    """What is wrong with an account number: its form blocks, a failed Luhn check warns (domain 8.3)."""
    form = _CARD if kind in _FAMILY else _ORGANIZATION
    if not form.fullmatch(number):
        return (PayeeFinding.ACCOUNT_FORM,)
    if kind in _FAMILY and not passes_luhn(number):
        return (PayeeFinding.LUHN,)
    return ()


def passes_luhn(number: str) -> bool:
    """Whether the check digit of a bank card holds; some passbooks have none."""
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def age_on(born_on: date, on: date) -> int:
    """Whole years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _who(facts: PayeeFacts) -> Iterator[PayeeFinding]:
    if not facts.known:
        yield PayeeFinding.UNRELATED_PAYEE
        return
    if facts.kind not in _FAMILY or facts.born_on is None:
        return
    age = age_on(facts.born_on, facts.on)
    if facts.kind is PayeeKind.GUARDIAN and age >= OF_AGE:
        yield PayeeFinding.INSURED_OF_AGE
    if facts.kind is PayeeKind.INSURED and age < OWN_CAPACITY:
        yield PayeeFinding.INSURED_UNDER_EIGHT
    if facts.kind is PayeeKind.GUARDIAN:
        if facts.relation not in _PARENTS and facts.proof is None:
            yield PayeeFinding.GUARDIANSHIP_UNPROVEN
        elif facts.amount >= LARGE_PAYOUT and facts.proof is None:
            yield PayeeFinding.LARGE_UNVERIFIED


def _which_account(facts: PayeeFacts) -> Iterator[PayeeFinding]:
    if facts.account is None:
        yield PayeeFinding.NO_ACCOUNT
        return
    if _plain(facts.account.holder) != _plain(facts.name):
        yield PayeeFinding.HOLDER_DIFFERS
    yield from account_findings(facts.kind, facts.account.number)


def _plain(name: str) -> str:
    """A name without what people and banks write differently."""
    return re.sub(r"[\s·•.()（）-]+", "", name).casefold()
