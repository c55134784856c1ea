"""What a new edition of a calendar changes, told before it is published."""

from dataclasses import dataclass
from datetime import date

from rules.calendar import CalendarDay, CalendarStatus, is_weekday
from rules.calendar_edition import CalendarEdition, hours_as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """A day that becomes worked or free. ``name`` is its holiday, of either edition."""

    on: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChange:
    """A year that is new, or whose status or source changes; ``before`` is None where it is new."""

    year: int
    before: CalendarStatus | None
    after: CalendarStatus
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanges:
    """Everything that differs; ``hours_before`` and ``hours_after`` are equal where hours stay."""

    days: tuple[DayChange, ...]
    years: tuple[YearChange, ...]
    hours_before: tuple[str, ...]
    hours_after: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether both editions say the same."""
        return not (self.days or self.years) and self.hours_before == self.hours_after

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day whose counting changes: only a clock that runs over one of them can move.

        New hours change every day, also those of the past. None where nothing is counted differently.
        """
        if self.hours_before != self.hours_after:
            return date.min, date.max
        if not self.days:
            return None
        return self.days[0].on, self.days[-1].on


def compare(before: CalendarEdition | None, after: CalendarEdition) -> CalendarChanges:
    """What ``after`` changes; without ``before`` against Monday to Friday, nine to six."""
    known = {year.year: year for year in before.years} if before else {}
    days = {day.on: day for year in known.values() for day in year.days()}
    held = {day.on: day for year in after.years for day in year.days()}
    return CalendarChanges(
        days=tuple(
            change for on in sorted(days | held) if (change := _change(on, days.get(on), held.get(on)))
        ),
        years=tuple(
            YearChange(
                year=year.year,
                before=known[year.year].status if year.year in known else None,
                after=year.status,
                source=year.source,
            )
            for year in after.years
            if _differs(known.get(year.year), year)
        ),
        hours_before=tuple(hours_as_text(before.hours if before else CalendarEdition(years=()).hours)),
        hours_after=tuple(hours_as_text(after.hours)),
    )


def _differs(before: object, year: object) -> bool:
    return before != year


def _change(on: date, before: CalendarDay | None, after: CalendarDay | None) -> DayChange | None:
    worked = before.is_working if before else is_weekday(on)
    works = after.is_working if after else is_weekday(on)
    if worked == works:
        return None
    names = [day.name for day in (after, before) if day and day.name]
    return DayChange(on=on, is_working=works, name=names[0] if names else "")
