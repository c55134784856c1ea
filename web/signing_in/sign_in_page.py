"""`/sign-in`: the door for staff and hospital clerks, by password and second factor."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from models.account import Account
from stores.trust import second_factor, sessions, sign_in_failures, sign_ins
from stores.trust.passkeys import any_of
from stores.trust.sessions import SignedIn
from stores.trust.sign_in_failures import BY_ADDRESS, BY_NAME, subject
from web import problems
from web.access import anyone, browser_of
from web.backend import Backend, Uses
from web.browser import forget_session, keep_session, own_path, require_own_origin, require_token
from web.problems import ProblemError
from web.signing_in import passkeys
from web.templating import page

router = APIRouter(
    include_in_schema=False, dependencies=[Depends(anyone)], default_response_class=HTMLResponse
)

Said = Annotated[str, Form(max_length=300)]
Onward = Annotated[str, Query(alias="next", max_length=1000)]
OnwardForm = Annotated[str, Form(alias="next", max_length=1000)]


@router.get("/sign-in")
def show_sign_in(request: Request, backend: Uses, onward: Onward = "") -> Response:
    """The form; who is signed in already goes on."""
    caller = browser_of(request, backend)
    if caller and caller.signed_in and not caller.signed_in.waits_for_code:
        return RedirectResponse(own_path(onward) or "/home", 303)
    return _page(request, onward)


@router.post("/sign-in")
def sign_in(
    request: Request, backend: Uses, name: Said = "", password: Said = "", onward: OnwardForm = ""
) -> Response:
    """Begin a session; wrong names and wrong passwords are answered alike."""
    require_own_origin(request)
    at, secret, waits = backend.clock.wall(), None, False
    by_name, by_address = _subjects(request, backend, name)
    with backend.session() as session:
        slow = sign_in_failures.too_many(session, [(by_name, BY_NAME), (by_address, BY_ADDRESS)], at)
        account = None if slow else sign_ins.with_password(session, name, password)
        if account:
            sign_in_failures.forget(session, by_name)
            secret = sessions.begin(
                session,
                account.principal_kind,
                account.principal_id,
                at=at,
                browser=request.headers.get("user-agent", ""),
                account=account,
            )
            waits = sessions.has_second_factor(session, account)
        elif not slow:
            sign_in_failures.note(session, (by_name, by_address), at)
    if secret is None:
        wrong = "slow" if slow else "wrong"
        return _page(request, onward, 429 if slow else 401, wrong=wrong, name=name)
    answer = RedirectResponse("/sign-in/code" if waits else own_path(onward) or "/home", 303)
    keep_session(answer, backend.settings, secret)
    return answer


@router.get("/sign-in/code")
def show_code(request: Request, backend: Uses) -> Response:
    """Ask for the code of the authenticator."""
    caller = browser_of(request, backend)
    if caller is None or caller.signed_in is None:
        return RedirectResponse("/sign-in", 303)
    return _code_page(request, backend, caller.signed_in)


@router.post("/sign-in/code")
def check_code(request: Request, backend: Uses, code: Said = "", csrf: Said = "") -> Response:
    """Open the session; a code opens once."""
    found, at = _at_the_door(request, backend, csrf), backend.clock.wall()
    if found is None or found.account_id is None:
        return RedirectResponse("/sign-in", 303)
    by_code = subject(backend.settings.secret_key, "code", str(found.account_id))
    with backend.session() as session:
        slow = sign_in_failures.too_many(session, [(by_code, BY_NAME)], at)
        account = session.get(Account, found.account_id)
        key = backend.settings.secret_key
        coded = account if account and account.second_factor_at and not slow else None
        right = coded is not None and second_factor.accept(coded, key, code.strip(), at)
        if right:
            sessions.pass_code(session, found.session_id)
            sign_in_failures.forget(session, by_code)
        elif not slow:
            sign_in_failures.note(session, [by_code], at)
    if right:
        return RedirectResponse("/home", 303)
    return _code_page(request, backend, found, 429 if slow else 401, "slow" if slow else "wrong")


@router.post("/sign-in/passkey/options")
def ask_passkey(request: Request, backend: Uses, csrf: Said = "") -> Response:
    """What the device is asked to sign; 401 for nobody."""
    found, at = _at_the_door(request, backend, csrf), backend.clock.wall()
    if found is None or found.account_id is None:
        raise ProblemError(problems.UNAUTHENTICATED, "Enter your account and password first, at /sign-in.")
    where = passkeys.address_of(request, backend.settings)
    with backend.session() as session:
        return JSONResponse(passkeys.request_of(session, found.account_id, found.session_id, where, at))


@router.post("/sign-in/passkey")
def check_passkey(
    request: Request, backend: Uses, credential: passkeys.Answered = "", csrf: Said = ""
) -> Response:
    """Open the session with a device's signature; what was signed opens once."""
    found, at = _at_the_door(request, backend, csrf), backend.clock.wall()
    if found is None or found.account_id is None:
        return RedirectResponse("/sign-in", 303)
    where = passkeys.address_of(request, backend.settings)
    with backend.session() as session:
        right = passkeys.signs(session, found.account_id, found.session_id, where, at, credential)
        if right:
            sessions.pass_code(session, found.session_id)
    if right:
        return RedirectResponse("/home", 303)
    return _code_page(request, backend, found, 401, "passkey")


@router.post("/sign-out")
def sign_out(request: Request, backend: Uses, csrf: Said = "") -> Response:
    """End the session of this browser."""
    require_own_origin(request)
    caller = browser_of(request, backend)
    if caller and caller.signed_in:
        require_token(csrf, caller.signed_in.csrf)
        with backend.session() as session:
            sessions.end(session, caller.signed_in.session_id, caller.principal, backend.clock.wall())
    answer = RedirectResponse("/sign-in", 303)
    forget_session(answer, backend.settings)
    return answer


def address_of(request: Request) -> str:
    """Where a request came from."""
    return request.client.host if request.client else ""


def _at_the_door(request: Request, backend: Backend, csrf: str) -> SignedIn | None:
    """Whose password was right in this browser; None for nobody. ProblemError for a form of another page."""
    require_own_origin(request)
    caller = browser_of(request, backend)
    if caller is None or caller.signed_in is None:
        return None
    require_token(csrf, caller.signed_in.csrf)
    return caller.signed_in


def _code_page(
    request: Request, backend: Backend, found: SignedIn, status: int = 200, wrong: str = ""
) -> HTMLResponse:
    with backend.session() as session:
        account = session.get(Account, found.account_id) if found.account_id else None
        coded = account is not None and account.second_factor_at is not None
        keyed = account is not None and any_of(session, account.id)
    return page(request, "sign_in_code.html", status, csrf=found.csrf, wrong=wrong, coded=coded, keyed=keyed)


def _subjects(request: Request, backend: Backend, name: str) -> tuple[str, str]:
    key = backend.settings.secret_key
    return subject(key, "name", name.strip().lower()), subject(key, "address", address_of(request))


def _page(
    request: Request, onward: str, status: int = 200, *, wrong: str = "", name: str = ""
) -> HTMLResponse:
    return page(request, "sign_in.html", status, wrong=wrong, name=name, next=own_path(onward) or "")
