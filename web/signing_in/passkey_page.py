"""`/security/passkeys`: keys in one's own devices, made and taken away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from stores.trust import passkeys, sessions
from web import problems
from web.backend import Uses
from web.signing_in.passkeys import Answered, address_of, creation, made
from web.signing_in.security_page import Own, Said, account_of, own, right_password, security

router = APIRouter(prefix="/security/passkeys", include_in_schema=False, default_response_class=HTMLResponse)

Name = Annotated[str, Form(max_length=60)]


@router.post("/options")
def ask_device(request: Request, caller: Own, backend: Uses) -> Response:
    """What the device is asked for; it has five minutes."""
    found, at = own(caller), backend.clock.wall()
    with backend.session() as session:
        account = account_of(session, found)
        asked = creation(session, account, found.session_id, address_of(request, backend.settings), at)
    return JSONResponse(asked)


@router.post("")
def keep_passkey(
    request: Request, caller: Own, backend: Uses, credential: Answered = "", name: Name = ""
) -> Response:
    """Keep the key that a device made; the first one signs every other browser out."""
    found, at = own(caller), backend.clock.wall()
    with backend.session() as session:
        account = account_of(session, found)
        kept = passkeys.of_account(session, account.id)
        key = made(session, account, found.session_id, address_of(request, backend.settings), at, credential)
        if key and len(kept) < passkeys.MOST:
            key.name = name.replace("\0", "").strip() or f"{at:%Y-%m-%d}"
            session.add(key)
            sessions.end_others(session, account.id, found.session_id, at)
    if key is None or len(kept) >= passkeys.MOST:
        return security(request, backend, caller, 422, wrong="passkey" if key is None else "keys")
    return RedirectResponse("/security?done=passkey", 303)


@router.post("/{passkey_id}/remove")
def remove_passkey(
    request: Request, passkey_id: UUID, caller: Own, backend: Uses, old: Said = ""
) -> Response:
    """Take a key away; the password is asked for. 404 for a key of another account."""
    found, at = own(caller), backend.clock.wall()
    with backend.session() as session:
        account = account_of(session, found)
        wrong = right_password(session, backend, account, old, at)
        known = wrong or passkeys.remove(session, account.id, passkey_id)
    if wrong:
        return security(request, backend, caller, 422, wrong="slow" if wrong == "slow" else "remove")
    if not known:
        raise problems.not_found("This passkey")
    return RedirectResponse("/security?done=unkeyed", 303)
