"""What a person says of a reading, beside what stands there: only what is new, or was not sure, goes on."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from models.document import Document
from rules.findings.confirmed import ConfirmedField, in_form, paper_at, shown
from rules.findings.reading import Reading
from stores.papers import readings
from web import problems
from web.problems import FieldError
from workflows.messages_letters import ConfirmReading

NOT_READ = "is no paper of this case that a machine has read: look at its reading first"
NO_PAPER = "is no page on which a paper of this file begins: its reading names them as first_page"
NOT_IN_FORM = "has not the form of such a value: days are 2026-11-30, amounts 1240.00, numbers whole"
NOTHING = "say nothing new: correct a value, or leave the paper as it is"


def completed(session: Session, case_number: str, said: ConfirmReading) -> ConfirmReading:
    """The act with what stood there before; ProblemError where it names no reading, or a wrong value."""
    document = session.get(Document, UUID(said.document_id))
    kept = readings.find(session, [UUID(said.document_id)]).get(UUID(said.document_id))
    if document is None or document.case_number != case_number or kept is None or kept.reading is None:
        raise problems.invalid(FieldError("document", NOT_READ))
    reading = paper_at(kept.reading, said.from_page)
    if reading is None:
        raise problems.invalid(FieldError("from_page", NO_PAPER))
    fields = [_beside(reading, each) for each in said.fields]
    wrong = list(_wrong(fields))
    if wrong:
        raise problems.invalid(*wrong)
    kind = said.kind if said.kind is not reading.kind or not reading.kind_is_sure else None
    new = tuple(each for each in fields if each and _is_new(reading, each))
    if not new and kind is None:
        raise problems.invalid(FieldError("fields", NOTHING))
    return replace(said, kind=kind, fields=new)


def _beside(reading: Reading, said: ConfirmedField) -> ConfirmedField | None:
    """The value with what stood there; a mask that came back as it was shown says that it is right."""
    before = reading.text(said.name)
    if before and said.value == shown(said.name, before):
        return replace(said, value=before, before=before)
    value = in_form(said.name, said.value)
    return None if value is None else replace(said, value=value, before=before)


def _wrong(fields: list[ConfirmedField | None]) -> Iterator[FieldError]:
    for place, each in enumerate(fields):
        if each is None:
            yield FieldError(f"fields.{place}.value", NOT_IN_FORM)


def _is_new(reading: Reading, said: ConfirmedField) -> bool:
    there = reading.field(said.name)
    return said.value != said.before or (there is not None and not there.sure)
