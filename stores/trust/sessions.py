"""Sessions of browsers: who is signed in where, until when."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update

from models.account import Account
from models.web_session import WebSession
from rules.china_time import shanghai_date
from rules.vocabulary import PrincipalKind
from stores import worded
from stores.trust import passkeys, standing
from stores.trust.standing import Principal
from stores.worded import Worded

IDLE = timedelta(minutes=45)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_BROWSER_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A browser and whom it speaks for. ``csrf`` goes into every form.

    ``sets_password``: the password came from somebody else, so an own one comes first.
    """

    session_id: UUID
    account_id: UUID | None
    principal: Principal
    name: str
    csrf: str
    waits_for_code: bool
    sets_password: bool = False


def begin(
    session: Session,
    kind: PrincipalKind,
    principal_id: str,
    *,
    at: datetime,
    browser: str,
    account: Account | None = None,
) -> str:
    """Begin a session; the secret for the cookie. With a second factor it opens nothing until the code."""
    secret = secrets.token_urlsafe(32)
    row = WebSession(
        secret_sha256=_digest(secret),
        account_id=account.id if account else None,
        principal_kind=kind,
        principal_id=principal_id,
        waits_for_code=account is not None and has_second_factor(session, account),
        browser=browser[:_BROWSER_LENGTH],
        begun_at=at,
        seen_at=at,
        expires_at=at + LONGEST,
    )
    session.add(row)
    session.flush()
    return secret


_FOUND = Worded(
    f"""
    SELECT held.id, held.account_id, held.waits_for_code, held.seen_at, account.password_once,
        {standing.COLUMNS}
    FROM web_session AS held LEFT JOIN account ON account.id = held.account_id {standing.JOINS}
    WHERE held.secret_sha256 = %(secret)s AND held.ended_at IS NULL AND held.expires_at > %(at)s
        AND held.seen_at > %(idle)s AND account.disabled_at IS NULL
    """,  # noqa: S608  (constants)
    {},
)


def find(session: Session, secret: str, at: datetime) -> SignedIn | None:
    """Who is signed in; None where the session ended, stood idle too long, or its owner may no more."""
    today = shanghai_date(at)
    found = worded.read(session, _FOUND, secret=_digest(secret), at=at, idle=at - IDLE, today=today)
    row = found[0] if found else None
    principal = standing.principal(row, row.id, today) if row else None
    if row is None or principal is None:
        return None
    if row.seen_at <= at - _SEEN_EVERY:
        session.exec(update(WebSession).where(col(WebSession.id) == row.id).values(seen_at=at))
    return SignedIn(
        session_id=row.id,
        account_id=row.account_id,
        principal=principal,
        name=row.name or principal.id,
        csrf=csrf_of(secret),
        waits_for_code=row.waits_for_code,
        sets_password=bool(row.password_once),
    )


def has_second_factor(session: Session, account: Account) -> bool:
    """Whether the account is asked for more than its password: a code, or a passkey."""
    return account.second_factor_at is not None or passkeys.any_of(session, account.id)


def csrf_of(secret: str) -> str:
    """What a form must hold so that we know it is ours."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def pass_code(session: Session, session_id: UUID) -> None:
    """The second factor was right: from now on the session opens."""
    row = session.get(WebSession, session_id)
    assert row is not None
    row.waits_for_code = False


def end(session: Session, session_id: UUID, principal: Principal, at: datetime) -> bool:
    """End one session of this person; False where it is not theirs or has ended."""
    row = session.get(WebSession, session_id)
    if row is None or (row.principal_kind, row.principal_id) != (principal.kind, principal.id):
        return False
    ended = row.ended_at is None
    row.ended_at = row.ended_at or at
    return ended


def end_others(session: Session, account_id: UUID, kept: UUID | None, at: datetime) -> None:
    """End every other session of an account, as after a new password."""
    query = update(WebSession).where(
        col(WebSession.account_id) == account_id, col(WebSession.ended_at).is_(None)
    )
    session.exec(
        query.where(col(WebSession.id) != kept).values(ended_at=at) if kept else query.values(ended_at=at)
    )


def open_of(session: Session, signed_in: SignedIn, at: datetime) -> Sequence[WebSession]:
    """The sessions that this person has open, the latest first; a clerk sees those of the own account."""
    principal = signed_in.principal
    query = select(WebSession).where(
        WebSession.principal_kind == principal.kind,
        WebSession.principal_id == principal.id,
        col(WebSession.ended_at).is_(None),
        WebSession.expires_at > at,
        WebSession.seen_at > at - IDLE,
    )
    if signed_in.account_id:
        query = query.where(WebSession.account_id == signed_in.account_id)
    return session.exec(query.order_by(col(WebSession.seen_at).desc())).all()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
