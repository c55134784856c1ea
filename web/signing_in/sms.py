"""Text messages: to a gateway where one is named, else into the outbox of this machine."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import httpx2

from settings import Settings
from web import problems

TAKEN_WITHIN_SECONDS = 10.0


class SmsGateway(Protocol):
    """Whoever carries a message to a phone."""

    def send(self, phone: str, text: str) -> None:
        """Hand over a message; ProblemError where the gateway does not take it."""


class HttpGateway:
    """A gateway that takes messages by HTTP."""

    def __init__(self, url: str, token: str) -> None:
        """Name the gateway and the secret that it asks for."""
        self._url, self._token = url, token

    def send(self, phone: str, text: str) -> None:
        """Post the message."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            answer = httpx2.post(
                self._url, json={"phone": phone, "text": text}, headers=headers, timeout=TAKEN_WITHIN_SECONDS
            )
            answer.raise_for_status()
        except httpx2.HTTPError as refused:
            raise problems.unavailable("The gateway for text messages") from refused


class Outbox:
    """A folder: each message is a file that only its owner reads."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self._folder = folder

    def send(self, phone: str, text: str) -> None:
        """Write the message."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        at = datetime.now(UTC)
        path = self._folder / f"{at:%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.json"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"at": at.isoformat(), "phone": phone, "text": text}, file, ensure_ascii=False)


def gateway(settings: Settings) -> SmsGateway:
    """The gateway that the settings name."""
    if settings.sms_url:
        return HttpGateway(settings.sms_url, settings.sms_token)
    return Outbox(settings.sms_outbox)
