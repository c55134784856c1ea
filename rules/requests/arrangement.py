"""What is arranged for a family at a place and time: a vaccination, or somebody to help at the hospital."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal

from rules.requests.case import RequestCase, Shown, plain_instant
from rules.vocabulary import Ownership, Process


class Stage(StrEnum):
    """Where an arrangement stands."""

    REQUESTED = "REQUESTED"
    ARRANGED = "ARRANGED"
    DONE = "DONE"
    NOT_ENTITLED = "NOT_ENTITLED"
    WITHDRAWN = "WITHDRAWN"
    REMINDED = "REMINDED"
    DECLINED = "DECLINED"
    UNANSWERED = "UNANSWERED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Where and when. ``note`` is what the family should know."""

    hospital: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementCase(RequestCase):
    """What a vaccination and help on site have in common. ``wished_hospital`` may be empty."""

    ends: ClassVar[frozenset[str]] = frozenset({Stage.DONE, Stage.NOT_ENTITLED, Stage.WITHDRAWN})
    familys_move: ClassVar[frozenset[str]] = frozenset({Stage.ARRANGED})

    stage: Stage = Stage.REQUESTED
    entitled: bool
    wished_hospital: str = ""
    wished_on: date | None = None
    arranged: Arranged | None = None

    @property
    def hospital(self) -> str:
        """Code of the hospital where it is arranged, else where it is wished for."""
        return self.arranged.hospital if self.arranged else self.wished_hospital

    @property
    def wanted_on(self) -> date | None:
        """The day that is wished for."""
        return self.wished_on

    def shown(self) -> Shown:
        """When it is arranged for."""
        return {
            **RequestCase.shown(self),
            "at": plain_instant(self.arranged.at if self.arranged else None),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VaccinationCase(ArrangementCase):
    """A vaccination that is arranged (R-066, R-071); ``vaccine`` may be left to the desk.

    Where Lipei begins it by itself, ``dose`` is the one that the family is reminded of.
    """

    ends: ClassVar[frozenset[str]] = ArrangementCase.ends | {Stage.DECLINED, Stage.UNANSWERED}
    familys_move: ClassVar[frozenset[str]] = ArrangementCase.familys_move | {Stage.REMINDED}

    process: Literal[Process.VACCINE_ARRANGEMENT] = Process.VACCINE_ARRANGEMENT
    vaccine: str = ""
    dose: str = ""

    def shown(self) -> Shown:
        """When, and against what."""
        return {**ArrangementCase.shown(self), "vaccine": self.vaccine or None, "dose": self.dose or None}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSiteHelpCase(ArrangementCase):
    """Somebody who helps at one of three departments in Shanghai (R-067); ``places`` are hospital codes."""

    process: Literal[Process.ON_SITE_HELP] = Process.ON_SITE_HELP
    places: tuple[str, ...] = ()


def turned_away(locked: str | None, brand: str, ownership: Ownership) -> bool:
    """Whether a clinic of that brand would turn a vaccination away (domain 5.8).

    A public hospital is paid and claimed, whatever brand is locked (R-173).
    """
    return ownership is Ownership.PRIVATE and locked not in (None, brand)
