"""Secrets of the embedded stack: made at random at the first start, in files that only the owner reads."""

import base64
import json
import os
import secrets
from pathlib import Path

from settings import PREFIX, SECRETS_FILE

AUTHORITY_FILE = "authority.pem"
"""Key and certificate of the authority that vouches for the seal of letters."""

GENERATED = (
    "secret_key",
    "postgres_admin_password",
    "postgres_owner_password",
    "postgres_activities_password",
    "postgres_web_password",
    "s3_access_key",
    "s3_secret_key",
)


def ensure_secrets(home: Path) -> Path:
    """Write `lipei.env`, or add to it the secrets that a newer release needs; never change one."""
    path = home / SECRETS_FILE
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    present = {line.partition("=")[0].strip() for line in lines}
    missing = [name for name in GENERATED if PREFIX + name.upper() not in present]
    if missing:
        lines += [f"{PREFIX}{name.upper()}={secrets.token_urlsafe(32)}" for name in missing]
        write_private(path, "\n".join(lines).encode() + b"\n")
    return path


def ensure_keys(path: Path) -> None:
    """Make the file of payload encryption keys, with one key, where there is none."""
    if path.exists():
        return
    key_id = secrets.token_hex(4)
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    write_private(path, json.dumps({"active": key_id, "keys": {key_id: key}}, indent=2).encode() + b"\n")


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all, on disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
