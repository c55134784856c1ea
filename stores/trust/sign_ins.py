"""Accounts and phone codes: who is at the door."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from models.account import Account
from models.guardian import Guardian
from models.phone_code import PhoneCode
from rules.vocabulary import PrincipalKind
from stores.trust import passwords

CODE_LASTS = timedelta(minutes=5)
MOST_TRIES = 5
BETWEEN_CODES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code for a phone; the page gets the id, the phone the code."""

    id: UUID
    phone: str
    code: str


def make(
    session: Session, kind: PrincipalKind, principal_id: str, name: str, password: str, *, at: datetime
) -> Account:
    """Make an account, or give the one of that name a new password."""
    account = find(session, name) or Account(
        name=name.lower(),
        principal_kind=kind,
        principal_id=principal_id,
        password_hash="",
        password_set_at=at,
    )
    account.password_hash, account.password_set_at = passwords.hashed(password), at
    account.password_once = False
    session.add(account)
    session.flush()
    return account


def find(session: Session, name: str) -> Account | None:
    """The account of that name."""
    return session.exec(select(Account).where(Account.name == name.strip().lower())).one_or_none()


def with_password(session: Session, name: str, password: str) -> Account | None:
    """The account that this name and password open; None alike for a wrong name and a wrong password."""
    account = find(session, name)
    right = passwords.matches(account.password_hash if account else None, password)
    if not right or account is None or account.disabled_at:
        return None
    if passwords.outdated(account.password_hash):
        account.password_hash = passwords.hashed(password)
    return account


def send_code(session: Session, phone: str, key: str, at: datetime) -> SentCode | None:
    """Make a code for the guardian with this phone; None where nobody has it, or one was sent just now."""
    guardian_id = session.exec(
        select(Guardian.id).where(Guardian.phone == phone).order_by(col(Guardian.id)).limit(1)
    ).one_or_none()
    if guardian_id is None or _just_sent(session, guardian_id, at):
        return None
    code = f"{secrets.randbelow(10**6):06}"
    row = PhoneCode(guardian_id=guardian_id, code_hash="", sent_at=at, expires_at=at + CODE_LASTS)
    row.code_hash = _hash(key, row.id, code)
    session.add(row)
    session.flush()
    return SentCode(row.id, phone, code)


def guardian_with_code(session: Session, code_id: UUID, code: str, key: str, at: datetime) -> UUID | None:
    """The guardian whose phone got this code; None where it is wrong, used, too old or tried too often."""
    row = session.get(PhoneCode, code_id, with_for_update=True)
    if row is None or row.used_at or row.expires_at <= at or row.tries >= MOST_TRIES:
        return None
    row.tries += 1
    if not hmac.compare_digest(row.code_hash, _hash(key, row.id, code)):
        return None
    row.used_at = at
    return row.guardian_id


def _just_sent(session: Session, guardian_id: UUID, at: datetime) -> bool:
    query = select(PhoneCode.id).where(
        PhoneCode.guardian_id == guardian_id, PhoneCode.sent_at > at - BETWEEN_CODES
    )
    return session.exec(query.limit(1)).first() is not None


def _hash(key: str, code_id: UUID, code: str) -> str:
    return hmac.new(key.encode(), code_id.bytes + code.encode(), hashlib.sha256).hexdigest()
