"""What people confirmed or corrected of what was read off papers, in the order in which they did."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.reading_confirmation import ReadingConfirmation
from rules.findings.confirmed import ConfirmedField, ConfirmedReading

_FIELDS = TypeAdapter(tuple[ConfirmedField, ...])


def keep(session: Session, said: Sequence[ConfirmedReading]) -> None:
    """Write down what people said, each act once."""
    for each in said:
        row = {
            "key": each.key,
            "document_id": UUID(each.document_id),
            "confirmed_by": each.confirmed_by,
            "confirmed_at": each.confirmed_at,
            "kind": each.kind,
            "from_page": each.from_page,
            "fields": _FIELDS.dump_python(each.fields, mode="json"),
        }
        session.execute(insert(ReadingConfirmation).values(row).on_conflict_do_nothing())


def of_documents(session: Session, document_ids: Iterable[UUID]) -> dict[UUID, tuple[ConfirmedReading, ...]]:
    """The acts on each of these documents, first to last."""
    query = select(ReadingConfirmation).where(col(ReadingConfirmation.document_id).in_(document_ids))
    found: dict[UUID, list[ConfirmedReading]] = defaultdict(list)
    for row in session.exec(
        query.order_by(col(ReadingConfirmation.confirmed_at), col(ReadingConfirmation.key))
    ):
        found[row.document_id].append(_said(row))
    return {document_id: tuple(acts) for document_id, acts in found.items()}


def _said(row: ReadingConfirmation) -> ConfirmedReading:
    return ConfirmedReading(
        key=row.key,
        document_id=str(row.document_id),
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        kind=row.kind,
        from_page=row.from_page,
        fields=_FIELDS.validate_python(row.fields),
    )
