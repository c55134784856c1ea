"""Appointments at public hospitals: asked of us, booked by us, cancelled in time or late (domain 5.7)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal

from rules.deadlines import ClockKind
from rules.requests.case import RequestCase, Shown, plain_instant
from rules.vocabulary import Department, Ownership, Process


class Stage(StrEnum):
    """Where a request for an appointment stands."""

    REQUESTED = "REQUESTED"
    ALTERNATIVE_OFFERED = "ALTERNATIVE_OFFERED"
    BOOKED = "BOOKED"
    ATTENDED = "ATTENDED"
    CANCELLED_IN_TIME = "CANCELLED_IN_TIME"
    CANCELLED_LATE = "CANCELLED_LATE"
    NO_SHOW = "NO_SHOW"
    UNREPORTED = "UNREPORTED"
    FAILED = "FAILED"
    REJECTED_EXPERT = "REJECTED_EXPERT"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    WITHDRAWN = "WITHDRAWN"


OPEN_STAGES = (Stage.REQUESTED, Stage.ALTERNATIVE_OFFERED, Stage.BOOKED)
MISSED_STAGES = frozenset({Stage.NO_SHOW, Stage.CANCELLED_LATE})
"""Ends that count against the next request: later booking may be refused (R-064)."""

REPORT_WITHIN_DAYS = 7
"""Days after the appointment in which somebody says whether the child came; own choice."""


class Obstacle(StrEnum):
    """Why an appointment is not arranged."""

    NAMED_EXPERT = "NAMED_EXPERT"
    NOT_PUBLIC = "NOT_PUBLIC"
    GENERAL_DEPARTMENT = "GENERAL_DEPARTMENT"
    NOT_IN_PLAN = "NOT_IN_PLAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the family asks for. ``expert`` is the doctor whom it names, whom nobody can promise (R-061)."""

    hospital: str
    ownership: Ownership
    department: Department
    department_name: str
    on: date
    inpatient: bool = False
    expert: str = ""
    in_plan: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time at a department: offered, or booked."""

    hospital: str
    department_name: str
    at: datetime


def obstacle(wish: Wish) -> Obstacle | None:
    """What speaks against arranging it, the first that holds (R-060, R-061, R-065)."""
    if not wish.in_plan:
        return Obstacle.NOT_IN_PLAN
    if wish.expert.strip():
        return Obstacle.NAMED_EXPERT
    if wish.ownership is not Ownership.PUBLIC:
        return Obstacle.NOT_PUBLIC
    if wish.department is Department.GENERAL and not wish.inpatient:
        return Obstacle.GENERAL_DEPARTMENT
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCase(RequestCase):
    """One request for an appointment.

    ``missed_before`` counts the child's earlier appointments that were missed or cancelled late: whoever
    arranges this one is warned. ``fee`` in fen is what the hospital charges for a missed one, all of it borne
    by the family (R-064).
    """

    ends: ClassVar[frozenset[str]] = frozenset(Stage) - frozenset(OPEN_STAGES)
    familys_move: ClassVar[frozenset[str]] = frozenset({Stage.ALTERNATIVE_OFFERED, Stage.BOOKED})

    process: Literal[Process.APPOINTMENT] = Process.APPOINTMENT
    stage: Stage = Stage.REQUESTED
    wish: Wish
    slot: Slot | None = None
    missed_before: int = 0
    fee: int | None = None

    @property
    def hospital(self) -> str:
        """Code of the hospital: where it is booked, else where it is wished for."""
        return self.slot.hospital if self.slot else self.wish.hospital

    @property
    def department(self) -> str:
        """Name of the department."""
        return self.slot.department_name if self.slot else self.wish.department_name

    @property
    def wanted_on(self) -> date | None:
        """The day that is wished for."""
        return self.wish.on

    @property
    def cancel_until(self) -> datetime | None:
        """The instant before which cancelling costs nothing (R-063); none once it has passed."""
        clock = self.clock(ClockKind.APPOINTMENT_CANCELLATION)
        return clock.due_at if clock else None

    def cancelled_at(self, now: datetime) -> Stage:
        """How a cancellation at that instant counts: 16:00 itself is late (R-063)."""
        until = self.cancel_until
        return Stage.CANCELLED_IN_TIME if until is not None and now < until else Stage.CANCELLED_LATE

    def shown(self) -> Shown:
        """Where and when, and what was missed."""
        return {
            **RequestCase.shown(self),
            "at": plain_instant(self.slot.at if self.slot else None),
            "cancel_until": plain_instant(self.cancel_until),
            "missed_before": self.missed_before,
            "fee": self.fee,
        }

    def said(self) -> Shown:
        """Department and doctor by name, beside the words."""
        return {**RequestCase.said(self), "department_name": self.department, "expert": self.wish.expert}
