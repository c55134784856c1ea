"""What guardians ask about a child's data: see it, get a copy, correct it, delete it (L-34)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from rules.requests.case import RequestCase, Shown
from rules.vocabulary import Process


class Stage(StrEnum):
    """Where a request about data stands."""

    RECEIVED = "RECEIVED"
    VERIFIED = "VERIFIED"
    DONE = "DONE"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


OPEN_STAGES = (Stage.RECEIVED, Stage.VERIFIED)


class Wanted(StrEnum):
    """What is asked (PIPL articles 44 to 47)."""

    ACCESS = "ACCESS"
    COPY = "COPY"
    CORRECTION = "CORRECTION"
    DELETION = "DELETION"


class Outcome(StrEnum):
    """What came of it; data that has to be kept is restricted instead of deleted."""

    DONE = "DONE"
    RESTRICTED = "RESTRICTED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the law keeps of the child's data: ``until`` is None where no end can be named yet."""

    anything: bool
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestCase(RequestCase):
    """One request of a guardian about a child's data."""

    ends: ClassVar[frozenset[str]] = frozenset(Stage) - frozenset(OPEN_STAGES)

    process: Literal[Process.DATA_REQUEST] = Process.DATA_REQUEST
    stage: Stage = Stage.RECEIVED
    wanted: Wanted
    verified_by: str = ""
    kept: Kept | None = None
    outcome: Outcome | None = None
    answered_by: str = ""
    enclosed: tuple[str, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Who verified and who answered."""
        return frozenset({self.assignee, self.verified_by, self.answered_by}) - {""}

    def shown(self) -> Shown:
        """What was asked, and what came of it."""
        return {
            **RequestCase.shown(self),
            "wanted": self.wanted,
            "outcome": self.outcome,
            "kept_until": self.kept.until.isoformat() if self.kept and self.kept.until else None,
        }
