"""Guessing gets slow: what failed lately, by account, phone and address."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from models.sign_in_failure import SignInFailure

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
BY_NAME = 5
BY_ADDRESS = 50
"""Failures within the window after which nobody is let in, by account or phone, and by address."""


def subject(key: str, kind: str, said: str) -> str:
    """A name, phone or address as it is kept: not to be read back."""
    return hmac.new(key.encode(), f"{kind}:{said}".encode(), hashlib.sha256).hexdigest()


def too_many(session: Session, limits: Iterable[tuple[str, int]], at: datetime) -> bool:
    """Whether one of these subjects has failed too often."""
    return any(_count(session, each, at) >= limit for each, limit in limits)


def note(session: Session, subjects: Iterable[str], at: datetime) -> None:
    """Note a failure, and forget those of yesterday."""
    session.add_all(SignInFailure(subject=each, at=at) for each in subjects)
    session.exec(delete(SignInFailure).where(col(SignInFailure.at) < at - KEPT))


def forget(session: Session, subject: str) -> None:
    """Begin anew after a success."""
    session.exec(delete(SignInFailure).where(col(SignInFailure.subject) == subject))


def _count(session: Session, subject: str, at: datetime) -> int:
    query = select(func.count()).where(SignInFailure.subject == subject, SignInFailure.at > at - WINDOW)
    return session.exec(query).one()
