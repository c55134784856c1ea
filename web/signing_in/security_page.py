"""`/security`: one's own password, second factor and open sessions."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import segno
from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.account import Account
from stores.trust import passkeys, passwords, second_factor, sessions, sign_in_failures
from stores.trust.sessions import SignedIn
from stores.trust.sign_in_failures import BY_NAME, subject
from web import problems
from web.access import Caller, OwnSession
from web.backend import Backend, Uses
from web.problems import ProblemError
from web.templating import page

router = APIRouter(prefix="/security", include_in_schema=False, default_response_class=HTMLResponse)

Own = Annotated[Caller, Depends(OwnSession())]
Said = Annotated[str, Form(max_length=300)]


@router.get("")
def show_security(request: Request, caller: Own, backend: Uses) -> HTMLResponse:
    """What one signs in with, and where one is signed in."""
    return security(request, backend, caller)


@router.post("/password")
def change_password(
    request: Request, caller: Own, backend: Uses, old: Said = "", new: Said = "", again: Said = ""
) -> Response:
    """Take a new password; every other browser is signed out."""
    found, at = own(caller), backend.clock.wall()
    with backend.session() as session:
        account = account_of(session, found)
        wrong = right_password(session, backend, account, old, at)
        if wrong is None:
            wrong = "again" if new != again else passwords.weakness(new, account.name)
        if wrong is None and account.password_once and new == old:
            wrong = "same"
        if wrong is None:
            account.password_hash, account.password_set_at = passwords.hashed(new), at
            account.password_once = False
            sessions.end_others(session, account.id, found.session_id, at)
    if wrong:
        return security(request, backend, caller, 422, wrong=wrong)
    return RedirectResponse("/security?done=password", 303)


@router.post("/sessions/{session_id}/end")
def end_session(session_id: UUID, caller: Own, backend: Uses) -> Response:
    """Sign another browser out; 404 for a session of somebody else."""
    with backend.session() as session:
        if not sessions.end(session, session_id, caller.principal, backend.clock.wall()):
            raise problems.not_found("This session")
    return RedirectResponse("/security?done=session", 303)


@router.post("/second-factor")
def begin_second_factor(caller: Own, backend: Uses) -> Response:
    """Make a secret; it counts once a code of it was entered."""
    found, key = own(caller), backend.settings.secret_key
    with backend.session() as session:
        account = account_of(session, found)
        if account.second_factor_at is None:
            account.second_factor = second_factor.seal(second_factor.new_secret(), key, account)
    return RedirectResponse("/security/second-factor", 303)


@router.get("/second-factor")
def show_second_factor(request: Request, caller: Own, backend: Uses) -> Response:
    """The secret as a QR code and in letters, until it was confirmed."""
    return _secret_page(request, caller, backend)


@router.post("/second-factor/confirm")
def confirm_second_factor(request: Request, caller: Own, backend: Uses, code: Said = "") -> Response:
    """From now on the code is asked for at each sign-in."""
    found, key, at = own(caller), backend.settings.secret_key, backend.clock.wall()
    with backend.session() as session:
        account = account_of(session, found)
        right = account.second_factor is not None and second_factor.accept(account, key, code.strip(), at)
        if right:
            account.second_factor_at = at
            sessions.end_others(session, account.id, found.session_id, at)
    if not right:
        return _secret_page(request, caller, backend, 422, wrong=True)
    return RedirectResponse("/security?done=factor", 303)


@router.post("/second-factor/remove")
def remove_second_factor(request: Request, caller: Own, backend: Uses, old: Said = "") -> Response:
    """Take the second factor away again; the password is asked for."""
    found, at = own(caller), backend.clock.wall()
    with backend.session() as session:
        account = account_of(session, found)
        wrong = right_password(session, backend, account, old, at)
        if wrong is None:
            account.second_factor = account.second_factor_at = account.second_factor_step = None
    if wrong:
        return security(request, backend, caller, 422, wrong="slow" if wrong == "slow" else "remove")
    return RedirectResponse("/security?done=removed", 303)


def right_password(
    session: Session, backend: Backend, account: Account, said: str, at: datetime
) -> str | None:
    """None for the present password; ``slow`` after too many guesses, ``old`` where it is wrong."""
    by_account = subject(backend.settings.secret_key, "old", str(account.id))
    if sign_in_failures.too_many(session, [(by_account, BY_NAME)], at):
        return "slow"
    if passwords.matches(account.password_hash, said):
        return None
    sign_in_failures.note(session, [by_account], at)
    return "old"


def own(caller: Caller) -> SignedIn:
    """The session of somebody with an account; 403 for a family, which has none."""
    found = caller.signed_in
    assert found is not None  # the permission of these routes
    if found.account_id is None:
        raise ProblemError(
            problems.FORBIDDEN, "Families sign in with a code to their phone: there is no password."
        )
    return found


def account_of(session: Session, found: SignedIn) -> Account:
    """The account behind a session, locked."""
    account = session.get(Account, found.account_id, with_for_update=True)
    assert account is not None  # a session refers to it
    return account


def _secret_page(
    request: Request, caller: Caller, backend: Backend, status: int = 200, *, wrong: bool = False
) -> Response:
    found = own(caller)
    with backend.session() as session:
        account = account_of(session, found)
        if account.second_factor is None or account.second_factor_at:
            return RedirectResponse("/security", 303)
        secret, name = second_factor.unseal(account, backend.settings.secret_key), account.name
    drawn = segno.make(second_factor.address(secret, name), error="m")
    shown = {"secret": secret, "picture": drawn.svg_data_uri(scale=5, border=2, light="#fff")}
    return page(request, "second_factor.html", status, wrong=wrong, **shown)


def security(
    request: Request, backend: Backend, caller: Caller, status: int = 200, *, wrong: str = ""
) -> HTMLResponse:
    """The page; ``wrong`` names what was not right."""
    found = caller.signed_in
    assert found is not None  # the permission of these routes
    with backend.session() as session:
        account = session.get(Account, found.account_id) if found.account_id else None
        shown: dict[str, Any] = {
            "open": sessions.open_of(session, found, backend.clock.wall()),
            "account": account.name if account else "",
            "has_second_factor": bool(account and account.second_factor_at),
            "passkeys": passkeys.of_account(session, account.id) if account else (),
        }
        done = request.query_params.get("done", "")
        return page(request, "security.html", status, this=found.session_id, wrong=wrong, done=done, **shown)
