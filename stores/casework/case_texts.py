"""Words that people wrote in a case, which events name by their keys."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.case_text import CaseText
from stores.casework.cases import key_id


def bodies(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """The words behind those keys; a text that was erased, or never written, is left out."""
    ids = {key_id(key): key for key in keys}
    rows = session.exec(select(CaseText).where(col(CaseText.id).in_(ids)))
    return {ids[row.id]: row.body for row in rows if row.body is not None}
