"""How a case begins: one statement gives a principal's key its case number, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.case import case_sequence
from models.intake import Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, to be said again word for word."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A request as it was first taken."""

    case_number: str
    body_hash: str
    received_at: datetime
    answer: Answer | None


def next_sequence(session: Session) -> int:
    """The next number of the sequence that case numbers are made of; gaps are allowed."""
    sequence: int = session.scalar(select(case_sequence.next_value())) or 0
    return sequence


def find(session: Session, principal: str, idempotency_key: str) -> Claim | None:
    """What the principal asked with this key before."""
    row = session.get(Intake, (principal, idempotency_key))
    return _claim(row) if row else None


def claim(session: Session, wanted: Intake) -> Claim:
    """Take the case number for this key, or get the one that an earlier request took."""
    values = {name: getattr(wanted, name) for name in Intake.model_fields}
    # The update changes nothing: it makes the statement return the row that stands.
    taken = (
        insert(Intake)
        .values(values)
        .on_conflict_do_update(
            index_elements=[col(Intake.principal), col(Intake.idempotency_key)],
            set_={"body_hash": col(Intake.body_hash)},
        )
        .returning(Intake)
    )
    return _claim(session.scalars(taken, execution_options={"populate_existing": True}).one())


def keep_answer(session: Session, case_number: str, answer: Answer) -> None:
    """Keep the answer for repeats of the request; the first one stands."""
    session.execute(
        update(Intake)
        .where(col(Intake.case_number) == case_number, col(Intake.answer_status).is_(None))
        .values(answer_status=answer.status, answer_body=answer.body)
    )


def _claim(row: Intake) -> Claim:
    answer = None
    if row.answer_status is not None and row.answer_body is not None:
        answer = Answer(status=row.answer_status, body=row.answer_body)
    return Claim(
        case_number=row.case_number,
        body_hash=row.body_hash,
        received_at=row.received_at,
        answer=answer,
    )
