"""Codes of an authenticator app (RFC 6238): the secret is sealed, and no code opens twice."""

from datetime import datetime

import pyotp

from models.account import Account
from stores.trust import sealed

_STEP_SECONDS = 30
_PURPOSE = "second factor"


def new_secret() -> str:
    """A secret as authenticator apps read it."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Lipei")


def seal(secret: str, key: str, account: Account) -> bytes:
    """The secret as the table keeps it; only this account's row opens it again."""
    return sealed.seal(secret, key, _PURPOSE, account.id.bytes)


def unseal(account: Account, key: str) -> str:
    """The secret of an account that has one."""
    assert account.second_factor is not None
    return sealed.unseal(account.second_factor, key, _PURPOSE, account.id.bytes)


def accept(account: Account, key: str, code: str, at: datetime) -> bool:
    """Whether the code is right now, half a minute early or late, and was not used before; marks it used."""
    totp = pyotp.TOTP(unseal(account, key))
    now = int(at.timestamp()) // _STEP_SECONDS
    for step in (now, now - 1, now + 1):
        fresh = account.second_factor_step is None or step > account.second_factor_step
        if fresh and pyotp.utils.strings_equal(code, totp.generate_otp(step)):
            account.second_factor_step = step
            return True
    return False
