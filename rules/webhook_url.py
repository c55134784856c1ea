"""Where a webhook may go: https to a public address, so that nobody has us call into our own house."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

MAX_LENGTH = 500
_NAT64 = IPv6Network("64:ff9b::/96")


class WebhookUrlError(ValueError):
    """A webhook cannot go to this URL; the message says why and what to name instead."""


def check(url: str, *, inside: bool) -> None:
    """Raise WebhookUrlError for a URL that no webhook may go to.

    ``inside`` also allows http and addresses that only this machine or network reaches, for a demonstration.
    A name is judged by the addresses that it has when something is sent.
    """
    if len(url) > MAX_LENGTH or any(character <= " " or character == "\x7f" for character in url):
        raise WebhookUrlError(f"a URL has at most {MAX_LENGTH} characters and no blanks")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise WebhookUrlError(f"{url} is no URL: {error}") from error
    if not host or parts.scheme not in ("https", "http"):
        raise WebhookUrlError(f"{url} is no URL of a web server: name one such as https://example.org/hook")
    if parts.scheme != "https" and not inside:
        raise WebhookUrlError(f"{url} is not encrypted: name its https:// address")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise WebhookUrlError("a URL holds neither a name, nor a password, nor a #fragment: leave them out")
    address = _address(host)
    if address is not None and not inside and not is_public(address):
        raise WebhookUrlError(f"{host} is no public address: name the server as the internet reaches it")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is of the open internet; one that wraps an inner address is not."""
    if isinstance(address, IPv6Address):
        wraps = (address.ipv4_mapped, address.sixtofour, address.teredo)
        if any(inner is not None for inner in wraps) or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
