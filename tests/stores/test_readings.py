"""Readings on record: the same invoice is found wherever it stands; a reading goes with its document."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from models import Case, Document, DocumentReading
from rules.findings.confirmed import ConfirmedField, ConfirmedReading
from rules.findings.reading import FieldName, Means, PaperKind, ReadField, Reading
from rules.findings.states import ReadingState
from rules.vocabulary import DocumentKind, DocumentSource
from stores.papers import confirmations, paper_findings, readings
from tests.builders import NOON, a_case


def a_document(session: Session, case: Case, kind: DocumentKind = DocumentKind.INVOICE) -> UUID:
    """A file of the case that waits to be read."""
    document_id = uuid4()
    session.add(
        Document(
            id=document_id,
            case_number=case.case_number,
            kind=kind,
            object_key=f"uploads/{document_id}.pdf",
            sha256="0" * 64,
            size_bytes=1,
            media_type="application/pdf",
            filename="a.pdf",
            source=DocumentSource.GUARDIAN,
            uploaded_by="guardian:1",
            uploaded_at=NOON,
        )
    )
    session.flush()
    readings.order(session, case.case_number, NOON)
    return document_id


def a_bill(number: str, code: str = "31060126", *, reverses: str = "", confidence: float = 0.99) -> Reading:
    values = {
        FieldName.INVOICE_NUMBER: number,
        FieldName.INVOICE_CODE: code,
        FieldName.REVERSES: reverses,
    }
    fields = tuple(
        ReadField(name=name, value=value, confidence=confidence, means=Means.TEXT)
        for name, value in values.items()
        if value
    )
    return Reading(kind=PaperKind.INVOICE, kind_confidence=0.99, fields=fields, pages=1)


def kept(session: Session, reading: Reading) -> tuple[Case, UUID]:
    """A case with a document that says that."""
    case = a_case(session)
    document_id = a_document(session, case)
    readings.keep(session, document_id, reading, NOON)
    return case, document_id


def test_a_reading_comes_back_as_it_was_kept_and_is_ordered_once(engine: Engine) -> None:
    with Session(engine) as session:
        case, document_id = kept(session, a_bill("0000000001"))
        waiting = a_document(session, case)

        assert readings.order(session, case.case_number, NOON) == [waiting]
        found = readings.find(session, [document_id, waiting])
        assert found[document_id].reading == a_bill("0000000001")
        assert (found[waiting].state, found[waiting].reading) == (ReadingState.ORDERED, None)


def test_an_invoice_behind_another_is_known_by_what_a_person_says_of_it(engine: Engine) -> None:
    behind = replace(a_bill("0000000021"), first_page=3)
    with Session(engine) as session:
        case, document_id = kept(session, replace(a_bill("0000000020"), others=(behind,)))
        act = ConfirmedReading(
            key=f"{case.case_number}/2",
            document_id=str(document_id),
            confirmed_by="staff:1",
            confirmed_at=NOON,
            fields=(ConfirmedField(name=FieldName.INVOICE_NUMBER, value="0000000029", before="0000000021"),),
            from_page=3,
        )
        confirmations.keep(session, [act])
        readings.keep_confirmed(session, document_id)
        found = readings.find(session, [document_id])[document_id]
        other, _ = kept(session, a_bill("0000000029"))

        assert found.confirmed == (act,) and found.reading is not None
        assert [each.sure_text(FieldName.INVOICE_NUMBER) for each in found.reading.papers] == [
            "0000000020",
            "0000000029",
        ]
        (same,) = paper_findings.same_invoice(session, other, a_bill("0000000029"))
        assert same.document_id == str(document_id)
        assert paper_findings.same_invoice(session, other, a_bill("0000000021")) == []


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (a_bill("0000000002"), True),
        (a_bill("0000000002", ""), True),
        (a_bill("0000000002", "11060126"), False),
        (a_bill("0000000003"), False),
        (a_bill("0000000002", confidence=0.5), False),
    ],
)
def test_an_invoice_is_the_same_by_its_number_unless_codes_part_them(
    engine: Engine, other: Reading, same: bool
) -> None:
    with Session(engine) as session:
        first, document_id = kept(session, other)
        second = a_case(session)

        found = paper_findings.same_invoice(session, second, a_bill("0000000002"))

        wanted = [(str(document_id), first.case_number, False)] if same else []
        assert [(each.document_id, each.case_number, each.same_member) for each in found] == wanted
        assert paper_findings.same_invoice(session, first, a_bill("0000000002")) == []


def test_a_red_invoice_and_the_one_that_it_takes_back_find_each_other(engine: Engine) -> None:
    red = a_bill("0000000005", reverses="0000000004")
    with Session(engine) as session:
        paid, paid_id = kept(session, a_bill("0000000004"))
        other, red_id = kept(session, red)

        backwards = paper_findings.taken_back(session, other, red)
        forwards = paper_findings.taken_back(session, paid, a_bill("0000000004"))

        assert [each.document_id for each in backwards] == [str(paid_id)]
        assert [each.document_id for each in forwards] == [str(red_id)]


def test_near_pictures_of_other_cases_are_candidates(engine: Engine) -> None:
    with Session(engine) as session:
        case, document_id = kept(session, a_bill("0000000006"))
        paper_findings.keep_pictures(session, document_id, ["a5" * 32])
        second = a_case(session)

        found = paper_findings.like(session, second, ["a5" * 31 + "00"])

        assert [(each.document_id, each.picture) for each in found] == [(str(document_id), "a5" * 32)]
        assert paper_findings.like(session, second, ["0" * 64]) == []
        assert paper_findings.like(session, case, ["a5" * 32]) == []


def test_what_was_read_goes_with_its_document(engine: Engine) -> None:
    with Session(engine) as session:
        _, document_id = kept(session, a_bill("0000000007"))
        session.execute(text("DELETE FROM document WHERE id = :id"), {"id": document_id})
        session.expire_all()

        assert session.get(DocumentReading, document_id) is None
