"""A device with a passkey, as a browser would answer for it: ES256, no attestation."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _HAS_KEY = 0x01, 0x40


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")


@dataclass
class Authenticator:
    """One key for one address; ``count`` is what it counts its signatures by."""

    origin: str
    name: str = "localhost"
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """Answer ``navigator.credentials.create``."""
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        told = (
            self._data(_PRESENT | _HAS_KEY) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        )
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        return self._said(options, "webauthn.create", {"attestationObject": _text(attested)})

    def sign(self, options: dict[str, Any]) -> str:
        """Answer ``navigator.credentials.get``."""
        self.count += 1
        told, client = self._data(_PRESENT), self._client(options, "webauthn.get")
        signature = self.key.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {"authenticatorData": _text(told), "signature": _text(signature)}
        return self._said(options, "webauthn.get", answer)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.name.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, options: dict[str, Any], kind: str) -> bytes:
        said = {"type": kind, "challenge": _text(_bytes(options["challenge"])), "origin": self.origin}
        return json.dumps(said).encode()

    def _said(self, options: dict[str, Any], kind: str, answer: dict[str, str]) -> str:
        response = {"clientDataJSON": _text(self._client(options, kind)), **answer}
        named = _text(self.id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
