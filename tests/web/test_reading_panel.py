"""The panel beside a paper words every kind, field and finding, in both languages."""

import re
from uuid import uuid4

import pytest

from models import PaperFinding
from rules.findings.findings import FindingKind
from rules.findings.reading import PERSONAL, FieldName, Means, PaperKind, Place, ReadField, Reading
from rules.findings.states import ReadingState
from rules.vocabulary import Language
from stores.papers.readings import KeptReading
from tests.builders import NOON
from web.api.views.reading_views import ReadingView, reading_view
from web.templating import module

EVIDENCE: dict[FindingKind, dict[str, object]] = {
    FindingKind.LINES_DIFFER: {"lines": "59.99", "total": "60.00"},
    FindingKind.SHARES_DIFFER: {"shares": "59.98", "total": "60.00"},
    FindingKind.LISTS_DIFFER: {"lists": "1.00", "invoices": "2.00"},
    FindingKind.OUTSIDE_STAY: {"field": "ISSUED_ON", "day": "2026-09-14"},
    FindingKind.SAME_INVOICE: {"case": "RC-261121-000042-7", "document": "d"},
}


def a_view(kind: PaperKind = PaperKind.INVOICE, confidence: float = 0.95) -> ReadingView:
    place = Place(page=2, left=0.1, top=0.1, right=0.2, bottom=0.2)
    fields = tuple(
        ReadField(name=name, value="622000000000000005", confidence=confidence, means=Means.OCR, place=place)
        for name in FieldName
    )
    found = [
        PaperFinding(
            id=uuid4(),
            case_number="RC-261121-000042-7",
            document_id=uuid4(),
            kind=each,
            about="",
            refers=True,
            detail=EVIDENCE.get(each, {}),
            found_at=NOON,
        )
        for each in FindingKind
    ]
    kept = KeptReading(
        document_id=uuid4(),
        state=ReadingState.READ,
        problem="",
        reading=Reading(kind=kind, kind_confidence=confidence, fields=fields, pages=2),
    )
    return reading_view("RC-261121-000042-7", kept, found)


def shown(view: ReadingView, language: Language = Language.CHINESE) -> str:
    words = module("reading.html", language)
    return str(words.panel(view)) + str(words.mark(view))


@pytest.mark.parametrize("language", Language)
def test_every_kind_field_and_finding_has_its_words(language: Language) -> None:
    for kind in PaperKind:
        page = shown(a_view(kind), language)

        assert page.count("<tr>") == len(FieldName) + 1
        assert page.count("⚠") == len(FindingKind) + 1
        assert not re.search(r">[A-Z]+_[A-Z_]+<", page)
    assert "59.98 ≠ 60.00" in page and "59.99 ≠ 60.00" in page and "/cases/RC-261121-000042-7" in page


@pytest.mark.parametrize(("confidence", "asked"), [(0.9, 0), (0.8999, len(FieldName) + 1)])
def test_what_is_below_the_threshold_is_to_be_confirmed(confidence: float, asked: int) -> None:
    assert shown(a_view(confidence=confidence)).count("待确认") == asked


def test_each_paper_of_a_file_has_its_own_way_to_be_confirmed() -> None:
    behind = Reading(kind=PaperKind.INVOICE, kind_confidence=0.9, first_page=3, pages=2)
    first = Reading(kind=PaperKind.INVOICE, kind_confidence=0.9, pages=4, others=(behind,))
    kept = KeptReading(document_id=uuid4(), state=ReadingState.READ, problem="", reading=first)
    page = str(
        module("reading.html", Language.CHINESE).panel(
            reading_view("RC-1", kept, ()), "/cases/RC-1?do=CONFIRM_READING&paper=a"
        )
    )

    assert re.findall(r'href="/cases/RC-1\?do=CONFIRM_READING&amp;paper=(\S+)"', page) == ["a#act", "a.3#act"]


def test_numbers_of_people_are_masked() -> None:
    values = {each.name: each.value for each in a_view().fields}

    assert {name for name, value in values.items() if "*" in value} == PERSONAL
