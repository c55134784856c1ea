"""A slow model of a whole clock: told what happened, it walks days and minutes. It imports no rule."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass
class Days:
    """Which days depart from Monday to Friday."""

    rest: frozenset[date]
    worked: frozenset[date]

    def is_worked(self, on: date) -> bool:
        return on in self.worked or (on.weekday() < 5 and on not in self.rest)


@dataclass
class WalkedClock:
    """``unit`` as the table of clocks names it; ``bound`` is BEFORE_DAY, UNTIL_DAY or empty."""

    unit: str
    started_at: datetime
    count: int
    days: Days
    bound: str = ""
    bound_on: date | None = None
    pausable: bool = True
    stops: list[list[datetime | None]] = field(default_factory=list)
    overtaken_at: datetime | None = None

    def ask(self, at: datetime) -> None:
        """A question stops the time."""
        self.stops.append([at, None])

    def answer(self, at: datetime) -> None:
        """The answer came."""
        self.stops[-1][1] = at

    def change(self, at: datetime, count: int, days: Days) -> None:
        """Another target or other days; what was still ahead is not put into the past."""
        shown = self.due()[0]
        self.count, self.days = count, days
        open_since = self.stops[-1][0] if self.stops and self.stops[-1][1] is None and self.pausable else None
        looked_at = open_since or at
        if self.due()[0] <= looked_at < shown:
            self.overtaken_at = at

    def due(self) -> tuple[datetime, bool, bool]:
        """When it is due, whether it is late, whether it stands still."""
        if self.unit in ("WALL_HOURS", "BUSINESS_HOURS"):
            return self._due_in_hours()
        lost, running_since = 0, self.started_at
        due, late = self._days_due(lost, running_since)
        pending = self.overtaken_at
        for begun, ended in self.stops if self.pausable else []:
            assert begun is not None
            if pending is not None and pending <= begun:
                if due <= pending:
                    due, late = self._soon_after(pending), True
                pending = None
            asked_in_time = due > begun or (
                pending is not None and begun < pending and (ended is None or pending < ended)
            )
            if not asked_in_time:
                continue
            if ended is None:
                return due, late, True
            on = _day(begun)
            while on < _day(ended):
                on += DAY
                lost += self.unit == "CALENDAR_DAYS" or self.days.is_worked(on)
            due, late = self._days_due(lost, ended)
        if pending is not None and due <= pending:
            due, late = self._soon_after(pending), True
        return due, late, False

    def legal_due(self) -> datetime:
        """The end of the first day from the due on that is no rest day."""
        on = _day(self.due()[0] - MINUTE)
        while not self.days.is_worked(on):
            on += DAY
        return datetime.combine(on + DAY, time(0), CHINA)

    def _days_due(self, lost: int, running_since: datetime) -> tuple[datetime, bool]:
        on, left = _day(self.started_at), self.count + lost
        while left:
            on += DAY
            left -= self.unit == "CALENDAR_DAYS" or self.days.is_worked(on)
        if self.bound == "BEFORE_DAY" and self.bound_on:
            last = self.bound_on - DAY
            while not self.days.is_worked(last):
                last -= DAY
            on = min(on, last)
        if self.bound == "UNTIL_DAY" and self.bound_on and self.bound_on >= _day(self.started_at):
            on = min(on, self.bound_on)
        if self.unit == "CALENDAR_DAYS":
            due = datetime.combine(on + DAY, time(0), CHINA)
        else:
            due = datetime.combine(on, time(18), CHINA)
        return (due, False) if due > running_since else (self._soon_after(running_since), True)

    def _soon_after(self, instant: datetime) -> datetime:
        return instant if self.unit == "CALENDAR_DAYS" else self._minutes_on(instant, 120)

    def _due_in_hours(self) -> tuple[datetime, bool, bool]:
        since, left, late = self.started_at, self.count * 60, False
        pending = self.overtaken_at
        for begun, ended in self.stops if self.pausable else []:
            assert begun is not None
            if pending is not None and pending <= begun:
                if self._minutes_on(since, left) <= pending:
                    since, left, late = pending, 120, True
                pending = None
            inside = pending is not None and begun < pending and (ended is None or pending < ended)
            if self._minutes_on(since, left) <= begun and not inside:
                continue
            if ended is None:
                return self._minutes_on(since, left), late, True
            left -= self._minutes_between(since, begun)
            since = ended
            if left <= 0:
                left, late = 120, True
        if pending is not None and self._minutes_on(since, left) <= pending:
            since, left, late = pending, 120, True
        return self._minutes_on(since, left), late, False

    def _runs(self, instant: datetime) -> bool:
        if self.unit == "WALL_HOURS":
            return True
        local = instant.astimezone(CHINA)
        return time(9) <= local.time() < time(18) and self.days.is_worked(local.date())

    def _minutes_on(self, since: datetime, minutes: int) -> datetime:
        instant = since
        while minutes:
            minutes -= self._runs(instant)
            instant += MINUTE
        return instant.astimezone(UTC)

    def _minutes_between(self, start: datetime, end: datetime) -> int:
        minutes = 0
        while start < end:
            minutes += self._runs(start)
            start += MINUTE
        return minutes


def _day(instant: datetime) -> date:
    return instant.astimezone(CHINA).date()
