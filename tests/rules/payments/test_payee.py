"""Who may be paid, and what must be looked at first (L-26, L-28, domain 8.3)."""

from datetime import date
from typing import Any

import pytest

from rules.payments.payee import Account, PayeeFacts, account_findings, payee_findings
from rules.payments.vocabulary import PayeeFinding, PayeeKind
from rules.vocabulary import DocumentKind, GuardianRelation

TODAY = date(2026, 11, 23)
CARD = "6200000000000005"


def a_guardian(**changes: Any) -> PayeeFacts:
    """The father of a child of six, who showed a birth certificate."""
    usual: dict[str, Any] = {
        "kind": PayeeKind.GUARDIAN,
        "known": True,
        "name": "林建国",
        "account": Account(holder="林建国", number=CARD),
        "amount": 500_00,
        "on": TODAY,
        "born_on": date(2020, 1, 1),
        "relation": GuardianRelation.FATHER,
        "proof": DocumentKind.BIRTH_CERTIFICATE,
    }
    return PayeeFacts(**usual | changes)


def test_a_parent_with_an_own_account_is_paid() -> None:
    assert payee_findings(a_guardian()) == ()


def test_a_stranger_is_not_paid() -> None:
    assert payee_findings(a_guardian(known=False, name=""))[0] is PayeeFinding.UNRELATED_PAYEE


def test_without_an_account_nothing_leaves() -> None:
    assert payee_findings(a_guardian(account=None)) == (PayeeFinding.NO_ACCOUNT,)


def test_an_account_of_somebody_else_is_looked_at() -> None:
    other = Account(holder="林建军", number=CARD)

    assert payee_findings(a_guardian(account=other)) == (PayeeFinding.HOLDER_DIFFERS,)


def test_a_name_may_be_spaced_and_dotted_as_the_bank_likes() -> None:
    facts = a_guardian(name="Amina Al-Said", account=Account(holder="AMINA  AL SAID", number=CARD))

    assert payee_findings(facts) == ()


@pytest.mark.parametrize(
    ("relation", "proof", "found"),
    [
        (GuardianRelation.MOTHER, None, ()),
        (GuardianRelation.GRANDPARENT, DocumentKind.GUARDIANSHIP_PROOF, ()),
        (GuardianRelation.GRANDPARENT, None, (PayeeFinding.GUARDIANSHIP_UNPROVEN,)),
        (GuardianRelation.OTHER, None, (PayeeFinding.GUARDIANSHIP_UNPROVEN,)),
    ],
)
def test_whoever_is_no_parent_proves_the_guardianship(
    relation: GuardianRelation, proof: DocumentKind | None, found: tuple[PayeeFinding, ...]
) -> None:
    assert payee_findings(a_guardian(relation=relation, proof=proof)) == found


@pytest.mark.parametrize(("amount", "found"), [(9_999_99, ()), (10_000_00, (PayeeFinding.LARGE_UNVERIFIED,))])
def test_a_large_payout_needs_a_proof_of_a_parent_too(amount: int, found: tuple[PayeeFinding, ...]) -> None:
    assert payee_findings(a_guardian(amount=amount, proof=None)) == found


@pytest.mark.parametrize(
    ("born_on", "found"),
    [
        (date(2008, 11, 24), ()),
        (date(2008, 11, 23), (PayeeFinding.INSURED_OF_AGE,)),
    ],
)
def test_on_the_eighteenth_birthday_the_insured_acts_alone(
    born_on: date, found: tuple[PayeeFinding, ...]
) -> None:
    assert payee_findings(a_guardian(born_on=born_on)) == found


@pytest.mark.parametrize(
    ("born_on", "found"),
    [
        (date(2018, 11, 24), (PayeeFinding.INSURED_UNDER_EIGHT,)),
        (date(2018, 11, 23), ()),
        (date(2008, 1, 1), ()),
    ],
)
def test_a_child_under_eight_receives_no_money(born_on: date, found: tuple[PayeeFinding, ...]) -> None:
    insured = a_guardian(kind=PayeeKind.INSURED, born_on=born_on, relation=None, proof=None)

    assert payee_findings(insured) == found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("6200000000000005", ()),
        ("6217000000000006", ()),
        ("6226000000000004", (PayeeFinding.LUHN,)),
        ("12345678901", (PayeeFinding.ACCOUNT_FORM,)),
        ("12345678901a", (PayeeFinding.ACCOUNT_FORM,)),
        ("1" * 20, (PayeeFinding.ACCOUNT_FORM,)),
    ],
)
def test_a_card_number_is_checked_and_a_failed_check_digit_only_warns(
    number: str, found: tuple[PayeeFinding, ...]
) -> None:
    assert account_findings(PayeeKind.GUARDIAN, number) == found


def test_a_hospital_has_an_account_not_a_card() -> None:
    assert account_findings(PayeeKind.HOSPITAL, "310020000000001") == ()
    assert account_findings(PayeeKind.HOSPITAL, "3100") == (PayeeFinding.ACCOUNT_FORM,)
