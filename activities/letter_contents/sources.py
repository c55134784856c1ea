"""What a letter is written from: the case as ordered, and the rows that name people and places now."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from activities.orders import LetterOrder
from letters.kinds import OrganizationAccount
from models.hospital import Hospital
from models.staff import Staff
from rules.advances.case import AdvanceCase
from rules.cases import CaseBase, CaseEvent, LetterItem
from rules.catalogue.plan import PlanVersion
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.preauthorization.case import PreAuthorizationCase
from rules.vocabulary import Language
from stores.benefits import plans
from stores.casework import case_events, case_texts
from stores.cover import parties
from stores.cover.parties import Parties
from stores.money import payees

State = TypeVar("State", bound=CaseBase)

# Digits and letters that are not mistaken for one another on paper or by telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(Generic[State]):
    """Facts come from ``case``, as it stood when the letter was ordered; names come from rows.

    ``events`` and ``texts`` (by key) are those that the case knew then; ``staff`` is by reference.
    """

    case: State
    item: LetterItem
    number: str
    issued_at: datetime
    parties: Parties
    plan: PlanVersion
    events: tuple[CaseEvent, ...]
    texts: Mapping[str, str]
    staff: Mapping[str, Staff]
    network: tuple[Hospital, ...]
    verification_code: str
    public_url: str
    account: OrganizationAccount | None = None
    """Where the family pays what it owes the insurer, or the provider of its advance."""

    def say(self, chinese: str, english: str) -> str:
        """The words in the letter's language."""
        return chinese if self.case.language is Language.CHINESE else english

    def last(self, *kinds: str, stage: str = "", clock: str = "") -> CaseEvent | None:
        """The newest event of these kinds that moved to ``stage``, or is about ``clock``, if asked."""
        for event in reversed(self.events):
            moved = not stage or (event.to_stage == stage and event.from_stage != stage)
            about = not clock or event.detail.get("clock") == clock
            if (not kinds or event.kind in kinds) and moved and about:
                return event
        return None

    def words(self, event: CaseEvent | None) -> str:
        """What the person wrote who caused the event; empty where nothing was, or it was erased."""
        return tidy(self.texts.get(str(event.detail.get("text", "")), "")) if event else ""

    def last_day(self, kind: ClockKind) -> date | None:
        """The last whole day of the newest clock of that kind; its due instant is an exclusive midnight."""
        due = [clock.due_at for clock in self.case.clocks if clock.kind == kind]
        return shanghai_date(due[-1] - timedelta(microseconds=1)) if due else None


PreauthorizationSources = Sources[PreAuthorizationCase]


def gather(session: Session, order: LetterOrder, *, secret: str, public_url: str) -> Sources[Any]:
    """Read the rows for an order.

    PartyMissingError where the case names what no row holds, ForeignPolicyError for another child's policy.
    """
    case = order.case
    found = parties.of_request(
        session, member_id=case.member_id, policy_id=case.policy_id, hospital_code=case.hospital
    )
    events = tuple(
        event
        for event, _ in case_events.read(session, case.case_number)
        if event.sequence <= case.event_count and event.at <= order.as_of
    )
    keys = [str(event.detail["text"]) for event in events if event.detail.get("text")]
    return Sources(
        case=case,
        item=order.letter,
        number=order.number,
        issued_at=order.as_of,
        parties=found,
        plan=plans.terms(found.plan),
        events=events,
        texts=case_texts.bodies(session, keys),
        staff=_staff(session, case, events),
        network=parties.hospitals(session, case.named_hospitals),
        verification_code=verification_code(secret, order.number),
        public_url=public_url.rstrip("/"),
        account=_account(session, case),
    )


def _account(session: Session, case: CaseBase) -> OrganizationAccount | None:
    """The insurer's account; of an advance its provider's, who gets the refund (R-160)."""
    wanted = case.provider if isinstance(case, AdvanceCase) else ""
    try:
        fund = payees.fund_of(session, case.policy_id, wanted)
    except payees.FundMissingError:
        return None
    return OrganizationAccount(holder=fund.name, bank=fund.bank_code, number=fund.account_number)


def verification_code(secret: str, number: str) -> str:
    """``7K4M-Q2XD-93HF``: the same for a number for ever, and not to be guessed from it (58 bits)."""
    digest = int.from_bytes(hmac.digest(secret.encode(), f"verify/{number}".encode(), hashlib.sha256))
    characters = []
    for _ in range(_CODE_LENGTH):
        digest, place = divmod(digest, len(_ALPHABET))
        characters.append(_ALPHABET[place])
    code = "".join(characters)
    return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def tidy(text: str) -> str:
    """Words as a person typed them, with tabs and runs of blanks made one blank."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(lines)


def _staff(session: Session, case: CaseBase, events: tuple[CaseEvent, ...]) -> dict[str, Staff]:
    references = {event.actor for event in events} | case.people
    rows = {reference: parties.staff(session, reference) for reference in sorted(references)}
    return {reference: row for reference, row in rows.items() if row is not None}
