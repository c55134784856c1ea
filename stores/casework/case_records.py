"""All that is on record of one case, read together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.orm import QueryableAttribute, selectinload
from sqlmodel import Session, col, select

from models.case_request import CaseRequest
from models.clock import Clock
from models.decision import Decision
from models.document import Document
from models.guarantee import Guarantee
from rules.vocabulary import Process
from stores.casework.case_queries import SeenCase
from stores.papers import bill_invoices
from stores.papers.bill_invoices import InvoiceElsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """The rows of a case; ``request`` is None where it was erased."""

    seen: SeenCase
    request: dict[str, Any] | None
    clocks: Sequence[Clock]
    documents: Sequence[Document]
    decisions: Sequence[Decision]
    guarantee: Guarantee | None
    invoices_elsewhere: Sequence[InvoiceElsewhere] = ()
    """Of the newest bill of a hospital."""


def read(session: Session, seen: SeenCase) -> CaseRecord:
    """What is on record of a case that someone may see."""
    number = seen.row.case_number
    asked = session.get(CaseRequest, number)
    clocks = select(Clock).where(Clock.case_number == number)
    documents = select(Document).where(Document.case_number == number)
    decisions = select(Decision).where(Decision.case_number == number, text("decision_stands(decision)"))
    guarantee = select(Guarantee).where(Guarantee.case_number == number)
    billed = seen.row.process is Process.DIRECT_BILLING
    return CaseRecord(
        seen=seen,
        request=asked.content if asked else None,
        clocks=session.exec(clocks.order_by(col(Clock.started_at), col(Clock.kind))).all(),
        documents=session.exec(documents.order_by(col(Document.uploaded_at), col(Document.id))).all(),
        decisions=session.exec(
            decisions.options(selectinload(_related(Decision.lines))).order_by(col(Decision.version))
        ).all(),
        guarantee=session.exec(guarantee.options(selectinload(_related(Guarantee.versions)))).one_or_none(),
        invoices_elsewhere=bill_invoices.elsewhere(session, seen.row) if billed else (),
    )


def _related(rows: Any) -> QueryableAttribute[Any]:
    # A relationship is declared with the type of its rows; on the class it is an attribute to query by.
    return cast("QueryableAttribute[Any]", rows)
