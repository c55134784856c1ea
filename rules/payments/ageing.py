"""How long a receivable has been due, in the bands that finance looks at."""

from datetime import date
from enum import StrEnum


class AgeBand(StrEnum):
    """Days since the due date."""

    NOT_DUE = "NOT_DUE"
    UP_TO_15 = "UP_TO_15"
    UP_TO_30 = "UP_TO_30"
    UP_TO_90 = "UP_TO_90"
    OVER_90 = "OVER_90"


_ENDS = ((0, AgeBand.NOT_DUE), (15, AgeBand.UP_TO_15), (30, AgeBand.UP_TO_30), (90, AgeBand.UP_TO_90))


def age_band(due_on: date, today: date) -> AgeBand:
    """The band of a receivable that is due on a day and not paid; the due day itself is not late."""
    days = (today - due_on).days
    return next((band for end, band in _ENDS if days <= end), AgeBand.OVER_90)
