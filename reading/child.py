"""The process that reads one paper: a file on its input, what the paper says on its output. Then it ends."""

import resource
import sys

from reading.apart import UNREADABLE, told

MEMORY_BYTES = 3 * 2**30
"""Of address space; the models and their threads map two thirds of it and use 400 MB."""
CPU_SECONDS = 150


def main() -> int:
    """Read, and say it."""
    content = sys.stdin.buffer.read()
    _confine()
    from reading.read import UnreadableError, read  # parsers are loaded within the limits

    try:
        reading = read(content, sys.argv[1])
    except UnreadableError as unreadable:
        # Of the reason only what is ours: a parser's own words may quote the file.
        sys.stdout.buffer.write(unreadable.reason.encode())
        return UNREADABLE
    except (MemoryError, RecursionError):
        sys.stdout.buffer.write(b"it is too large to read")
        return UNREADABLE
    sys.stdout.buffer.write(told(reading))
    return 0


def _confine() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    sys.addaudithook(_no_network)


def _no_network(event: str, _: object) -> None:
    if event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.", "os.exec")):
        raise PermissionError(f"{event} is not for the reader of a stranger's file")


if __name__ == "__main__":
    sys.exit(main())
