"""How much each role may decide alone: proposed by one senior, confirmed by another, dated."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.authority_limit import AuthorityLimit
from rules.administration import HouseAct
from rules.money import format_yuan
from rules.roles import DEFAULT_AUTHORITY, Role
from stores.house import house_changes


class OwnProposalError(ValueError):
    """Whoever proposed a limit does not confirm it."""


def in_force(session: Session, on: date) -> dict[Role, int]:
    """The limit of each role on a day; fen. What nobody set is the default of the house."""
    confirmed = select(AuthorityLimit).where(
        col(AuthorityLimit.confirmed_at).is_not(None), col(AuthorityLimit.from_on) <= on
    )
    ordered = session.exec(confirmed.order_by(col(AuthorityLimit.from_on), col(AuthorityLimit.id)))
    return {**DEFAULT_AUTHORITY, **{Role(row.role): row.amount for row in ordered}}


def every(session: Session) -> Sequence[AuthorityLimit]:
    """All that was ever proposed, the newest first."""
    return session.exec(select(AuthorityLimit).order_by(col(AuthorityLimit.id).desc())).all()


def propose(
    session: Session, actor: str, role: Role, amount: int, from_on: date, reason: str, at: datetime
) -> AuthorityLimit:
    """Propose a limit; it counts for nothing until somebody else confirms it."""
    row = AuthorityLimit(
        role=role, amount=amount, from_on=from_on, reason=reason, proposed_by=actor, proposed_at=at
    )
    session.add(row)
    session.flush()
    _note(session, actor, HouseAct.PROPOSE_AUTHORITY, row)
    return row


def waiting(session: Session, limit_id: int) -> AuthorityLimit | None:
    """A proposal that nobody has confirmed or withdrawn, held for that."""
    row = session.get(AuthorityLimit, limit_id, with_for_update=True)
    return row if row and row.confirmed_at is None and row.withdrawn_at is None else None


def confirm(session: Session, actor: str, row: AuthorityLimit, at: datetime) -> None:
    """Let a limit count from its day on. OwnProposalError."""
    if row.proposed_by == actor:
        raise OwnProposalError(actor)
    row.confirmed_by, row.confirmed_at = actor, at
    _note(session, actor, HouseAct.CONFIRM_AUTHORITY, row)


def withdraw(session: Session, actor: str, row: AuthorityLimit, at: datetime) -> None:
    """Drop a proposal."""
    row.withdrawn_at = at
    _note(session, actor, HouseAct.WITHDRAW_AUTHORITY, row)


def _note(session: Session, actor: str, act: HouseAct, row: AuthorityLimit) -> None:
    said = {"amount": format_yuan(row.amount), "from_on": row.from_on.isoformat(), "limit": row.id}
    house_changes.write(session, actor, act, f"authority:{row.role}", said)
