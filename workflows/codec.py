"""Encrypts all that Temporal stores: AES-256-GCM, the key's id beside each payload."""

import base64
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

ENCODING = b"binary/encrypted"
_NONCE_BYTES = 12
_PACKED = b"zlib"
_QUICKLY = 1
"""Level of compression: a case is carried again and again, and mostly says the same names of fields."""
_KEY_BYTES = 32


class KeyFileError(Exception):
    """The key file cannot be used; the message says why and what to do."""


class UnknownKeyError(Exception):
    """A payload was encrypted with a key that the key file does not hold."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The active key encrypts; every key decrypts, so histories from before a rotation stay readable."""

    active: str
    keys: dict[str, AESGCM] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> "KeyRing":
        """Keys of a file ``{"active": id, "keys": {id: base64 of 32 bytes}}``; else KeyFileError."""
        try:
            content = json.loads(path.read_text("utf-8"))
            keys = {name: AESGCM(_key_bytes(value)) for name, value in content["keys"].items()}
            active = content["active"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise KeyFileError(
                f"{path} holds no payload keys ({problem}). Restore it from the backup: without it "
                "open cases cannot be read."
            ) from problem
        if active not in keys:
            raise KeyFileError(f"{path} names the active key {active!r} but does not hold it.")
        return cls(active, keys)

    @staticmethod
    def rotate(path: Path) -> str:
        """Add a fresh key and make it active; the id of the new key. Old keys stay for old histories."""
        KeyRing.read(path)
        content = json.loads(path.read_text("utf-8"))
        name = f"k{len(content['keys']) + 1}"
        _write(path, {"active": name, "keys": {**content["keys"], name: _fresh()}})
        return name


def _key_bytes(value: str) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != _KEY_BYTES:
        raise ValueError(f"a key has {len(key)} bytes instead of {_KEY_BYTES}")
    return key


def _fresh() -> str:
    return base64.b64encode(os.urandom(_KEY_BYTES)).decode()


def _write(path: Path, content: dict[str, object]) -> None:
    """Write whole or not at all; a half-written key file would lose every open case."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


class EncryptionCodec(PayloadCodec):
    """The codec that every client, worker and replayer of Lipei uses."""

    def __init__(self, ring: KeyRing) -> None:
        """Encrypt with the ring's active key."""
        self._ring = ring

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt whole payloads; their own metadata is inside."""
        return [self._encrypt(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt; payloads that were never encrypted pass. UnknownKeyError when a key is missing."""
        return [self._decrypt(payload) for payload in payloads]

    def _encrypt(self, payload: Payload) -> Payload:
        key_id = self._ring.active
        nonce = os.urandom(_NONCE_BYTES)
        packed = zlib.compress(payload.SerializeToString(), _QUICKLY)
        sealed = self._ring.keys[key_id].encrypt(nonce, packed, key_id.encode())
        metadata = {"encoding": ENCODING, "key-id": key_id.encode(), "packed": _PACKED}
        return Payload(metadata=metadata, data=nonce + sealed)

    def _decrypt(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        key_id = payload.metadata["key-id"].decode()
        key = self._ring.keys.get(key_id)
        if key is None:
            raise UnknownKeyError(f"The payload needs key {key_id!r}, which the key file does not hold.")
        nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            opened = key.decrypt(nonce, sealed, key_id.encode())
        except InvalidTag:
            raise UnknownKeyError(f"The payload was not made with the key that is now {key_id!r}.") from None
        return Payload.FromString(zlib.decompress(opened) if "packed" in payload.metadata else opened)
