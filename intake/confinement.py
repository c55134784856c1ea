"""Locks the process that reads a stranger's file: little memory, little time, no network, no programs."""

import ctypes
import platform
import resource
import struct
import sys

MEMORY_BYTES = 1024 * 1024 * 1024
"""Of address space: the interpreter and its libraries map a third of it before the first file."""
CPU_SECONDS = 4

_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER = 22, 38, 2
_DIES_WITH_PARENT, _SIGKILL = 1, 9
_ALLOW, _KILL, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050000 | 1, 0x00050000 | 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ARCHITECTURE, _NUMBER, _FIRST_ARGUMENT = 4, 0, 16
_CLONE3, _IS_THREAD = 435, 0x10000
_OTHER_NUMBERING = 0x40000000

_CALLS = {
    "x86_64": (0xC000003E, 56, (41, 42, 43, 44, 46, 49, 50, 53, 57, 58, 59, 62, 101, 200, 234, 322)),
    "aarch64": (0xC00000B7, 220, (198, 199, 200, 201, 202, 203, 206, 211, 221, 117, 129, 130, 131, 281)),
}
"""Linux: architecture, clone, and socket, connect, bind, send, fork, exec, kill, ptrace and their kin."""


def confine(*, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS) -> None:
    """For good, and before the first byte of the file is looked at. ``memory_bytes`` are of address space."""
    _limit(resource.RLIMIT_AS, memory_bytes)
    # At the hard limit the kernel kills, and nobody can tell why: the soft one has a signal of its own.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_no_network)
    if sys.platform == "linux" and platform.machine() in _CALLS:
        _refuse_calls(*_CALLS[platform.machine()])


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def _no_network(event: str, _: object) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork")):
        raise PermissionError(f"{event} is not for the reader of a stranger's file")


def _refuse_calls(architecture: int, clone: int, numbers: tuple[int, ...]) -> None:
    """Have the kernel refuse these calls, whatever code makes them; OSError where it does not take that.

    Threads may begin (decoders of HEIC and the models that read use them), processes not.
    """
    count = len(numbers)
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, architecture, jump_else=count + 10),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _OTHER_NUMBERING, jump_if=count + 5),
        _step(_EQUAL, _CLONE3, jump_if=count + 5),
        _step(_EQUAL, clone, jump_if=count + 1),
        *(_step(_EQUAL, number, jump_if=count - at + 2) for at, number in enumerate(numbers)),
        _step(_RETURN, _ALLOW),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_ANY_BIT, _IS_THREAD, jump_if=2),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _UNKNOWN),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _KILL),
    ]
    code = ctypes.create_string_buffer(b"".join(steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in (
        (_DIES_WITH_PARENT, _SIGKILL, 0, 0, 0),
        (_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        (_SECCOMP, _FILTER, ctypes.c_char_p(program), 0, 0),
    ):
        if libc.prctl(*call):
            raise OSError(ctypes.get_errno(), f"the kernel does not confine this process (prctl {call[0]})")


def _step(code: int, value: int, *, jump_if: int = 0, jump_else: int = 0) -> bytes:
    return struct.pack("HBBI", code, jump_if, jump_else, value)
