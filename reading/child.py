"""The process that reads one paper: a file on its input, what the paper says on its output. Then it ends."""

import sys

from intake.confinement import confine
from reading.apart import UNREADABLE, told

MEMORY_BYTES = 3 * 2**30
"""Of address space; the models and their threads map two thirds of it and use 400 MB."""
CPU_SECONDS = 150


def main() -> int:
    """Read, and say it."""
    content = sys.stdin.buffer.read()
    confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
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


if __name__ == "__main__":
    sys.exit(main())
