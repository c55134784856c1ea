"""What the demonstration bank was told to do with the next payments."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

EVERY_ACCOUNT = "*"


class Manner(StrEnum):
    """How an order is treated. A silent bank closes the line without a word."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    LATE = "LATE"
    TWICE = "TWICE"
    SILENT_DONE = "SILENT_DONE"
    """It did what was asked; nobody hears of it until it speaks again."""
    SILENT_LOST = "SILENT_LOST"
    """The order never arrived."""


SILENT = (Manner.SILENT_DONE, Manner.SILENT_LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behavior:
    """For the next ``times`` orders to an account; for a silent manner, for so many answers to one order.

    ``reason`` goes with REJECT, ``seconds`` with LATE.
    """

    account: str = EVERY_ACCOUNT
    manner: Manner = Manner.ACCEPT
    reason: str = "AC01"
    seconds: float = 2
    times: int = 1

    @classmethod
    def parse(cls, asked: object) -> Self:
        """Read {"account", "manner", "reason", "seconds", "times"}; raises ValueError with the reason."""
        if not isinstance(asked, dict):
            raise ValueError("expected an object with account, manner, reason, seconds and times")
        unknown = set(asked) - set(cls.__slots__)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        parsed = cls(
            account=str(asked.get("account", EVERY_ACCOUNT)),
            manner=Manner(str(asked.get("manner", Manner.ACCEPT))),
            reason=str(asked.get("reason", "AC01")),
            seconds=float(asked.get("seconds", 2)),
            times=int(asked.get("times", 1)),
        )
        if not 1 <= parsed.times <= 1_000_000 or not 0 <= parsed.seconds <= 86400:
            raise ValueError("times is 1 to 1000000, seconds is 0 to 86400")
        if not (2 <= len(parsed.reason) <= 4 and parsed.reason.isalnum()):
            raise ValueError(
                f"reason is {parsed.reason!r}; expected a code of up to four letters, such as AC01"
            )
        return parsed
