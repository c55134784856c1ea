"""`/sign-in/family`: the door for guardians, by a code that their phone gets."""

import re
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.vocabulary import Language, PrincipalKind
from stores.trust import sessions, sign_in_failures, sign_ins
from stores.trust.sign_in_failures import BY_ADDRESS, BY_NAME, subject
from web.access import anyone
from web.backend import Uses
from web.browser import keep_session, require_own_origin
from web.languages import language_of
from web.signing_in.sign_in_page import address_of
from web.signing_in.sms import gateway
from web.templating import page

router = APIRouter(
    prefix="/sign-in/family",
    include_in_schema=False,
    dependencies=[Depends(anyone)],
    default_response_class=HTMLResponse,
)

PHONE = re.compile(r"1[0-9]{10}")
MOST_CODES = 10
"""Codes that one address may ask for within the window of failures."""
_TEXTS = {
    Language.CHINESE: "【理赔】登录验证码 {code}，5 分钟内有效。工作人员不会向您索要验证码。",
    Language.ENGLISH: "Lipei: your sign-in code is {code}, valid for 5 minutes. We never ask you for it.",
}

Said = Annotated[str, Form(max_length=300)]


@router.get("")
def show_phone(request: Request) -> HTMLResponse:
    """Ask for the phone number."""
    return page(request, "family_sign_in.html", wrong="", phone="")


@router.post("")
def send_code(request: Request, backend: Uses, phone: Said = "") -> HTMLResponse:
    """Send a code; a phone that we do not know is answered alike."""
    require_own_origin(request)
    number = re.sub(r"^\+?86(?=1)", "", re.sub(r"[\s-]", "", phone))
    if not PHONE.fullmatch(number):
        return page(request, "family_sign_in.html", 422, wrong="phone", phone=phone)
    at, key = backend.clock.wall(), backend.settings.secret_key
    asked = subject(key, "asked", address_of(request))
    with backend.session() as session:
        if sign_in_failures.too_many(session, [(asked, MOST_CODES)], at):
            return page(request, "family_sign_in.html", 429, wrong="slow", phone=phone)
        sent = sign_ins.send_code(session, number, key, at)
        sign_in_failures.note(session, [asked], at)
    if sent:
        gateway(backend.settings).send(sent.phone, _TEXTS[language_of(request)].format(code=sent.code))
    return page(request, "family_code.html", wrong="", code_id=sent.id if sent else uuid4(), phone=number)


@router.post("/code")
def check_code(
    request: Request, backend: Uses, code_id: Said = "", code: Said = "", phone: Said = ""
) -> Response:
    """Begin a session where the code is right."""
    require_own_origin(request)
    at, key = backend.clock.wall(), backend.settings.secret_key
    by_phone = subject(key, "phone", phone)
    by_address = subject(key, "address", address_of(request))
    secret, named = None, _id(code_id)
    with backend.session() as session:
        slow = sign_in_failures.too_many(session, [(by_phone, 2 * BY_NAME), (by_address, BY_ADDRESS)], at)
        guardian_id = None if slow else sign_ins.guardian_with_code(session, named, code.strip(), key, at)
        if guardian_id:
            browser = request.headers.get("user-agent", "")
            secret = sessions.begin(session, PrincipalKind.GUARDIAN, str(guardian_id), at=at, browser=browser)
        elif not slow:
            sign_in_failures.note(session, (by_phone, by_address), at)
    if secret is None:
        said = "slow" if slow else "wrong"
        return page(request, "family_code.html", 429 if slow else 401, wrong=said, code_id=named, phone=phone)
    answer = RedirectResponse("/home", 303)
    keep_session(answer, backend.settings, secret)
    return answer


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        return uuid4()
