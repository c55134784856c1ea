"""Lets Temporal's own pages, and no other origin, call the codec from a browser."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class CodecOrigin:
    """Cross-origin requests to ``/codec`` from one origin; everything else stays same-origin."""

    def __init__(self, app: ASGIApp, *, origin: str) -> None:
        """``origin`` is where Temporal's pages are served."""
        self.app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=[origin.rstrip("/")],
            allow_methods=["POST"],
            allow_headers=["authorization", "content-type", "x-namespace"],
            allow_credentials=True,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        codec = scope["type"] == "http" and scope["path"].startswith("/codec/")
        await (self._open if codec else self.app)(scope, receive, send)
