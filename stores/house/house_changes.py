"""The record of what was done to people, places and settings of the house: append-only."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from models.house_change import HouseChange
from rules.administration import HouseAct

PAGE = 100


def write(session: Session, actor: str, act: HouseAct, subject: str, said: Mapping[str, Any]) -> None:
    """Note one act; ``said`` holds codes, dates and amounts, never names."""
    session.add(HouseChange(actor=actor, act=act, subject=subject, said=dict(said)))
    session.flush()


def newest(
    session: Session, *, subject: str = "", before: int | None = None, limit: int = PAGE
) -> Sequence[HouseChange]:
    """What was done, the newest first: to one subject, or to all."""
    query = select(HouseChange).order_by(col(HouseChange.id).desc()).limit(limit)
    if subject:
        query = query.where(HouseChange.subject == subject)
    if before is not None:
        query = query.where(col(HouseChange.id) < before)
    return session.exec(query).all()
