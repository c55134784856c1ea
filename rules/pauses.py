"""Stretches in which a clock does not run (L-04; domain 4.3 no 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Interval(Protocol):
    """Anything that says from when to when a clock was stopped; ``to_at`` is None while it still is."""

    @property
    def from_at(self) -> datetime:
        """When the question reached the one who must answer."""

    @property
    def to_at(self) -> datetime | None:
        """When the answer arrived."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without running time. ValueError for one that ends before it begins."""

    from_at: datetime
    to_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.to_at is not None and self.to_at < self.from_at:
            raise ValueError(
                f"the pause from {self.from_at.isoformat()} ends earlier, at {self.to_at.isoformat()}: "
                "swap the two instants"
            )

    @property
    def is_open(self) -> bool:
        """Whether the answer is still outstanding."""
        return self.to_at is None


def merge_pauses(pauses: Iterable[Interval], started_at: datetime) -> tuple[Pause, ...]:
    """The pauses after the start, in order, overlapping ones joined so that no moment counts twice."""
    merged: list[Pause] = []
    for pause in sorted((Pause(p.from_at, p.to_at) for p in pauses), key=lambda pause: pause.from_at):
        clipped = _since(pause, started_at)
        if clipped is None:
            continue
        if merged and _touches(merged[-1], clipped):
            merged[-1] = _joined(merged[-1], clipped)
        else:
            merged.append(clipped)
    return tuple(merged)


def _since(pause: Pause, started_at: datetime) -> Pause | None:
    if pause.to_at is not None and pause.to_at <= started_at:
        return None
    return Pause(max(pause.from_at, started_at), pause.to_at)


def _touches(earlier: Pause, later: Pause) -> bool:
    return earlier.to_at is None or later.from_at <= earlier.to_at


def _joined(earlier: Pause, later: Pause) -> Pause:
    if earlier.to_at is None or later.to_at is None:
        return Pause(earlier.from_at)
    return Pause(earlier.from_at, max(earlier.to_at, later.to_at))
