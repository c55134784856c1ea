"""Telephone consultations: a pediatrician calls within two hours, day and night (R-016, domain 5.10)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from rules.requests.case import RequestCase, Shown, plain_instant
from rules.vocabulary import Process


class Stage(StrEnum):
    """Where a consultation stands."""

    SUBMITTED = "SUBMITTED"
    CALLED = "CALLED"
    CLOSED = "CLOSED"
    NOT_ENTITLED = "NOT_ENTITLED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationCase(RequestCase):
    """One call that a family asks for; ``doctor`` is who called."""

    ends: ClassVar[frozenset[str]] = frozenset({Stage.CLOSED, Stage.NOT_ENTITLED, Stage.WITHDRAWN})

    process: Literal[Process.TELEPHONE_CONSULTATION] = Process.TELEPHONE_CONSULTATION
    stage: Stage = Stage.SUBMITTED
    entitled: bool
    called_at: datetime | None = None
    doctor: str = ""

    @property
    def people(self) -> frozenset[str]:
        """Who called, and who has the case."""
        return frozenset({self.assignee, self.doctor}) - {""}

    def shown(self) -> Shown:
        """When the doctor called."""
        return {**RequestCase.shown(self), "called_at": plain_instant(self.called_at)}
