"""Passkeys of accounts, and the challenges that they sign: each is asked once, and soon over."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select

from models.passkey import Passkey
from models.web_session import WebSession

MOST = 10
CHALLENGE_LASTS = timedelta(minutes=5)
_CHALLENGE_BYTES = 32


def of_account(session: Session, account_id: UUID) -> Sequence[Passkey]:
    """The passkeys of an account, the oldest first."""
    query = select(Passkey).where(Passkey.account_id == account_id)
    return session.exec(query.order_by(col(Passkey.made_at), col(Passkey.id))).all()


def any_of(session: Session, account_id: UUID) -> bool:
    """Whether the account has a passkey."""
    query = select(Passkey.id).where(Passkey.account_id == account_id)
    return session.exec(query.limit(1)).first() is not None


def find(session: Session, account_id: UUID, credential_id: bytes) -> Passkey | None:
    """The account's passkey that the device calls so; locked, for its count moves."""
    query = select(Passkey).where(Passkey.account_id == account_id, Passkey.credential_id == credential_id)
    return session.exec(query.with_for_update()).one_or_none()


def is_known(session: Session, credential_id: bytes) -> bool:
    """Whether some account has this passkey already."""
    query = select(Passkey.id).where(Passkey.credential_id == credential_id)
    return session.exec(query).first() is not None


def remove(session: Session, account_id: UUID, passkey_id: UUID) -> bool:
    """Forget a passkey of the account; False where it has none such."""
    row = session.get(Passkey, passkey_id)
    if row is None or row.account_id != account_id:
        return False
    session.delete(row)
    return True


def remove_all(session: Session, account_id: UUID) -> None:
    """Forget every passkey of the account."""
    session.exec(delete(Passkey).where(col(Passkey.account_id) == account_id))


def ask(session: Session, session_id: UUID, at: datetime) -> bytes:
    """A new challenge for this browser; one that was asked before counts no more."""
    row = session.get_one(WebSession, session_id)
    row.challenge, row.challenge_until = secrets.token_bytes(_CHALLENGE_BYTES), at + CHALLENGE_LASTS
    return row.challenge


def answered(session: Session, session_id: UUID, at: datetime) -> bytes | None:
    """The challenge that this browser was asked, which is over now; None where it is too late."""
    row = session.get_one(WebSession, session_id, with_for_update=True)
    asked, until = row.challenge, row.challenge_until
    row.challenge = row.challenge_until = None
    return asked if until and at < until else None
