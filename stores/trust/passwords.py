"""Passwords: kept as argon2id hashes, checked in the same time whether the account exists or not."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12
MOST = 200
"""Characters; longer ones only cost time."""

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS = _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to keep."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; it takes as long where none was."""
    try:
        _HASHER.verify(kept or _NOBODYS, password[:MOST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(kept)


def weakness(password: str, name: str) -> str | None:
    """What is wrong with a new password, as a code for the page; None for a sound one."""
    if len(password) < LEAST:
        return "short"
    if len(password) > MOST:
        return "long"
    said = password.lower()
    if name.lower() in said or len(set(said)) < 5:
        return "plain"
    return None
