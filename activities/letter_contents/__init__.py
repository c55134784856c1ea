"""What each letter of a case says: from the case as it was ordered and the rows that it names."""

from collections.abc import Callable
from typing import Any

from activities.letter_contents import answers, guarantees, notices, requests
from activities.letter_contents.advances import ADVANCES
from activities.letter_contents.billing import BILLING
from activities.letter_contents.families import (
    APPOINTMENTS,
    BREACHES,
    COMPLAINTS,
    DATA_REQUESTS,
    VACCINATIONS,
)
from activities.letter_contents.reimbursing import REIMBURSING
from activities.letter_contents.sources import Sources, gather
from letters.kinds import Letter
from rules.vocabulary import Process

__all__ = ["WRITERS", "Sources", "UnknownLetterError", "draft", "gather", "write"]

Writer = Callable[[Sources[Any]], Letter]

PREAUTHORIZATION: dict[str, Writer] = {
    "LT-ACK": requests.acknowledgement,
    "LT-SUPP": requests.documents_missing,
    "LT-QRY": requests.query,
    "LT-LAPSE": requests.lapsed,
    "LT-PA-OK": answers.approved,
    "LT-PA-PART": answers.approved_in_part,
    "LT-PA-NO": answers.declined,
    "LT-PA-NR": answers.not_required,
    "LT-PA-NA": answers.not_accepted,
    "LT-PA-RDR": answers.redirected,
    "LT-GOP": guarantees.guarantee,
    "LT-GOP-AMD": guarantees.amendment,
    "LT-GOP-AMD-NO": guarantees.amendment_declined,
    "LT-GOP-CXL": notices.cancellation,
    "LT-GOP-EXP": notices.expiry,
    "LT-GOP-FIN": notices.final,
}

WRITERS: dict[Process, dict[str, Writer]] = {
    Process.PREAUTHORIZATION: PREAUTHORIZATION,
    Process.DIRECT_BILLING: BILLING,
    Process.REIMBURSEMENT: REIMBURSING,
    Process.HOSPITAL_ADVANCE: ADVANCES,
    Process.APPOINTMENT: APPOINTMENTS,
    Process.COMPLAINT: COMPLAINTS,
    Process.ENQUIRY: {},
    Process.TELEPHONE_CONSULTATION: {},
    Process.VACCINE_ARRANGEMENT: VACCINATIONS,
    Process.ON_SITE_HELP: {},
    Process.DATA_REQUEST: DATA_REQUESTS,
    Process.BRAND_TRANSFER: {},
    Process.BREACH_NOTICE: BREACHES,
}
"""Who writes the letter of each code that a process orders."""


class UnknownLetterError(ValueError):
    """A process ordered a letter that nobody writes."""


def write(sources: Sources[Any]) -> Letter:
    """The letter of the order; raises what its kind raises for text that no letter may hold."""
    letter = draft(sources)
    if letter.reference != sources.number:
        raise ValueError(
            f"{sources.item.code} was ordered as {sources.number} and came as {letter.reference}"
        )
    return letter


def draft(sources: Sources[Any]) -> Letter:
    """The letter's words for its case, under whatever number; raises UnknownLetterError."""
    writers = WRITERS[sources.case.process]
    writer = writers.get(sources.item.code)
    if writer is None:
        known = ", ".join(writers)
        raise UnknownLetterError(f"nobody writes {sources.item.code}; letters that can be ordered: {known}")
    return writer(sources)
