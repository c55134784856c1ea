"""What a family has to have allowed before a case is taken in, per purpose and recipient (L-29, L-30)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from rules.cases import ConsentNews
from rules.vocabulary import ConsentPurpose, Process


class ConsentRecipient(StrEnum):
    """Who gets a child's data."""

    INSURER = "INSURER"
    TPA = "TPA"
    HOSPITAL = "HOSPITAL"
    PROVIDER = "PROVIDER"


@dataclass(frozen=True, slots=True)
class ConsentNeed:
    """One consent: for what, given to whom."""

    purpose: ConsentPurpose
    recipient: ConsentRecipient

    def __str__(self) -> str:
        """How it is named to people and on record."""
        return f"{self.purpose} for {self.recipient}"


_CLAIMS = ConsentNeed(ConsentPurpose.CLAIM_HANDLING, ConsentRecipient.TPA)
_RECORDS = ConsentNeed(ConsentPurpose.MEDICAL_RECORDS, ConsentRecipient.TPA)
_TO_HOSPITAL = ConsentNeed(ConsentPurpose.MEDICAL_RECORDS, ConsentRecipient.HOSPITAL)
_TO_PROVIDER = ConsentNeed(ConsentPurpose.ADVANCE_SERVICE, ConsentRecipient.PROVIDER)

NEEDS: dict[Process, tuple[ConsentNeed, ...]] = {
    Process.PREAUTHORIZATION: (_CLAIMS, _RECORDS, _TO_HOSPITAL),
    Process.DIRECT_BILLING: (_CLAIMS, _RECORDS, _TO_HOSPITAL),
    Process.REIMBURSEMENT: (_CLAIMS, _RECORDS),
    Process.HOSPITAL_ADVANCE: (_CLAIMS, _RECORDS, _TO_PROVIDER),
    Process.APPOINTMENT: (_TO_HOSPITAL,),
    Process.TELEPHONE_CONSULTATION: (_RECORDS,),
    Process.VACCINE_ARRANGEMENT: (_TO_HOSPITAL,),
    Process.ON_SITE_HELP: (_TO_HOSPITAL,),
}
"""Complaints, questions and requests about data need none: the right to them rests on no consent."""

USUAL = tuple(dict.fromkeys(need for needs in NEEDS.values() for need in needs))
"""Every consent that some process asks for."""

REMINDERS = ConsentNeed(ConsentPurpose.VACCINE_REMINDERS, ConsentRecipient.TPA)
"""Without it nobody is reminded of a vaccine (R-015)."""

OFFERED = (*USUAL, REMINDERS)
"""Every consent that something is done by; families give and withdraw each on a page."""

FORM_VERSION = "2026-1"
"""Of the words that families read where they consent."""


def missing(process: Process, standing: Collection[ConsentNeed]) -> tuple[ConsentNeed, ...]:
    """The consents that a process needs and a family has not given, or took back."""
    return tuple(need for need in NEEDS.get(process, ()) if need not in standing)


def needed_by(need: ConsentNeed) -> tuple[Process, ...]:
    """The processes that need that consent."""
    return tuple(process for process, needs in NEEDS.items() if need in needs)


def news(need: ConsentNeed, since: datetime, *, stands: bool) -> ConsentNews:
    """What a case is told of a consent that stands, or does not, since then; the same in every repeat."""
    return ConsentNews(
        key=f"consent/{need}/{stands}/{since.astimezone(UTC).isoformat()}",
        need=str(need),
        stands=stands,
        to_hospital=need.recipient is ConsentRecipient.HOSPITAL,
    )
