"""The two ceremonies of a passkey (WebAuthn level 3): it is made for an account, and it signs at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Form, Request
from sqlmodel import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from models.account import Account
from models.passkey import Passkey
from settings import Settings
from stores.trust import passkeys

Answered = Annotated[str, Form(alias="credential", max_length=20_000)]
"""What the device answered, as JSON."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)
"""What the library raises for answers that no device gives."""


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a passkey answers to: the name that it is bound to, and the origin that the browser saw."""

    name: str
    origin: str


def address_of(request: Request, settings: Settings) -> Address:
    """Where people reach us. Passkeys need a name: on one machine that is ``localhost``, never a number."""
    public = urlsplit(settings.public_url)
    if public.hostname in _LOOPBACK:
        return Address("localhost", f"{public.scheme}://{request.headers.get('host', '')}")
    return Address(public.hostname or "", f"{public.scheme}://{public.netloc}")


def creation(session: Session, account: Account, session_id: UUID, at: Address, now: datetime) -> Any:
    """What the browser hands to ``navigator.credentials.create``."""
    options = generate_registration_options(
        rp_id=at.name,
        rp_name="Lipei",
        user_name=account.name,
        user_id=account.id.bytes,
        challenge=passkeys.ask(session, session_id, now),
        exclude_credentials=_named(passkeys.of_account(session, account.id)),
    )
    return options_to_json_dict(options)


def request_of(session: Session, account_id: UUID, session_id: UUID, at: Address, now: datetime) -> Any:
    """What the browser hands to ``navigator.credentials.get``."""
    options = generate_authentication_options(
        rp_id=at.name,
        challenge=passkeys.ask(session, session_id, now),
        allow_credentials=_named(passkeys.of_account(session, account_id)),
    )
    return options_to_json_dict(options)


def made(
    session: Session, account: Account, session_id: UUID, at: Address, now: datetime, said: str
) -> Passkey | None:
    """The passkey that a device made for our challenge, not kept yet; None where it is not one."""
    challenge = passkeys.answered(session, session_id, now)
    if challenge is None:
        return None
    try:
        found = verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=at.name,
            expected_origin=at.origin,
        )
    except _BROKEN:
        return None
    if passkeys.is_known(session, found.credential_id):
        return None
    return Passkey(
        account_id=account.id,
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        name="",
        made_at=now,
    )


def signs(
    session: Session, account_id: UUID, session_id: UUID, at: Address, now: datetime, said: str
) -> bool:
    """Whether one of the account's passkeys signed our challenge; its count moves on."""
    challenge = passkeys.answered(session, session_id, now)
    if challenge is None:
        return False
    try:
        answer = parse_authentication_credential_json(said)
        key = passkeys.find(session, account_id, answer.raw_id)
        if key is None:
            return False
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.name,
            expected_origin=at.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except _BROKEN:
        return False
    key.sign_count, key.used_at = found.new_sign_count, now
    return True


def _named(keys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in keys]
