"""What the mail catcher was told to refuse, so that tests can see how senders bear it."""

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

DROP = "drop"
"""In place of a reply: close the connection and say nothing."""


class Stage(StrEnum):
    """Where in the dialogue the refusal happens."""

    RECIPIENT = "recipient"
    MESSAGE = "message"
    STORED = "stored"
    """After the message was kept: the sender cannot know that it arrived."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The next `times` messages are answered with `reply` at `stage`."""

    stage: Stage
    reply: str
    times: int

    @classmethod
    def parse(cls, asked: object) -> Self:
        """Read {"stage": …, "reply": "451 …" or "drop", "times": n}; raises ValueError with the reason."""
        if not isinstance(asked, dict):
            raise ValueError("expected an object with stage, reply and times")
        reply, times = str(asked.get("reply", "451 4.3.0 Try again later")), int(asked.get("times", 1))
        if reply != DROP and not (reply[:1] in "45" and reply[:3].isdecimal()):
            raise ValueError(f'reply is {reply!r}; expected a 4xx or 5xx line, or "{DROP}"')
        return cls(Stage(str(asked.get("stage", Stage.MESSAGE))), reply, times)


class Orders:
    """The refusal in force, shared by the page that takes it and the SMTP side that carries it out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refusal: Refusal | None = None

    def give(self, refusal: Refusal | None) -> None:
        """Put a refusal in force, or none."""
        with self._lock:
            self._refusal = refusal

    def show(self) -> Refusal | None:
        """Return the refusal in force."""
        with self._lock:
            return self._refusal

    def take(self, stage: Stage) -> str | None:
        """Return the reply to refuse with at this stage, counting it, or None to accept."""
        with self._lock:
            now = self._refusal
            if now is None or now.stage != stage:
                return None
            self._refusal = Refusal(stage, now.reply, now.times - 1) if now.times > 1 else None
            return now.reply
