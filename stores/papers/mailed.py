"""Addresses that take papers of a case by mail, and the mails that came to them."""

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.case_mail import CaseMail
from models.case_mail_address import CaseMailAddress
from rules.findings.mailed import MailOutcome
from rules.vocabulary import PrincipalKind

TOKEN_BYTES = 16
LONGEST_WAIT = timedelta(hours=1)
"""Between two tries of a mail that something on our side keeps from being done."""


def address(
    session: Session, case_number: str, kind: PrincipalKind, holder_id: str
) -> CaseMailAddress | None:
    """The address that somebody has for a case."""
    query = select(CaseMailAddress).where(
        CaseMailAddress.case_number == case_number,
        CaseMailAddress.holder_kind == kind,
        CaseMailAddress.holder_id == holder_id,
        col(CaseMailAddress.ended_at).is_(None),
    )
    return session.exec(query).one_or_none()


def renew(session: Session, case_number: str, kind: PrincipalKind, holder_id: str, at: datetime) -> None:
    """Give somebody a new address for a case; the one before takes nothing any more."""
    standing = (
        col(CaseMailAddress.case_number) == case_number,
        col(CaseMailAddress.holder_kind) == kind,
        col(CaseMailAddress.holder_id) == holder_id,
        col(CaseMailAddress.ended_at).is_(None),
    )
    session.execute(update(CaseMailAddress).where(*standing).values(ended_at=at))
    row = CaseMailAddress(
        case_number=case_number, holder_kind=kind, holder_id=holder_id, token=new_token(), made_at=at
    )
    # Of two that are asked for at once, one stands.
    session.execute(insert(CaseMailAddress).values(row.model_dump()).on_conflict_do_nothing())


def new_token() -> str:
    """128 random bits in characters that mail servers keep, whatever they do to case."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=").lower()


def behind(session: Session, token: str) -> CaseMailAddress | None:
    """The standing address with that token."""
    query = select(CaseMailAddress).where(
        CaseMailAddress.token == token, col(CaseMailAddress.ended_at).is_(None)
    )
    return session.exec(query).one_or_none()


def known(session: Session, address_id: UUID, message_sha256: str) -> bool:
    """Whether a mail with that Message-ID came to the address before."""
    query = select(CaseMail.id).where(
        CaseMail.address_id == address_id, CaseMail.message_sha256 == message_sha256
    )
    return session.exec(query).first() is not None


def keep(session: Session, mail: CaseMail) -> bool:
    """Remember a mail that the object store holds; False where it came before."""
    kept = insert(CaseMail).values(mail.model_dump()).on_conflict_do_nothing().returning(col(CaseMail.id))
    return session.execute(kept).scalar_one_or_none() is not None


def next_waiting(session: Session, at: datetime) -> tuple[CaseMail, CaseMailAddress] | None:
    """The mail that waits longest, held by this transaction; what another one holds is passed over."""
    query = (
        select(CaseMail, CaseMailAddress)
        .join(CaseMailAddress, col(CaseMailAddress.id) == col(CaseMail.address_id))
        .where(col(CaseMail.done_at).is_(None), CaseMail.try_at <= at)
        .order_by(col(CaseMail.try_at))
        .limit(1)
        .with_for_update(of=CaseMail, skip_locked=True)
    )
    return session.exec(query).one_or_none()


def judge(mail: CaseMail, outcome: MailOutcome, report: Mapping[str, Any], taken: int, refused: int) -> None:
    """Write down what became of a mail; it is still to be answered."""
    mail.outcome, mail.report = outcome, dict(report)
    mail.files_taken, mail.files_refused = taken, refused
    mail.tries = 0


def try_later(mail: CaseMail, at: datetime) -> None:
    """Put a mail off, each time for longer."""
    mail.tries += 1
    mail.try_at = at + min(timedelta(seconds=5 * 2 ** min(mail.tries, 12)), LONGEST_WAIT)


def finish(mail: CaseMail, at: datetime) -> None:
    """Let a mail go that was seen to the end: who sent it, and what was in it, stays with the papers."""
    mail.done_at, mail.sender, mail.report = at, None, None
