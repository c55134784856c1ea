"""Complaints: answered by somebody with no part in the matter, within 15, 30 or 60 days (domain 5.9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from rules.deadlines import ClockKind
from rules.requests.case import RequestCase, Shown, plain_instant
from rules.vocabulary import Process


class Stage(StrEnum):
    """Where a complaint stands. The extended stages are under investigation still."""

    RECEIVED = "RECEIVED"
    ASSIGNED = "ASSIGNED"
    INVESTIGATING = "INVESTIGATING"
    EXTENDED_30 = "EXTENDED_30"
    EXTENDED_60 = "EXTENDED_60"
    DECIDED = "DECIDED"
    NOTIFIED = "NOTIFIED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


FINAL_STAGES = frozenset({Stage.CLOSED, Stage.WITHDRAWN})
UNDER_WORK = (Stage.INVESTIGATING, Stage.EXTENDED_30, Stage.EXTENDED_60)
UNDECIDED = (Stage.RECEIVED, Stage.ASSIGNED, *UNDER_WORK)

DECISION_CLOCKS = (ClockKind.COMPLAINT_DECISION, ClockKind.COMPLAINT_EXTENDED, ClockKind.COMPLAINT_SPECIAL)
"""15 days, 30 and 60, each from receipt (L-22)."""

EXTENSIONS: dict[ClockKind, tuple[Stage, ClockKind]] = {
    ClockKind.COMPLAINT_DECISION: (Stage.EXTENDED_30, ClockKind.COMPLAINT_EXTENDED),
    ClockKind.COMPLAINT_EXTENDED: (Stage.EXTENDED_60, ClockKind.COMPLAINT_SPECIAL),
}
"""The clock that runs, and what extending it leads to; 60 days are the end of it."""


class ComplaintSource(StrEnum):
    """Who brought the complaint. The regulator hands one on within 3 working days (L-24)."""

    FAMILY = "FAMILY"
    REGULATOR = "REGULATOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the investigation found, and what is answered; ``upheld`` says that the complaint was right."""

    facts: str
    answer: str
    upheld: bool
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Why the answer takes longer, as the complainant is told; ``facts`` is what is known so far."""

    facts: str
    reason: str
    approved_by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintCase(RequestCase):
    """One complaint. ``about_case`` is the case that it is about, empty where it is about none.

    ``interested`` are those who took part in deciding that case: none of them handles the complaint (L-23).
    ``reference`` is the regulator's own number.
    """

    ends: ClassVar[frozenset[str]] = FINAL_STAGES

    process: Literal[Process.COMPLAINT] = Process.COMPLAINT
    stage: Stage = Stage.RECEIVED
    subject: str
    about_case: str = ""
    source: ComplaintSource = ComplaintSource.FAMILY
    reference: str = ""
    represented: bool = False
    interested: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    findings: Findings | None = None

    @property
    def people(self) -> frozenset[str]:
        """Whom letters may name."""
        deciders = [self.findings.decided_by] if self.findings else []
        approvers = [each.approved_by for each in self.extensions]
        return frozenset({self.assignee, *deciders, *approvers}) - {""}

    def running_clock(self) -> ClockKind | None:
        """The clock of the answer that runs."""
        return next((kind for kind in DECISION_CLOCKS if self.clock(kind)), None)

    def shown(self) -> Shown:
        """What it is about, and how it ended."""
        return {
            **RequestCase.shown(self),
            "about_case": self.about_case or None,
            "source": self.source,
            "upheld": self.findings.upheld if self.findings else None,
            "extended_at": [plain_instant(each.at) for each in self.extensions],
        }

    def said(self) -> Shown:
        """What was complained about, and what the complainant was told."""
        findings = self.findings
        return {
            **RequestCase.said(self),
            "subject": self.subject,
            "reference": self.reference,
            "facts": findings.facts if findings else "",
        }

    def may_extend(self, now: datetime) -> bool:
        """Whether there is still time that can be given, and the time that runs is not over (L-22)."""
        kind = self.running_clock()
        clock = self.clock(kind) if kind in EXTENSIONS else None
        return clock is not None and now < (clock.legal_due_at or clock.due_at)
