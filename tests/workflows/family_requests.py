"""Requests of families told without server or database, on the clocks of the shipped calendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

import pytest

from rules.calendar_moves import version_of
from rules.cases import LetterItem, LetterState
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai
from rules.clock_table import CLOCKS
from rules.permissions import Action, Relation
from rules.replanning import ClockPlanner
from rules.requests.appointment import AppointmentCase, Wish
from rules.requests.arrangement import OnSiteHelpCase, VaccinationCase
from rules.requests.breach import BreachNoticeCase
from rules.requests.case import Child, RequestCase
from rules.requests.complaint import ComplaintCase
from rules.requests.consultation import ConsultationCase
from rules.requests.enquiry import EnquiryCase
from rules.roles import SYSTEM, Actor, Role
from rules.targets import Target
from rules.vocabulary import Department, Ownership
from tests.workflows.cases import climbed
from workflows.case_engine import (
    Escalate,
    Fact,
    Happening,
    MilestoneReached,
    OrderLetter,
    PlanClock,
    RefusedError,
    Step,
    apply,
    due_milestone,
    with_clock,
)
from workflows.processes import PROCESSES

Case = TypeVar("Case", bound=RequestCase)

MONDAY = date(2026, 11, 23)
CHILD = Child(
    member_id="11111111-1111-4111-8111-111111111111", policy_id="22222222-2222-4222-8222-222222222222"
)
FAMILY = Actor("guardian:1", (Role.GUARDIAN,))
CLERK = Actor("staff:clerk", (Role.INTAKE_CLERK,))
DOCTOR = Actor("staff:doctor", (Role.MEDICAL_REVIEWER,))
HANDLER = Actor("staff:handler", (Role.COMPLAINT_HANDLER,))
ADJUSTER = Actor("staff:adjuster", (Role.ADJUSTER,))
SUPERVISOR = Actor("staff:supervisor", (Role.SUPERVISOR,))


def moment(on: date = MONDAY, at: str = "10:00") -> datetime:
    """That time of the day in Shanghai."""
    return at_shanghai(on, time.fromisoformat(at))


class Told(Generic[Case]):
    """A request and what happened to it, standing in for the shell."""

    def __init__(self, case: Case, at: datetime | None = None) -> None:
        """The request comes in."""
        self.now = at or moment()
        self.case = replace(case, opened_at=self.now)
        self.letters: list[str] = []
        self.asked: list[object] = []
        self.last: Step[Any] = Step(state=self.case)
        self.fact(Fact.SUBMITTED)

    def act(self, who: Actor, body: Any) -> "Told[Case]":
        """A person acts."""
        relation = Relation.OWN_FAMILY if who.has(Role.GUARDIAN) else Relation.STAFF
        return self._apply(
            Happening(event=Action(body.action), actor=who, now=self.now, body=body, relation=relation)
        )

    def refused(self, who: Actor, body: Any) -> RefusedError:
        """A person tries, and hears why not."""
        before = self.case
        with pytest.raises(RefusedError) as refused:
            self.act(who, body)
        assert self.case == before
        return refused.value

    def fact(self, event: str, body: Any = None) -> "Told[Case]":
        """The system reports something."""
        return self._apply(Happening(event=event, actor=SYSTEM, now=self.now, body=body))

    def until(self, instant: datetime) -> "Told[Case]":
        """Time passes, and does what it does by itself."""
        while (reached := self._next()) and reached.milestone.fires_at <= instant:
            self.now = reached.milestone.fires_at
            self.fact(Fact.MILESTONE, reached)
        self.now = instant
        return self

    def later(self, **by: float) -> "Told[Case]":
        """So much later."""
        return self.until(self.now + timedelta(**by))

    def sent(self, code: str) -> "Told[Case]":
        """The newest letter of that code reached its reader."""
        letter = [each for each in self.case.letters if each.code == code][-1]
        return self.fact(Fact.LETTER_SENT, letter)

    def due(self, kind: Any) -> datetime:
        """When that duty is due."""
        clock = self.case.clock(kind)
        assert clock is not None, f"{kind} is not running"
        return clock.due_at

    def _next(self) -> MilestoneReached | None:
        upcoming = None if self.case.final else self.case.next_milestone()
        return due_milestone(self.case, upcoming[1].fires_at) if upcoming else None

    def _apply(self, happening: Happening[Any]) -> "Told[Case]":
        table = PROCESSES[self.case.process].table
        self.last = apply(table, self.case, self.case.stage, happening)
        self.case = self.last.state
        for effect in self.last.effects:
            if isinstance(effect, PlanClock):
                self._plan(effect)
            elif isinstance(effect, OrderLetter):
                self._order(effect)
            elif isinstance(effect, Escalate):
                self.case, _ = climbed(self.case, effect)
            else:
                self.asked.append(effect)
        return self

    def _plan(self, effect: PlanClock) -> None:
        planner = ClockPlanner(self.case.case_number, shipped_calendar(), shipped_ladders())
        rule = CLOCKS[effect.kind]
        target = Target(count=rule.count, ladder=rule.ladder)
        clock = planner.start(effect.kind, effect.started_at, target, effect.bound_on)
        self.case = with_clock(self.case, clock)
        self.case = replace(self.case, calendar_version=version_of(self.case.clocks))

    def _order(self, effect: OrderLetter) -> None:
        self.letters.append(effect.code)
        ordinal = 1 + sum(1 for each in self.case.letters if each.code == effect.code)
        letter = LetterItem(
            code=effect.code,
            ordinal=ordinal,
            to=effect.to,
            ordered_at=self.now,
            send_after=self.now,
            state=LetterState.ORDERED,
            number=f"{effect.code}-{ordinal}",
        )
        self.case = replace(self.case, letters=(*self.case.letters, letter))


def _case(kind: Callable[..., Case], number: str, **fields: Any) -> Case:
    usual = {"case_number": number, "opened_at": moment(), "opened_by": FAMILY.reference, "child": CHILD}
    return kind(**usual | fields)


def appointment(**wish: Any) -> AppointmentCase:
    """The VIP department of a public hospital, next Monday."""
    usual = Wish(
        hospital="SHENCHENG",
        ownership=Ownership.PUBLIC,
        department=Department.VIP,
        department_name="特需儿科",
        on=MONDAY + timedelta(days=7),
    )
    return _case(AppointmentCase, "AP-261123-000001-0", wish=replace(usual, **wish))


def complaint(**fields: Any) -> ComplaintCase:
    """A complaint about a claim."""
    usual = {"subject": "太慢", "words": "一个月没有答复", "about_case": "RC-261101-000001-0"}
    return _case(ComplaintCase, "CP-261123-000001-0", **usual | fields)


def enquiry() -> EnquiryCase:
    """A question."""
    return _case(EnquiryCase, "EQ-261123-000001-0", words="周末能直付吗？")


def consultation(**fields: Any) -> ConsultationCase:
    """A call that is asked for."""
    return _case(ConsultationCase, "TC-261123-000001-0", **{"entitled": True} | fields)


def vaccination(**fields: Any) -> VaccinationCase:
    """A vaccination to be arranged."""
    return _case(VaccinationCase, "VA-261123-000001-0", **{"entitled": True, "vaccine": "流感疫苗"} | fields)


def breach() -> BreachNoticeCase:
    """A breach that concerns the child."""
    told = {"happened": "给付说明寄错了邮箱。", "data_concerned": "姓名与金额。", "measures": "邮件已撤回。"}
    at = {"happened_at": moment(), "found_at": moment(), "incident": "3f0b7b62-5c51-4b0d-9a61-4f6e0f1f9c11"}
    return _case(BreachNoticeCase, "BN-261123-000001-0", **told, **at)


def on_site_help(**fields: Any) -> OnSiteHelpCase:
    """Help at a hospital that has it."""
    usual = {"entitled": True, "wished_hospital": "XINHUA", "places": ("XINHUA", "SCMC")}
    return _case(OnSiteHelpCase, "OS-261123-000001-0", **usual | fields)
