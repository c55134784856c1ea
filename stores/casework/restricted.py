"""Data that the law keeps although their deletion was asked for: stored, and worked with no more (L-34)."""

from sqlalchemy import ColumnElement, exists, literal_column, not_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.case import Case
from rules.requests.data_request import Outcome
from rules.vocabulary import Process

_REQUEST: ColumnElement[str] = literal_column(f"'{Process.DATA_REQUEST.value}'")
_RESTRICTED: ColumnElement[str] = literal_column(f"'{Outcome.RESTRICTED.value}'")
_OUTCOME: ColumnElement[str] = literal_column("'outcome'")


def in_use() -> ColumnElement[bool]:
    """Case rows that nobody asked to delete: all that are open, and what began after such a request's answer.

    PIPL article 47: what has to be kept is stored and secured, and nothing else is done with it. The
    condition is all words and no values, as statements that are put together once want it.
    """
    request = aliased(Case)
    restricted = exists(
        select(request.case_number).where(
            request.member_id == Case.member_id,
            col(request.process) == _REQUEST,
            col(request.view).op("->>")(_OUTCOME) == _RESTRICTED,
            col(request.closed_at) >= Case.opened_at,
        )
    )
    return or_(col(Case.closed_at).is_(None), not_(restricted))
