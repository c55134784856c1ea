"""A mail taken apart: its files, and whether a machine wrote it. Runs in a confined process only."""

import email
import email.header
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import Compat32

from rules.findings.mailed import MOST_FILES, FileTrouble

_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
    }
)
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_DEEPEST = 20
_LISTS = frozenset({"bulk", "junk", "list", "auto_reply"})


class _Bare(Compat32):
    """Headers as they came: the usual policy replaces bytes that are no ASCII before they can be read."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        del name
        return value


class TooManyFilesError(ValueError):
    """The mail holds more files than a case may."""


@dataclass(frozen=True, slots=True)
class MailedFile:
    """A file in a mail; without bytes where ``trouble`` says why it is not looked at."""

    name: str
    data: bytes
    trouble: FileTrouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenApart:
    """What a mail holds. ``automatic``: a bounce or a machine's answer; ``quiet``: not to be answered."""

    automatic: bool
    quiet: bool
    files: tuple[MailedFile, ...]


def take_apart(raw: bytes) -> TakenApart:
    """The mail's files; TooManyFilesError, and RecursionError for a mail that is nested without end."""
    message = email.message_from_bytes(raw, policy=_Bare())
    automatic = _is_automatic(message)
    return TakenApart(
        automatic=automatic,
        quiet=automatic or _wants_no_answer(message),
        files=() if automatic else _files(message),
    )


def _is_automatic(message: Message) -> bool:
    if message.get_content_type() == "multipart/report":
        return True
    return _first_word(message, "Auto-Submitted") == "auto-replied" or bool(message["X-Autoreply"])


def _wants_no_answer(message: Message) -> bool:
    """RFC 3834, 2: what machines and lists send is not answered."""
    return (
        _first_word(message, "Auto-Submitted") not in ("", "no")
        or _first_word(message, "Precedence") in _LISTS
        or any(message[name] for name in ("List-Id", "X-Auto-Response-Suppress"))
    )


def _first_word(message: Message, header: str) -> str:
    return str(message[header] or "").partition(";")[0].strip().lower()


def _files(message: Message) -> tuple[MailedFile, ...]:
    found: list[MailedFile] = []
    for file in _walk(message, "", 0):
        if len(found) == MOST_FILES:
            raise TooManyFilesError(f"more than {MOST_FILES} files")
        found.append(file)
    return tuple(found)


def _walk(part: Message, around: str, depth: int) -> Iterator[MailedFile]:
    """The files below a part, in their order; ``around`` is the type of what the part stands in."""
    if depth > _DEEPEST:
        raise RecursionError("parts within parts without end")
    kind = part.get_content_type()
    if kind.startswith("message/"):
        yield MailedFile(_name(part), b"", FileTrouble.NESTED_MAIL)
    elif part.is_multipart():
        for inner in part.get_payload():
            if isinstance(inner, Message):
                yield from _walk(inner, kind, depth + 1)
    elif kind in _TNEF or _name(part).lower() == "winmail.dat":
        yield MailedFile(_name(part) or "winmail.dat", b"", FileTrouble.PACKED_BY_OUTLOOK)
    elif _is_file(part, kind, around):
        data = part.get_payload(decode=True)
        yield MailedFile(_name(part), data if isinstance(data, bytes) else b"")


def _is_file(part: Message, kind: str, around: str) -> bool:
    """Words are no file, nor is a picture that the words show (a logo below them), nor a signature."""
    if part.get_content_disposition() == "attachment":
        return kind not in _SIGNATURES
    if kind in _SIGNATURES or (around == "multipart/related" and part["Content-ID"]):
        return False
    return bool(_name(part)) or not kind.startswith(("text/", "multipart/"))


def _name(part: Message) -> str:
    """The file's name, also as mail programs in China write it: encoded words, or bare GBK bytes."""
    given = part.get_filename("")
    try:
        pieces = email.header.decode_header(given)
        return "".join(_text(piece, charset) for piece, charset in pieces)
    except (ValueError, LookupError):
        return _text(given.encode("utf-8", "surrogateescape"), None)


def _text(piece: bytes | str, charset: str | None) -> str:
    data = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
    for tried in (charset, "utf-8", "gb18030"):
        try:
            return data.decode(tried or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")
