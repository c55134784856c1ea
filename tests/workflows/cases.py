"""A pre-authorization in tests: usual values, and short ways to make things happen to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from activities.orders import ReserveAnswer
from commands.lived.stage import papers
from rules.cases import CaseBase, Side
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai
from rules.clock_table import CLOCKS
from rules.clocks import Milestone, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.escalated import escalate
from rules.house import Colleague, House
from rules.notices import Notice
from rules.permissions import Action, Relation
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import (
    Assessment,
    Coded,
    EstimateItem,
    TreatmentRequest,
)
from rules.roles import DEFAULT_AUTHORITY, SYSTEM, Actor, Role
from rules.vocabulary import (
    AuthorizationType,
    Benefit,
    Department,
    DocumentKind,
    EncounterType,
    Process,
)
from workflows.case_engine import (
    ALL_PATCHES,
    Escalate,
    Fact,
    Happening,
    MilestoneReached,
    OrderLetter,
    PlanClock,
    Reserve,
    Step,
    apply,
    escalated,
    with_clock,
)
from workflows.pre_authorization import TABLE

State = TypeVar("State", bound=CaseBase)

NOW = datetime(2026, 9, 29, 2, 0, tzinfo=UTC)
PLANNED_ON = date(2026, 10, 12)
REQUIRED = (DocumentKind.PREAUTH_FORM, DocumentKind.MEDICAL_RECORD, DocumentKind.COST_ESTIMATE)
NUMBER = "PA-260929-000042-7"


def actor(role: Role, name: str = "") -> Actor:
    """A person with one role and its usual authority."""
    side = {Role.GUARDIAN: "guardian", Role.HOSPITAL_DESK: "hospital"}.get(role, "staff")
    return Actor(f"{side}:{name or role.lower()}", (role,), DEFAULT_AUTHORITY.get(role, 0))


def request(**changes: Any) -> TreatmentRequest:
    """A planned stay of a child with pneumonia, estimated at 18,000 yuan."""
    usual = TreatmentRequest(
        member_id="7a1b8f0e-0000-4000-8000-000000000001",
        policy_id="7a1b8f0e-0000-4000-8000-000000000002",
        hospital_id="MH-WOMEN",
        department=Department.GENERAL,
        department_name="儿科",
        encounter=EncounterType.INPATIENT,
        kind=AuthorizationType.INPATIENT,
        diagnoses=(Coded(code="J18.9", name="肺炎"),),
        treatment="抗感染治疗",
        planned_on=PLANNED_ON,
        expected_days=5,
        items=(
            EstimateItem(item="BED", description="床位费", amount=8_000_00),
            EstimateItem(item="DRUG", description="药品费", amount=10_000_00),
        ),
        doctor_name="李医生",
        doctor_contact="021-00000000",
    )
    return replace(usual, **changes)


def case(**changes: Any) -> PreAuthorizationCase:
    """A case that was just submitted by the hospital."""
    usual = PreAuthorizationCase(
        case_number=NUMBER,
        process=Process.PREAUTHORIZATION,
        opened_at=NOW,
        opened_by="hospital:desk",
        request=request(),
    )
    return replace(usual, **changes)


def assessment(**changes: Any) -> Assessment:
    """Approval is required, nothing stands against it."""
    usual = Assessment(
        accepted=True,
        required=True,
        triggers=("T1",),
        benefit=Benefit.INPATIENT,
        episode_id="7a1b8f0e-0000-4000-8000-000000000003",
        direct_billing=True,
        required_documents=REQUIRED,
        remaining=100_000_00,
        accumulator_version=4,
        plan_version="GYX-2025-STD/1",
    )
    return replace(usual, **changes)


STAFF = House(
    tuple(
        Colleague(reference=f"staff:{role.lower()}", roles=(role,), team="one")
        for role in (Role.ADJUSTER, Role.TEAM_LEAD, Role.SUPERVISOR, Role.HEAD)
    )
)
"""One person of each level."""


def climbed(case: State, effect: Escalate) -> tuple[State, tuple[Notice, ...]]:
    """The case after a step of a shipped ladder, and who is told."""
    step = shipped_ladders().named(effect.ladder).step(effect.milestone)
    assert step is not None, f"{effect.ladder} has no {effect.milestone}"
    answer = escalate(
        step, effect.reached, STAFF, lambda _, at: at, assignee=case.assignee, watchers=case.watchers
    )
    return escalated(case, effect, answer), answer.notices


class Story:
    """Tells a case what happens to it, standing in for the shell: clocks are planned a day a step."""

    def __init__(self, start: PreAuthorizationCase | None = None) -> None:
        """Begin with a submitted case."""
        self.case = start or case()
        self.now = NOW
        self.letters: list[tuple[str, Side]] = []
        self.notices: list[Notice] = []
        self.last: Step[PreAuthorizationCase] = Step(state=self.case)
        self.fact(Fact.SUBMITTED)

    def fact(self, event: str, body: Any = None, patches: frozenset[str] = ALL_PATCHES) -> "Story":
        """The system reports something; ``patches`` are those that the case has met."""
        return self._apply(Happening(event=event, actor=SYSTEM, now=self.now, body=body, patches=patches))

    def act(
        self,
        who: Actor,
        body: Any,
        relation: Relation = Relation.STAFF,
        patches: frozenset[str] = ALL_PATCHES,
    ) -> "Story":
        """A person acts; ``patches`` are those that the case has met."""
        return self._apply(
            Happening(
                event=Action(body.action),
                actor=who,
                now=self.now,
                body=body,
                relation=relation,
                patches=patches,
            )
        )

    def reserve(self, amount: int | None = None, patches: frozenset[str] = ALL_PATCHES) -> "Story":
        """The ledger grants what was asked; ``patches`` are those that the case has met."""
        effect = next(effect for effect in self.last.effects if isinstance(effect, Reserve))
        granted = effect.amount if amount is None else amount
        answer = ReserveAnswer(granted=True, amount=granted, asked=granted, available=0, version=5)
        return self.fact(Fact.RESERVED, answer, patches)

    def reach(
        self, kind: ClockKind, milestone: MilestoneKind, patches: frozenset[str] = ALL_PATCHES
    ) -> "Story":
        """A clock reaches a milestone; ``patches`` are those that the case has met."""
        clock = self.case.clock(kind)
        assert clock is not None, f"{kind} is not running"
        reached = Milestone(kind=milestone, name=milestone, at=self.now)
        clock = replace(clock, milestones=(*clock.milestones, reached))
        self.case = with_clock(self.case, clock)
        return self.fact(Fact.MILESTONE, MilestoneReached(clock=clock, milestone=reached), patches)

    def _apply(self, happening: Happening[PreAuthorizationCase]) -> "Story":
        self.last = apply(TABLE, self.case, self.case.stage, happening)
        self.case = self.last.state
        for effect in self.last.effects:
            if isinstance(effect, PlanClock):
                self._plan(effect)
            if isinstance(effect, Escalate):
                self._escalate(effect)
            if isinstance(effect, OrderLetter):
                self.letters.append((effect.code, effect.to))
        return self

    def _escalate(self, effect: Escalate) -> None:
        self.case, notices = climbed(self.case, effect)
        self.notices.extend(notices)

    def _plan(self, effect: PlanClock) -> None:
        due = at_shanghai(PLANNED_ON - timedelta(days=2), datetime.min.time().replace(hour=18))
        ladder = CLOCKS[effect.kind].ladder
        clock = RunningClock(
            kind=effect.kind,
            started_at=effect.started_at,
            due_at=due,
            bound_on=effect.bound_on,
            ladder=ladder,
        )
        if effect.replaces:
            clock = replace(effect.replaces, due_at=due, ladder=ladder)
        self.case = with_clock(self.case, clock)

    @property
    def codes(self) -> list[str]:
        """Letters ordered so far."""
        return [code for code, _ in self.letters]


def in_review(**changes: Any) -> Story:
    """A complete file under review."""
    story = Story(case(**{"documents": papers(*REQUIRED)} | changes))
    return story.fact(Fact.ASSESSED, assessment())
