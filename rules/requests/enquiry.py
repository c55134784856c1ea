"""Enquiries: a question, answered within a working day (R-191, domain 5.10)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from rules.requests.case import RequestCase
from rules.vocabulary import Process


class Stage(StrEnum):
    """Where a question stands."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryCase(RequestCase):
    """One question of a family."""

    ends: ClassVar[frozenset[str]] = frozenset({Stage.ANSWERED, Stage.WITHDRAWN})

    process: Literal[Process.ENQUIRY] = Process.ENQUIRY
    stage: Stage = Stage.OPEN
