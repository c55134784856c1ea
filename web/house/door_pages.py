"""`/house/accounts/…`: what an administrator does to an account: password, lost second factor, end."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.account import Account
from rules.permissions import Action
from rules.vocabulary import PrincipalKind
from stores.house import account_changes
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.house.people_pages import not_oneself, person_page
from web.house.places_pages import hospital_page

router = APIRouter(prefix="/house/accounts", include_in_schema=False, default_response_class=HTMLResponse)

Keeps = Annotated[Caller, Depends(Permission(Action.MANAGE_PEOPLE))]


@router.post("/{account_id}/password")
def give_password(request: Request, account_id: UUID, caller: Keeps, backend: Uses) -> Response:
    """A new password, shown this once; the account is signed out everywhere."""
    with backend.session() as session:
        account = _account(session, caller, account_id)
        owner = account.principal_kind, account.principal_id
        fresh = account_changes.new_password(session, caller.reference, account, backend.clock.wall())
    kind, principal_id = owner
    if kind is PrincipalKind.HOSPITAL:
        return hospital_page(request, caller, backend, principal_id, password=fresh)
    return person_page(request, caller, backend, UUID(principal_id), password=fresh)


@router.post("/{account_id}/second-factor")
def reset_second_factor(account_id: UUID, caller: Keeps, backend: Uses) -> Response:
    """Take the app and every passkey away, after a phone was lost."""
    return _done(caller, backend, account_id, account_changes.reset_second_factor, "factor")


@router.post("/{account_id}/close")
def close_account(account_id: UUID, caller: Keeps, backend: Uses) -> Response:
    """Let the account in no more; a new password opens it again."""
    return _done(caller, backend, account_id, account_changes.close, "account")


def _done(
    caller: Caller,
    backend: Backend,
    account_id: UUID,
    act: Callable[[Session, str, Account, datetime], None],
    done: str,
) -> Response:
    with backend.session() as session:
        account = _account(session, caller, account_id)
        act(session, caller.reference, account, backend.clock.wall())
        room = "hospitals" if account.principal_kind is PrincipalKind.HOSPITAL else "people"
        address = f"/house/{room}/{account.principal_id}?done={done}"
    return RedirectResponse(address, 303)


def _account(session: Session, caller: Caller, account_id: UUID) -> Account:
    account = account_changes.locked(session, account_id)
    if account is None:
        raise problems.not_found("This account")
    not_oneself(caller, f"{account.principal_kind.lower()}:{account.principal_id}")
    return account
