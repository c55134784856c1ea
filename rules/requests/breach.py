"""What a family is told of a breach of its child's data (L-33)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from rules.requests.case import RequestCase, Shown
from rules.vocabulary import Process


class Stage(StrEnum):
    """Where a notice stands."""

    TELLING = "TELLING"
    TOLD = "TOLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachNoticeCase(RequestCase):
    """One child of a breach, until the family has been written to; ``incident`` is the breach's own id.

    ``happened``, ``data_concerned`` and ``measures`` are told as they were on record when the case began.
    """

    ends: ClassVar[frozenset[str]] = frozenset({Stage.TOLD})

    process: Literal[Process.BREACH_NOTICE] = Process.BREACH_NOTICE
    stage: Stage = Stage.TELLING
    incident: str
    happened: str
    data_concerned: str
    measures: str
    happened_at: datetime
    found_at: datetime

    def shown(self) -> Shown:
        """Which breach it is about."""
        return {**RequestCase.shown(self), "incident": self.incident}

    def said(self) -> Shown:
        """What happened, in words."""
        return {**RequestCase.said(self), "words": self.happened}
