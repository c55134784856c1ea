"""Carries webhooks to the servers of others, and to none inside the house."""

import socket
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

import httpx2

from rules.webhook_url import WebhookUrlError, check, is_public

TIMEOUT_SECONDS = 8.0
_PORTS = {"https": 443, "http": 80}


class EndpointDeferredError(Exception):
    """The server did not take the message, or we cannot know that it did: send it again."""


class EndpointGoneError(Exception):
    """The server answers 410: its owner wants no more of these messages."""


class WebhookLine:
    """Posts messages. Each time, the name of the server is looked up, judged, and that address called."""

    def __init__(self, *, inside: bool) -> None:
        """``inside`` also allows http and private addresses, for a demonstration."""
        self._inside = inside

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Hand the message over: any answer of 2xx takes it, and is returned.

        WebhookUrlError where the URL may not be called, EndpointGoneError or EndpointDeferredError where
        the message was not taken. Redirects are not followed: they could lead inside.
        """
        check(url, inside=self._inside)
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        address = self._address(host, port)
        called = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        # The name was judged by this address; looked up again, it could have another.
        request = httpx2.Request(
            "POST",
            urlunsplit((parts.scheme, called, parts.path or "/", parts.query, "")),
            headers={"host": parts.netloc, "user-agent": "Lipei", **headers},
            content=body,
            extensions={"sni_hostname": host, "timeout": httpx2.Timeout(TIMEOUT_SECONDS).as_dict()},
        )
        return self._send(request)

    def _address(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as unknown:
            raise EndpointDeferredError(f"the name {host} is not known") from unknown
        addresses = [str(each[4][0]) for each in found]
        for each in addresses:
            if not self._inside and not is_public(ip_address(each.partition("%")[0])):
                raise WebhookUrlError(f"{host} is at {each}, which is not public: nothing is sent there")
        return addresses[0]

    def _send(self, request: httpx2.Request) -> int:
        try:
            with httpx2.Client(trust_env=False) as client:
                answer = client.send(request, stream=True, follow_redirects=False)
                answer.close()
        except httpx2.HTTPError as silent:
            raise EndpointDeferredError(f"no answer: {type(silent).__name__}") from silent
        if answer.status_code == httpx2.codes.GONE:
            raise EndpointGoneError("the server answered 410: it wants no more messages")
        if not answer.is_success:
            raise EndpointDeferredError(f"the server answered {answer.status_code}")
        return answer.status_code
