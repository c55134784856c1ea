"""What is done to accounts of others: made, closed, given a password, freed of a lost second factor."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from models.account import Account
from models.api_token import ApiToken
from rules.administration import HouseAct
from rules.vocabulary import PrincipalKind
from stores.house import house_changes
from stores.trust import passkeys, sessions, sign_ins

_PASSWORD_BYTES = 12


def of_principal(session: Session, kind: PrincipalKind, principal_id: str) -> list[Account]:
    """The accounts that speak for somebody, by name."""
    query = select(Account).where(Account.principal_kind == kind, Account.principal_id == principal_id)
    return list(session.exec(query.order_by(Account.name)))


def locked(session: Session, account_id: UUID) -> Account | None:
    """One account, held for a change."""
    return session.get(Account, account_id, with_for_update=True)


def make(
    session: Session, actor: str, kind: PrincipalKind, principal_id: str, name: str, at: datetime
) -> str:
    """Make an account; its password, which is shown once. ValueError: the name is taken."""
    if sign_ins.find(session, name):
        raise ValueError(f"an account {name} exists already: choose another name")
    fresh = secrets.token_urlsafe(_PASSWORD_BYTES)
    account = sign_ins.make(session, kind, principal_id, name, fresh, at=at)
    account.password_once = True
    house_changes.write(session, actor, HouseAct.MAKE_ACCOUNT, f"{kind.lower()}:{principal_id}", _of(account))
    return fresh


def new_password(session: Session, actor: str, account: Account, at: datetime) -> str:
    """Give an account another password, which is shown once, and sign it out everywhere."""
    fresh = secrets.token_urlsafe(_PASSWORD_BYTES)
    sign_ins.make(session, account.principal_kind, account.principal_id, account.name, fresh, at=at)
    account.password_once, account.disabled_at = True, None
    sessions.end_others(session, account.id, None, at)
    _note(session, actor, HouseAct.NEW_PASSWORD, account)
    return fresh


def reset_second_factor(session: Session, actor: str, account: Account, at: datetime) -> None:
    """Take the app and every passkey from an account whose phone is lost; sign it out everywhere."""
    account.second_factor = account.second_factor_at = account.second_factor_step = None
    passkeys.remove_all(session, account.id)
    sessions.end_others(session, account.id, None, at)
    _note(session, actor, HouseAct.RESET_SECOND_FACTOR, account)


def close(session: Session, actor: str, account: Account, at: datetime) -> None:
    """Let an account in no more; a new password opens it again."""
    account.disabled_at = account.disabled_at or at
    sessions.end_others(session, account.id, None, at)
    _note(session, actor, HouseAct.CLOSE_ACCOUNT, account)


def revoke_tokens(session: Session, kind: PrincipalKind, principal_id: str, at: datetime) -> None:
    """End every token that speaks for somebody."""
    query = update(ApiToken).where(
        col(ApiToken.principal_kind) == kind,
        col(ApiToken.principal_id) == principal_id,
        col(ApiToken.revoked_at).is_(None),
    )
    session.exec(query.values(revoked_at=at))


def _note(session: Session, actor: str, act: HouseAct, account: Account) -> None:
    subject = f"{account.principal_kind.lower()}:{account.principal_id}"
    house_changes.write(session, actor, act, subject, _of(account))


def _of(account: Account) -> dict[str, str]:
    return {"account": str(account.id)}
