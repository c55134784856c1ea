"""What is asked and answered when a calendar is published."""

from dataclasses import dataclass
from datetime import datetime

from rules.clocks import RunningClock


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNews:
    """Told to a case: the version, or versions, that its clocks should be planned by now."""

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOrder:
    """Plan these clocks by the calendars in force for the case, and write it down; ``as_of`` is case time."""

    case_number: str
    stage: str
    policy_id: str
    assignee: str
    event_count: int
    clocks: tuple[RunningClock, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowAnswer:
    """The same clocks in the same order, what they were planned by, and how many events the case has now."""

    clocks: tuple[RunningClock, ...]
    calendar_version: str
    event_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrder:
    """Put a loaded draft in force; ``by`` is who decided, ``at`` the moment of it."""

    key: str
    calendar: str
    draft_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it; ``outdated`` where another version was published since the draft was loaded."""

    publication_id: int | None
    version: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOrder:
    """Tell a page of open cases that follow an older version; ``after`` is where the page before ended."""

    after: str = ""
    publication_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishOrder:
    """The rounds of a publication are over."""

    publication_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAnswer:
    """How a page went: ``last`` is empty after the last page.

    ``followed`` have taken the version, ``silent`` were told and had not when the page ended, ``missing``
    have no open workflow.
    """

    last: str
    followed: int
    silent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
