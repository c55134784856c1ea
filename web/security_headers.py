"""Headers that tell browsers to trust nothing but us."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Without a referrer browsers send no origin with forms either; to others nothing is sent.
_REFERRER = "same-origin"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": _REFERRER,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class SecurityHeaders:
    """Sets the headers on every response; nothing is cached unless a route says so."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """``https``: people reach the app by TLS, so browsers may insist on it."""
        self.app = app
        said = {"Cache-Control": "no-store", **_ALWAYS}
        if https:
            said["Strict-Transport-Security"] = "max-age=31536000"
        self._headers = {name.lower().encode(): value.encode() for name, value in said.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def covered(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = list(message["headers"])
                known = dict(said)
                said += [each for each in self._headers.items() if each[0] not in known]
                message["headers"] = said
            await send(message)

        await self.app(scope, receive, covered)
