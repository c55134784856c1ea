"""Takes a mail apart in a process of its own: whatever it does to the parser stays in there."""

import json
import subprocess
import sys

from intake.alone import run_alone
from intake.confinement import confine
from intake.mail import MailedFile, TakenApart, TooManyFilesError, take_apart
from rules.findings.mailed import FileTrouble

SECONDS = 30
MEMORY_BYTES = 2 * 2**30
"""Of address space: a mail of 70 MB is there as bytes, as lines and as files at once."""
CPU_SECONDS = 20
TOO_MANY, UNREADABLE = 3, 4


class MailUnreadableError(ValueError):
    """The mail cannot be taken apart: it is broken beyond that, or made to cost."""


def taken_apart(raw: bytes) -> TakenApart:
    """What a mail holds; TooManyFilesError, MailUnreadableError."""
    try:
        ended = run_alone("intake.mail_apart", given=raw, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise MailUnreadableError(f"it takes more than {SECONDS} s") from None
    if ended.returncode == TOO_MANY:
        raise TooManyFilesError
    if ended.returncode:
        raise MailUnreadableError(f"the parser ended with {ended.returncode}")
    return _heard(ended.stdout)


def told(mail: TakenApart) -> bytes:
    """A mail as the child says it: a line of JSON, then the files one after another."""
    head = {
        "automatic": mail.automatic,
        "quiet": mail.quiet,
        "files": [[each.name, len(each.data), each.trouble] for each in mail.files],
    }
    return json.dumps(head).encode() + b"\n" + b"".join(each.data for each in mail.files)


def _heard(said: bytes) -> TakenApart:
    line, _, data = said.partition(b"\n")
    head, at = json.loads(line), 0
    files = []
    for name, size, trouble in head["files"]:
        files.append(MailedFile(name, data[at : at + size], FileTrouble(trouble) if trouble else None))
        at += size
    return TakenApart(automatic=head["automatic"], quiet=head["quiet"], files=tuple(files))


def main() -> int:
    """The child: a mail on its input, what it holds on its output. Then it ends."""
    raw = sys.stdin.buffer.read()
    confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    try:
        said = told(take_apart(raw))
    except TooManyFilesError:
        return TOO_MANY
    except (MemoryError, ValueError, LookupError, RecursionError, AttributeError, TypeError):
        # The parser's own words may quote the mail: none is passed on.
        return UNREADABLE
    sys.stdout.buffer.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
