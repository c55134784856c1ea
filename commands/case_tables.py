"""Cases as lines for people."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from rules.china_time import shanghai_time

Case = dict[str, Any]
"""A case, an event or a letter as the API answers it."""

_HEAD = ("case", "stage", "due", "clock", "left", "estimate", "approved", "hospital", "member")


def queue_lines(cases: Sequence[Case]) -> Iterator[str]:
    """A table of cases, those due first."""
    rows = [_HEAD, *(_row(case) for case in cases)]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(_HEAD))]
    for row in rows:
        yield "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(case: Case) -> tuple[str, ...]:
    return (
        case["case_number"],
        case["stage"],
        moment(case["due_at"]),
        case["clock_state"] or "-",
        left(case["time_left_seconds"]),
        case["estimate"] or "-",
        case["approved"] or "-",
        case["hospital"] or "-",
        case["member_number"],
    )


def case_lines(case: Case, events: Sequence[Case], letters: Sequence[Any]) -> Iterator[str]:
    """One case with its clocks, what is missing or promised, what happened, its letters."""
    yield f"{case['case_number']}  {case['stage']}, version {case['version']} ({case['source']})"
    yield from (f"  {name:<10} {value}" for name, value in _facts(case) if value)
    for clock in case["clocks"]:
        yield f"  clock      {clock['kind']} {clock_words(clock)}"
    for question in case["questions"]:
        for item in question["items"]:
            yield f"  question   {item['item_id']} {item['text']} -> {item['answer'] or 'no answer yet'}"
    yield "  events"
    for event in events:
        stages = f"{event['from_stage']} -> {event['to_stage']}"
        who = f"{event['kind']:<20} {event['role']:<16}"
        yield f"    {event['sequence']:>3}  {moment(event['at'])}  {who} {stages}"
    if letters:
        yield "  letters"
    for letter in letters:
        yield f"    {letter['code']:<12} {letter['status']:<9} {letter['number']}"
    yield f"  possible   {', '.join(case['allowed_actions']) or 'nothing for you'}"


def _facts(case: Case) -> Iterator[tuple[str, str]]:
    yield "member", case["member_number"]
    yield "hospital", case["hospital"] or ""
    yield "planned", case["planned_on"] or ""
    yield "waiting on", case["waiting_on"] or ""
    yield (
        "due",
        f"{moment(case['due_at'])} ({left(case['time_left_seconds'])} left)" if case["due_at"] else "",
    )
    yield "estimate", case["estimate"] or ""
    yield "approved", case["approved"] or ""
    yield "missing", ", ".join(case["missing_documents"])
    guarantee = case["guarantee"]
    if guarantee:
        newest = guarantee["versions"][-1]
        until = f"{newest['ceiling']} until {newest['valid_until_on']}"
        yield "guarantee", f"{guarantee['number']}-V{newest['ordinal']} {guarantee['status']}, {until}"


def moment(instant: str | None) -> str:
    """An instant on a clock in China."""
    return f"{shanghai_time(datetime.fromisoformat(instant)):%Y-%m-%d %H:%M}" if instant else "-"


def clock_words(clock: Case) -> str:
    """A clock's state, its due, and what is left: in working hours too where it counts those."""
    said = f"{clock['state']}, due {moment(clock['due_at'])}, {left(clock['time_left_seconds'])} left"
    if clock["business_time_left_seconds"] is not None:
        said += f" ({left(clock['business_time_left_seconds'])} of working hours)"
    if clock["waiting_for"]:
        said += f", waits for {clock['waiting_for']} since {moment(clock['paused_since'])}"
    return said


def left(seconds: int | None) -> str:
    """Time left in its two largest units; a minus when overdue."""
    if seconds is None:
        return "-"
    minutes = abs(seconds) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    said = f"{days} d {hours} h" if days else f"{hours} h {rest} min" if hours else f"{rest} min"
    return f"-{said}" if seconds < 0 else said


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
