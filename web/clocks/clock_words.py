"""A clock as the API tells it."""

from datetime import timedelta
from typing import overload

from rules.cases import Side
from rules.clock_state import LiveClock
from web.api.views.case_views import ClockView


def clock_view(clock: LiveClock) -> ClockView:
    """The clock as it stands."""
    return ClockView(
        kind=clock.kind,
        state=clock.state,
        started_at=clock.started_at,
        due_at=clock.due_at,
        legal_due_at=clock.legal_due_at,
        time_left_seconds=whole_seconds(clock.left),
        business_time_left_seconds=whole_seconds(clock.business_left),
        paused_since=clock.paused_since,
        waiting_for=Side(clock.waiting_for) if clock.waiting_for else None,
        ended_at=clock.ended_at,
    )


@overload
def whole_seconds(left: timedelta) -> int: ...
@overload
def whole_seconds(left: None) -> None: ...
@overload
def whole_seconds(left: timedelta | None) -> int | None: ...
def whole_seconds(left: timedelta | None) -> int | None:
    """Signed seconds; clocks are told in whole ones."""
    return None if left is None else int(left.total_seconds())
