"""Keeps tests on this machine: a connection to anywhere but loopback is an error."""

import ipaddress
import sys

GUARDED = frozenset({"socket.connect", "socket.getaddrinfo"})


class OutsideNetworkError(RuntimeError):
    """A test tried to reach another machine."""


def forbid_outside_network() -> None:
    """Refuse connections and look-ups that leave this machine, from now to the end of the process."""
    sys.addaudithook(_refuse_outside)


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    if event not in GUARDED:
        return
    target = arguments[1] if event == "socket.connect" else arguments[0]
    host = target[0] if isinstance(target, tuple) else target
    if event == "socket.connect" and not isinstance(target, tuple):
        return  # a Unix socket
    if not _is_here(host):
        raise OutsideNetworkError(f"A test tried to reach {host}; tests use what runs on this machine.")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False
