"""Which cases a board or a report is about."""

from dataclasses import dataclass

from rules.vocabulary import Process

NOBODY = "none"
"""Asks for cases without person, team or hospital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """None asks for any. ``own_team`` is the only team whose cases the reader may see."""

    process: Process | None = None
    person: str | None = None
    team: str | None = None
    hospital: str | None = None
    own_team: str | None = None
