"""What time it is for a new case: the wall clock, moved by the offset of a demonstration."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from rules.china_time import shanghai_date


@dataclass(frozen=True, slots=True)
class Clock:
    """``offset_seconds`` is case time less wall clock; zero but for demonstrations."""

    offset_seconds: int = 0

    def wall(self) -> datetime:
        """The machine's own time, in UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """Case time, in UTC."""
        return self.wall() + timedelta(seconds=self.offset_seconds)

    def today(self) -> date:
        """The day in China by case time."""
        return shanghai_date(self.now())
