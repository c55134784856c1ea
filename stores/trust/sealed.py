"""Secrets as a table keeps them: only the same row, for the same purpose, opens one again."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def seal(secret: str, key: str, purpose: str, row: bytes) -> bytes:
    """The secret, encrypted by the installation's key; ``row`` is the id of the row that will hold it."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key, purpose).encrypt(nonce, secret.encode(), row)


def unseal(kept: bytes, key: str, purpose: str, row: bytes) -> str:
    """The secret again; raises InvalidTag for another key, purpose or row."""
    return _cipher(key, purpose).decrypt(kept[:_NONCE], kept[_NONCE:], row).decode()


def _cipher(key: str, purpose: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=f"lipei {purpose}".encode()).derive(key.encode())
    return AESGCM(derived)
