"""What Temporal stores is encrypted, and stays readable after a key rotation."""

import asyncio
import base64
import json
import os
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload

from workflows.codec import ENCODING, EncryptionCodec, KeyFileError, KeyRing, UnknownKeyError

SECRET = Payload(metadata={"encoding": b"json/plain"}, data='"诊断:肺炎"'.encode())


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    key = base64.b64encode(os.urandom(32)).decode()
    path.write_text(json.dumps({"active": "k1", "keys": {"k1": key}}))
    return path


def encode(ring: KeyRing) -> Payload:
    return asyncio.run(EncryptionCodec(ring).encode([SECRET]))[0]


def decode(ring: KeyRing, payload: Payload) -> Payload:
    return asyncio.run(EncryptionCodec(ring).decode([payload]))[0]


def test_a_payload_comes_back_and_shows_nothing_meanwhile(key_file: Path) -> None:
    ring = KeyRing.read(key_file)

    sealed = encode(ring)

    assert "肺炎".encode() not in sealed.SerializeToString()
    assert sealed.metadata["encoding"] == ENCODING
    assert decode(ring, sealed) == SECRET


def test_what_repeats_itself_takes_little_room(key_file: Path) -> None:
    ring = KeyRing.read(key_file)
    long = Payload(metadata=SECRET.metadata, data=SECRET.data * 1_000)

    sealed = asyncio.run(EncryptionCodec(ring).encode([long]))[0]

    assert len(sealed.data) < len(long.data) / 20
    assert decode(ring, sealed) == long


def test_a_payload_that_was_never_packed_is_read(key_file: Path) -> None:
    ring, nonce = KeyRing.read(key_file), b"\0" * 12
    sealed = ring.keys["k1"].encrypt(nonce, SECRET.SerializeToString(), b"k1")
    earlier = Payload(metadata={"encoding": ENCODING, "key-id": b"k1"}, data=nonce + sealed)

    assert decode(ring, earlier) == SECRET


def test_equal_payloads_do_not_look_equal(key_file: Path) -> None:
    ring = KeyRing.read(key_file)

    assert encode(ring).data != encode(ring).data


def test_after_a_rotation_old_payloads_are_read_and_new_ones_use_the_new_key(key_file: Path) -> None:
    old = encode(KeyRing.read(key_file))

    assert KeyRing.rotate(key_file) == "k2"
    ring = KeyRing.read(key_file)

    assert decode(ring, old) == SECRET
    assert encode(ring).metadata["key-id"] == b"k2"


def test_a_lost_key_is_named(key_file: Path) -> None:
    old = encode(KeyRing.read(key_file))
    KeyRing.rotate(key_file)
    content = json.loads(key_file.read_text())
    del content["keys"]["k1"]
    key_file.write_text(json.dumps(content))

    with pytest.raises(UnknownKeyError, match="'k1'"):
        decode(KeyRing.read(key_file), old)


def test_a_payload_that_was_changed_is_refused(key_file: Path) -> None:
    ring = KeyRing.read(key_file)
    sealed = encode(ring)
    sealed.data = sealed.data[:-1] + bytes([sealed.data[-1] ^ 1])

    with pytest.raises(UnknownKeyError):
        decode(ring, sealed)


@pytest.mark.parametrize(
    "content", ["", "{}", '{"active": "k1", "keys": {"k1": "c2hvcnQ="}}', '{"active": "k2", "keys": {}}']
)
def test_a_broken_key_file_says_what_to_do(key_file: Path, content: str) -> None:
    key_file.write_text(content)

    with pytest.raises(KeyFileError, match=r"backup|does not hold"):
        KeyRing.read(key_file)


def test_the_key_file_stays_private_after_a_rotation(key_file: Path) -> None:
    KeyRing.rotate(key_file)

    assert key_file.stat().st_mode & 0o777 == 0o600
