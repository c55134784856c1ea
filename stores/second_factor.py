"""Codes of an authenticator app (RFC 6238): the secret is sealed, and no code opens twice."""

import os
from datetime import datetime

import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.account import Account

_STEP_SECONDS = 30
_NONCE = 12


def new_secret() -> str:
    """A secret as authenticator apps read it."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Lipei")


def seal(secret: str, key: str, account: Account) -> bytes:
    """The secret as the table keeps it; only this account's row opens it again."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, secret.encode(), account.id.bytes)


def unseal(account: Account, key: str) -> str:
    """The secret of an account that has one."""
    assert account.second_factor is not None
    nonce, sealed = account.second_factor[:_NONCE], account.second_factor[_NONCE:]
    return _cipher(key).decrypt(nonce, sealed, account.id.bytes).decode()


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


def _cipher(key: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"lipei second factor").derive(key.encode())
    return AESGCM(derived)
