"""What is asked and answered when a calendar is published."""

from dataclasses import dataclass
from datetime import datetime

from rules.case_plan import StandingCase

CALENDAR_QUEUE = "calendars"
"""Where cases are led to a version: what serves it stands behind people's acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNews:
    """Told to a case: the version, or versions, that its clocks should be planned by now."""

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOrder:
    """Plan the open clocks of a case by the calendars in force for it, and write it down."""

    case: StandingCase
    policy_id: str


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
    """Tell a page of open cases that follow an older version; ``after`` is where the page before ended.

    A case that has not followed ``patience_seconds`` after it was told is left to the next round.
    """

    after: str = ""
    patience_seconds: float = 20.0


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
