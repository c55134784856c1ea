"""Clocks as lines for people: each interval, and the sum."""

from collections.abc import Iterator
from typing import Any

from commands.case_tables import moment

_UNITS = {
    "WORKING_DAYS": "working days",
    "CALENDAR_DAYS": "calendar days",
    "WALL_HOURS": "hours",
    "BUSINESS_HOURS": "working hours",
    "UNTIL": "days",
    "CUT_OFF": "days",
}
_CUTS = {
    "NONE": "",
    "PLANNED_DAY": ", cut to the last working day before the treatment",
    "LAST_DAY": ", cut to the planned day of the treatment",
    "LATE": ", then two working hours because that had passed",
}


def why_lines(told: dict[str, Any]) -> Iterator[str]:
    """The clocks of a case in the order in which they began."""
    if not told["clocks"]:
        yield f"{told['case_number']} has no clock."
    for clock in told["clocks"]:
        yield from _clock(clock)


def _clock(clock: dict[str, Any]) -> Iterator[str]:
    yield f"{clock['kind']} {clock['state']}, due {moment(clock['due_at'])}"
    if clock["legal_due_at"]:
        yield f"  legal     {moment(clock['legal_due_at'])}"
    unit = _UNITS[clock["unit"]]
    if clock["unit"] not in ("UNTIL", "CUT_OFF"):
        rule = f" ({clock['target_rule']}: {', '.join(clock['because'])})" if clock["target_rule"] else ""
        yield f"  target    {clock['count']} {unit}{rule}"
    for interval in clock["intervals"]:
        yield f"  {_interval(interval, unit)}"
    together = "adds up" if clock["adds_up"] else "DOES NOT ADD UP, tell the administrator"
    yield f"  together  {clock['counted']:g} {unit}{_CUTS[clock['cut']]}: {together}"


def _interval(interval: dict[str, Any], unit: str) -> str:
    until = moment(interval["to_at"]) if interval["to_at"] else "no answer yet"
    counted = interval["counted"] if interval["state"] == "RUNNING" else interval["not_counted"]
    how = "counted" if interval["state"] == "RUNNING" else "not counted"
    words = (interval["began"].lower(), interval["question_id"], interval["asked_of"].lower())
    because = " ".join(word for word in words if word)
    return f"{moment(interval['from_at'])} to {until}  {counted:g} {unit} {how}  ({because})"
