"""Papers that come by mail: what became of a mail and of each file, and what a file's name says it is."""

from enum import StrEnum

from rules.vocabulary import DocumentKind


class MailOutcome(StrEnum):
    """What became of a mail."""

    TAKEN = "TAKEN"
    """At least one file went to the case."""
    NOTHING_TAKEN = "NOTHING_TAKEN"
    """Every file was refused."""
    NOTHING_ATTACHED = "NOTHING_ATTACHED"
    TOO_MANY_FILES = "TOO_MANY_FILES"
    CASE_CLOSED = "CASE_CLOSED"
    NOT_NOW = "NOT_NOW"
    """The case takes no papers at this stage, or not so many."""
    NOT_THEIRS = "NOT_THEIRS"
    """The person whose address it is may not send papers to the case any more."""
    AUTOMATIC = "AUTOMATIC"
    """A bounce or an answer of a machine: nothing is taken from it, and it is not answered (RFC 3834)."""
    UNREADABLE = "UNREADABLE"


class FileTrouble(StrEnum):
    """Why a file of a mail is not taken, beside what is wrong with the file itself."""

    NESTED_MAIL = "NESTED_MAIL"
    PACKED_BY_OUTLOOK = "PACKED_BY_OUTLOOK"
    """winmail.dat: only Outlook opens it."""
    NOT_TAKEN_BY_CASE = "NOT_TAKEN_BY_CASE"
    """The case is full, or moved on while the files of the mail were looked at."""


MOST_FILES = 200
"""Of one mail, which is what a case holds."""

_NAMED: tuple[tuple[str, DocumentKind], ...] = (
    ("费用清单", DocumentKind.ITEMISED_LIST),
    ("明细", DocumentKind.ITEMISED_LIST),
    ("itemised", DocumentKind.ITEMISED_LIST),
    ("itemized", DocumentKind.ITEMISED_LIST),
    ("发票", DocumentKind.INVOICE),
    ("票据", DocumentKind.INVOICE),
    ("invoice", DocumentKind.INVOICE),
    ("fapiao", DocumentKind.INVOICE),
    ("出院小结", DocumentKind.DISCHARGE_SUMMARY),
    ("出院记录", DocumentKind.DISCHARGE_SUMMARY),
    ("discharge", DocumentKind.DISCHARGE_SUMMARY),
    ("诊断证明", DocumentKind.DIAGNOSIS_CERTIFICATE),
    ("病历", DocumentKind.MEDICAL_RECORD),
    ("medical record", DocumentKind.MEDICAL_RECORD),
    ("费用预估", DocumentKind.COST_ESTIMATE),
    ("estimate", DocumentKind.COST_ESTIMATE),
    ("检查报告", DocumentKind.EXAMINATION_REPORT),
    ("检验报告", DocumentKind.EXAMINATION_REPORT),
    ("处方", DocumentKind.PRESCRIPTION),
    ("prescription", DocumentKind.PRESCRIPTION),
    ("理赔申请", DocumentKind.CLAIM_FORM),
    ("claim form", DocumentKind.CLAIM_FORM),
    ("出生", DocumentKind.BIRTH_CERTIFICATE),
)


def kind_by_name(name: str) -> DocumentKind:
    """What the sender named a file; OTHER where the name says nothing. People and the reader look again."""
    plain = name.lower().replace("_", " ").replace("-", " ")
    return next((kind for word, kind in _NAMED if word in plain), DocumentKind.OTHER)
