"""How much a request may carry, counted while it is read."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problems

MEBIBYTE = 1024 * 1024
PATIENCE_SECONDS = 30.0
"""Between two pieces of a body; who sends none for so long is told to come again."""


class BodyLimit:
    """Refuses bodies that are longer than their address takes."""

    def __init__(
        self, app: ASGIApp, *, usual: int, by_path: Mapping[str, int], patience: float = PATIENCE_SECONDS
    ) -> None:
        """Bytes: the usual limit, and those of addresses that begin with a path."""
        self.app = app
        self._patience = patience
        self._usual = usual
        self._by_path = dict(by_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        if _announced(scope) > limit:
            # Refused where the body would be read: a page then answers as a page, in the reader's language.
            await self.app(scope, _unread(limit), send)
            return
        await self.app(scope, _counted(receive, limit, self._patience), send)

    def _limit(self, path: str) -> int:
        fitting = (limit for prefix, limit in self._by_path.items() if path.startswith(prefix))
        return next(fitting, self._usual)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _unread(limit: int) -> Receive:
    async def refuse() -> Message:
        raise _too_large(limit)

    return refuse


def _counted(receive: Receive, limit: int, patience: float) -> Receive:
    read, more = 0, True

    async def count() -> Message:
        nonlocal read, more
        try:
            # What comes after the body is the end of the connection: that may take as long as it likes.
            message = await asyncio.wait_for(receive(), patience if more else None)
        except TimeoutError:
            raise HTTPException(problems.TOO_SLOW.status, f"Nothing came for {patience:g} seconds.") from None
        if more and message["type"] == "http.disconnect":
            raise HTTPException(problems.MALFORMED.status, "The line was closed before the body ended.")
        more = message.get("more_body", False)
        read += len(message.get("body", b""))
        if read > limit:
            # The framework lets this one through wherever the body is read.
            raise _too_large(limit)
        return message

    return count


def _too_large(limit: int) -> HTTPException:
    """All that comes along with files counts, so what is told is what they may hold themselves."""
    most = limit // MEBIBYTE
    if most <= 1:
        return HTTPException(problems.TOO_LARGE.status, f"What is sent here holds {most} MB at most.")
    most -= 1
    return HTTPException(
        problems.TOO_LARGE.status,
        f"What is sent here at once holds {most} MB at most: send the files one by one.",
    )
