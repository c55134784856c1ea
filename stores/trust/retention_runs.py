"""What each run of the retention erased: numbers of cases and counts, nothing of what was in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.retention_run import RetentionRun


def keep(session: Session, at: datetime, erased: dict[str, Any]) -> None:
    """Keep the report of a run."""
    session.add(RetentionRun(at=at, erased=erased))


def newest(session: Session, limit: int) -> Sequence[RetentionRun]:
    """The last runs, newest first."""
    return session.exec(select(RetentionRun).order_by(col(RetentionRun.id).desc()).limit(limit)).all()
