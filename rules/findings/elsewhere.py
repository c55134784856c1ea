"""The same invoice or picture somewhere else: another claim, member or channel, or taken back since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.findings.findings import FindingKind, PaperFinding
from rules.findings.reading import FieldName, PaperKind, Reading

NEAR = 10
"""Bits of 256 by which pictures of one paper differ at most; measured, see docs/measured.md."""
BAND_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPaper:
    """A paper that came before, on this case or another one."""

    document_id: str
    case_number: str
    process: str
    same_member: bool
    picture: str = ""


def invoice_key(reading: Reading) -> str:
    """``code:number`` as bills are claimed by; empty where the number is not sure."""
    if reading.kind is not PaperKind.INVOICE:
        return ""
    number = reading.sure_text(FieldName.INVOICE_NUMBER)
    return f"{reading.sure_text(FieldName.INVOICE_CODE)}:{number}" if number else ""


def reversed_number(reading: Reading) -> str:
    """Number of the invoice that this one takes back (红冲); empty where it takes none back."""
    return reading.sure_text(FieldName.REVERSES) if reading.kind is PaperKind.INVOICE else ""


def known_by(reading: Reading) -> tuple[str, ...]:
    """How an invoice behind another paper is found: its key, its number, what it takes back."""
    key, reverses = invoice_key(reading), reversed_number(reading)
    own = (key, reading.sure_text(FieldName.INVOICE_NUMBER)) if key else ()
    return (*own, takes_back(reverses)) if reverses else own


def takes_back(number: str) -> str:
    """How a paper is known that takes the invoice of that number back."""
    return f"-{number}"


def same_invoice(
    document_id: str, others: Iterable[OtherPaper], settled: Iterable[str]
) -> list[PaperFinding]:
    """The invoice on other papers, and in decisions of other cases that were paid by it."""
    found = [_found(FindingKind.SAME_INVOICE, document_id, each) for each in others]
    known = {finding.detail["case"] for finding in found}
    return found + [
        PaperFinding(
            kind=FindingKind.SAME_INVOICE,
            document_id=document_id,
            about=case_number,
            detail={"case": case_number, "settled": True},
        )
        for case_number in settled
        if case_number not in known
    ]


def taken_back(document_id: str, others: Iterable[OtherPaper]) -> list[PaperFinding]:
    """Papers that take this invoice back, or that this one takes back."""
    return [_found(FindingKind.INVOICE_REVERSED, document_id, each) for each in others]


def same_picture(
    document_id: str, pictures: Sequence[str], others: Iterable[OtherPaper]
) -> list[PaperFinding]:
    """Papers that look the same but for how they were packed, scaled or lit."""
    near = {
        each.document_id: each
        for each in others
        if any(distance(own, each.picture) <= NEAR for own in pictures)
    }
    return [_found(FindingKind.SAME_PICTURE, document_id, each) for each in near.values()]


def distance(one: str, other: str) -> int:
    """How many bits two hashes differ in; hashes of different lengths differ in all."""
    if len(one) != len(other):
        return 4 * max(len(one), len(other))
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands(picture: str) -> list[str]:
    """Parts by which pictures that may be near are found: those that differ little share one.

    An empty part, which white paper has everywhere, tells nothing.
    """
    parts = [picture[start : start + BAND_DIGITS] for start in range(0, len(picture), BAND_DIGITS)]
    return [f"{place}:{part}" for place, part in enumerate(parts) if part.strip("0") and part.strip("f")]


def _found(kind: FindingKind, document_id: str, other: OtherPaper) -> PaperFinding:
    return PaperFinding(
        kind=kind,
        document_id=document_id,
        about=other.document_id,
        detail={
            "document": other.document_id,
            "case": other.case_number,
            "channel": other.process,
            "same_member": other.same_member,
        },
    )


_SENT_AGAIN = frozenset(
    {
        PaperKind.IDENTITY_CARD,
        PaperKind.HOUSEHOLD_REGISTER,
        PaperKind.BIRTH_CERTIFICATE,
        PaperKind.BANK_CARD,
    }
)
"""Papers that a family rightly sends with every case."""


def may_not_look_alike(kind: PaperKind, *, same_member: bool) -> bool:
    """Whether it tells something that such a paper looks like one of another case.

    Records and reports of one child belong to several cases of one stay; its invoices do not.
    """
    if same_member:
        return kind is PaperKind.INVOICE
    return kind not in _SENT_AGAIN
