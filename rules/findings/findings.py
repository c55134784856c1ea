"""What does not fit in a paper, or between it and what else is known; evidence is ids, amounts, codes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from rules.cases import Detail
from rules.findings.reading import SENT_AS, FieldName, PaperKind, Reading
from rules.identity import parse_identity_number
from rules.money import format_yuan
from rules.payments.payee import passes_luhn
from rules.vocabulary import DocumentKind

DAYS_AROUND = 3
"""A bill of a stay may be written some days after it ended."""


class FindingKind(StrEnum):
    """What does not fit."""

    SENT_AS_ANOTHER_KIND = "SENT_AS_ANOTHER_KIND"
    IDENTITY_NUMBER_WRONG = "IDENTITY_NUMBER_WRONG"
    CARD_NUMBER_WRONG = "CARD_NUMBER_WRONG"
    LINES_DIFFER = "LINES_DIFFER"
    SHARES_DIFFER = "SHARES_DIFFER"
    READINGS_DIFFER = "READINGS_DIFFER"
    ANOTHER_PERSON = "ANOTHER_PERSON"
    OUTSIDE_STAY = "OUTSIDE_STAY"
    LISTS_DIFFER = "LISTS_DIFFER"
    SAME_INVOICE = "SAME_INVOICE"
    INVOICE_REVERSED = "INVOICE_REVERSED"
    SAME_PICTURE = "SAME_PICTURE"


FOR_A_PERSON = frozenset(
    {
        FindingKind.ANOTHER_PERSON,
        FindingKind.SAME_INVOICE,
        FindingKind.INVOICE_REVERSED,
        FindingKind.SAME_PICTURE,
        FindingKind.READINGS_DIFFER,
    }
)
"""With one of these on record a claim goes to a person (R-141, A-27); the others warn (domain 8.3, 8.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFinding:
    """One thing that does not fit. ``about`` names what it was compared with: a document, a case, a bill."""

    kind: FindingKind
    document_id: str
    about: str = ""
    detail: Detail = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What makes it the same finding when it is found again."""
        return f"{self.document_id}/{self.kind}/{self.about}"

    @property
    def refers(self) -> bool:
        """Whether a person must look."""
        return self.kind in FOR_A_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of a case, as it was sent and as it was read; a file with several is several of these."""

    document_id: str
    sent_as: DocumentKind
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the case says itself: the child, those who may stand on its papers, the days of treatment."""

    member_name: str
    family_names: frozenset[str] = frozenset()
    from_on: date | None = None
    until_on: date | None = None


_OF_THE_CHILD = frozenset(
    {
        PaperKind.INVOICE,
        PaperKind.ITEMISED_LIST,
        PaperKind.DISCHARGE_SUMMARY,
        PaperKind.DIAGNOSIS_CERTIFICATE,
        PaperKind.MEDICAL_RECORD,
        PaperKind.LAB_REPORT,
        PaperKind.PRESCRIPTION,
        PaperKind.CLAIM_FORM,
        PaperKind.BIRTH_CERTIFICATE,
    }
)
_SHARES = (FieldName.PUBLIC_FUND, FieldName.OTHER_PAYMENT, FieldName.PERSONAL_ACCOUNT, FieldName.CASH)


def of_file(papers: Sequence[Paper], facts: CaseFacts) -> list[PaperFinding]:
    """What does not fit in the papers of one file; one of the kind that it was sent as is enough."""
    found = [each for paper in papers for each in of_paper(paper, facts)]
    if any(paper.sent_as in SENT_AS.get(paper.reading.kind, ()) for paper in papers):
        return [each for each in found if each.kind is not FindingKind.SENT_AS_ANOTHER_KIND]
    return found


def of_paper(paper: Paper, facts: CaseFacts) -> list[PaperFinding]:
    """What does not fit in one paper, or between it and its case."""
    return [
        *_kind(paper),
        *_numbers(paper),
        *_sums(paper),
        *_disputed(paper),
        *_person(paper, facts),
        *_days(paper, facts),
    ]


def of_case(papers: Sequence[Paper]) -> list[PaperFinding]:
    """Totals of the lists against totals of the invoices; both sides must be there and sure (domain 7.3)."""
    lists = [each for each in papers if each.reading.kind is PaperKind.ITEMISED_LIST]
    bills = _each_once(each for each in papers if each.reading.kind is PaperKind.INVOICE)
    listed = [each.reading.fen(FieldName.AMOUNT) for each in lists]
    billed = [each.reading.fen(FieldName.AMOUNT) for each in bills]
    if not lists or not bills or None in listed or None in billed:
        return []
    in_lists, in_bills = sum(filter(None, listed)), sum(filter(None, billed))
    if in_lists == in_bills:
        return []
    detail: Detail = {"lists": format_yuan(in_lists), "invoices": format_yuan(in_bills)}
    newest = max(lists, key=lambda each: each.document_id)
    return [_found(FindingKind.LISTS_DIFFER, newest, "invoices", detail)]


def _each_once(bills: Iterable[Paper]) -> list[Paper]:
    """Bills without what was sent twice; those whose number is not sure are all different ones."""
    once: dict[tuple[str, str], Paper] = {}
    for bill in bills:
        code, number = (
            bill.reading.sure_text(name) for name in (FieldName.INVOICE_CODE, FieldName.INVOICE_NUMBER)
        )
        once.setdefault((code, number) if number else ("", bill.document_id), bill)
    return list(once.values())


def _kind(paper: Paper) -> Iterator[PaperFinding]:
    reading = paper.reading
    if reading.kind_is_sure and paper.sent_as not in SENT_AS[reading.kind] | {DocumentKind.OTHER}:
        detail: Detail = {"sent_as": paper.sent_as, "read_as": reading.kind}
        yield _found(FindingKind.SENT_AS_ANOTHER_KIND, paper, reading.kind, detail)


def _numbers(paper: Paper) -> Iterator[PaperFinding]:
    """Numbers whose check digits fail; the confidence of such a reading is low, so it may be misread."""
    number = paper.reading.text(FieldName.IDENTITY_NUMBER)
    if number and not _identity_holds(number):
        yield _found(FindingKind.IDENTITY_NUMBER_WRONG, paper)
    account = paper.reading.text(FieldName.BANK_ACCOUNT)
    if account and not passes_luhn(account):
        yield _found(FindingKind.CARD_NUMBER_WRONG, paper)


def _sums(paper: Paper) -> Iterator[PaperFinding]:
    reading = paper.reading
    total = reading.fen(FieldName.AMOUNT)
    if total is None:
        return
    lines = sum(line.amount for line in reading.lines)
    if reading.lines and lines != total:
        yield _found(FindingKind.LINES_DIFFER, paper, "", _amounts(lines=lines, total=total))
    shares = [reading.fen(name) for name in _SHARES]
    known = [share for share in shares if share is not None]
    if len(known) == len(_SHARES) and sum(known) != total:
        yield _found(FindingKind.SHARES_DIFFER, paper, "", _amounts(shares=sum(known), total=total))


def _disputed(paper: Paper) -> Iterator[PaperFinding]:
    """Printed text, code and data of one bill that say different things; both readings clear."""
    for other in paper.reading.disputed:
        if other.sure:
            detail: Detail = {"field": other.name, "means": other.means}
            yield _found(FindingKind.READINGS_DIFFER, paper, other.name, detail)


def _person(paper: Paper, facts: CaseFacts) -> Iterator[PaperFinding]:
    reading = paper.reading
    name = reading.sure_text(FieldName.PERSON)
    if name and reading.kind in _OF_THE_CHILD and _bare(name) not in _names(facts):
        yield _found(FindingKind.ANOTHER_PERSON, paper)


def _names(facts: CaseFacts) -> set[str]:
    return {_bare(facts.member_name), *map(_bare, facts.family_names)}


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()


def _days(paper: Paper, facts: CaseFacts) -> Iterator[PaperFinding]:
    """Dates before the treatment, or long after it; papers of one stay say when it was."""
    reading = paper.reading
    if facts.from_on is None or reading.kind not in _OF_THE_CHILD - {
        PaperKind.CLAIM_FORM,
        PaperKind.BIRTH_CERTIFICATE,
    }:
        return
    until = (facts.until_on or facts.from_on) + timedelta(days=DAYS_AROUND)
    admitted, left = reading.day(FieldName.ADMITTED_ON), reading.day(FieldName.DISCHARGED_ON)
    for name, day in (
        (FieldName.ADMITTED_ON, admitted),
        (FieldName.DISCHARGED_ON, left),
        (FieldName.ISSUED_ON, reading.day(FieldName.ISSUED_ON)),
    ):
        early = day is not None and day < facts.from_on - timedelta(days=DAYS_AROUND)
        late = day is not None and facts.until_on is not None and day > until
        if day and (early or late):
            yield _found(FindingKind.OUTSIDE_STAY, paper, name, {"field": name, "day": day.isoformat()})
    if admitted and left and left < admitted:
        yield _found(FindingKind.OUTSIDE_STAY, paper, "order", {"field": FieldName.DISCHARGED_ON})


def _identity_holds(number: str) -> bool:
    try:
        parse_identity_number(number)
    except ValueError:
        return False
    return True


def _amounts(**fen: int) -> Detail:
    return {name: format_yuan(value) for name, value in fen.items()}


def _found(kind: FindingKind, paper: Paper, about: str = "", detail: Detail | None = None) -> PaperFinding:
    page = paper.reading.first_page
    if page == 1:
        return PaperFinding(kind=kind, document_id=paper.document_id, about=about, detail=detail or {})
    detail = {**(detail or {}), "page": page}
    return PaperFinding(kind=kind, document_id=paper.document_id, about=f"{about}@{page}", detail=detail)
