"""A published calendar moves the clocks of open cases, and each case says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select
from temporalio.client import WorkflowUpdateFailedError

from activities.calendar_orders import CalendarNews
from models import CalendarUse, Case, Notification, Policy, Staff
from rules.calendar_edition import CalendarUser
from rules.calendar_moves import REPLANNED
from rules.case_plan import CaseCalendars, CasePlan, StandingCase, plan_case
from rules.catalogue.calendars import shipped_edition
from rules.catalogue.escalation import shipped_ladders
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.roles import Role
from rules.vocabulary import ClockState
from stores.clocks import calendars
from stores.database import transaction
from tests.patience import PATIENCE_SECONDS
from tests.workflows.cases import actor
from tests.workflows.clinic import Clinic
from tests.workflows.publishing import edition, load, publish, set_others_aside
from workflows import calendar_desk
from workflows.messages import Answer, Ask, Assign, Reply

NINTH, ELEVENTH = date(2026, 10, 9), date(2026, 10, 11)
"""A Friday that is worked and a Sunday that is free, both before the fifth working day, Monday the 12th."""
DUE = datetime(2026, 10, 12, 10, tzinfo=UTC)
A_DAY = timedelta(days=1)
DESK, REVIEWER, LEAD = (actor(role) for role in (Role.HOSPITAL_DESK, Role.MEDICAL_REVIEWER, Role.TEAM_LEAD))


@pytest.fixture(autouse=True, scope="module")
def alone(clinic: Clinic) -> None:
    """Only the cases of this file follow."""
    set_others_aside(clinic)


@pytest.fixture(autouse=True)
def as_shipped(clinic: Clinic) -> Iterator[None]:
    """Leave the shipped calendar in force, as other tests expect it."""
    yield
    publish(clinic, load(clinic, shipped_edition()))


def opened(clinic: Clinic) -> str:
    """A case in review, to be decided by 12 October."""
    return clinic.open(planned_on=date(2026, 10, 26))


def decision_clock(clinic: Clinic, number: str) -> RunningClock:
    clock = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert clock
    return clock


def replanned(clinic: Clinic, number: str) -> list[dict[str, object]]:
    return [dict(event.detail) for event in clinic.events(number) if event.kind == REPLANNED]


def test_a_day_of_rest_moves_the_deadline_and_the_case_says_from_when_to_when(clinic: Clinic) -> None:
    number = opened(clinic)
    assert clinic.row(number).due_at == DUE

    ended = publish(clinic, load(clinic, edition(rest=(NINTH,))))

    row = clinic.row(number)
    assert ended.left == 0
    assert (row.due_at, row.calendar_version) == (DUE + A_DAY, ended.version)
    (told,) = replanned(clinic, number)
    assert (told["due_before"], told["due_at"]) == (DUE.isoformat(), (DUE + A_DAY).isoformat())
    assert decision_clock(clinic, number).due_at == DUE + A_DAY


def test_a_make_up_working_day_brings_the_deadline_forward(clinic: Clinic) -> None:
    number = opened(clinic)

    publish(clinic, load(clinic, edition(worked=(ELEVENTH,))))

    assert clinic.row(number).due_at == DUE - A_DAY


def test_nobody_outdates_what_people_saw_by_publishing(clinic: Clinic) -> None:
    number = opened(clinic)
    seen = clinic.look(number).version

    publish(clinic, load(clinic, edition(rest=(NINTH,))))

    clinic.act(number, LEAD, Assign(assignee="staff:somebody"), version=seen)


def test_the_same_version_told_twice_changes_nothing(clinic: Clinic) -> None:
    number = opened(clinic)
    ended = publish(clinic, load(clinic, edition(rest=(NINTH,))))
    clinic.wait_until(lambda: clinic.all_sent(number), "the letters")
    before = clinic.look(number)

    handle = clinic.cases.handle(number)
    for _ in range(2):
        clinic.loop.run(handle.signal("calendar_changed", CalendarNews(version=ended.version)))

    assert clinic.look(number) == before
    assert len(replanned(clinic, number)) == 1


def test_a_deadline_that_was_missed_is_not_made_good(clinic: Clinic) -> None:
    number = opened(clinic)
    clinic.skip_to(number, DUE + timedelta(minutes=30))
    clinic.wait_until(lambda: clinic.row(number).escalated, "the breach")
    fired = [m.name for m in decision_clock(clinic, number).milestones if m.fired]

    publish(clinic, load(clinic, edition(rest=(NINTH,))))

    clock = decision_clock(clinic, number)
    assert clock.due_at == DUE
    assert clinic.row(number).due_at == DUE
    assert [m.name for m in clock.milestones if m.fired] == fired
    assert replanned(clinic, number) == []


def test_a_clock_that_is_paused_meanwhile_keeps_its_pause_and_resumes_by_the_new_calendar(
    clinic: Clinic,
) -> None:
    number = opened(clinic)
    clinic.act(number, REVIEWER, Ask(items=("体温?",)))

    publish(clinic, load(clinic, edition(rest=(NINTH,))))
    paused = decision_clock(clinic, number)
    clinic.skip(number, timedelta(hours=24))
    clinic.act(number, DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5"),)))

    assert paused.state is ClockState.PAUSED
    assert [pause.to_at for pause in paused.pauses] == [None]
    # One working day in the pause, one more day of rest.
    assert decision_clock(clinic, number).due_at == DUE + 2 * A_DAY


def test_cases_that_begin_while_a_calendar_is_published_follow_it(clinic: Clinic) -> None:
    before = [opened(clinic) for _ in range(2)]
    order = load(clinic, edition(rest=(NINTH,)))

    clinic.loop.run(calendar_desk.begin(clinic.client, order, settle_seconds=3))
    meanwhile = [clinic.open_later(planned_on=date(2026, 10, 26)) for _ in range(6)]
    for _, answer in meanwhile:
        answer.result(timeout=PATIENCE_SECONDS)
    clinic.loop.start(calendar_desk.outcome(clinic.client, order.key)).result(timeout=PATIENCE_SECONDS)

    for number in (*before, *(number for number, _ in meanwhile)):
        assert clinic.row(number).due_at == DUE + A_DAY


def test_who_has_the_case_is_told_that_its_deadline_moved(clinic: Clinic) -> None:
    number = opened(clinic)
    with Session(clinic.engine) as session:
        person = f"staff:{session.exec(select(Staff.id).where(Staff.account == 'ma.adjuster')).one()}"
    clinic.act(number, LEAD, Assign(assignee=person))

    publish(clinic, load(clinic, edition(rest=(NINTH,))))

    with Session(clinic.engine) as session:
        query = select(Notification).where(
            Notification.case_number == number, Notification.kind == "CALENDAR"
        )
        (notice,) = session.exec(query).all()
    assert (notice.recipient, notice.due_at) == (person, DUE + A_DAY)


def test_a_team_counts_on_its_own_calendar_once_it_has_one(clinic: Clinic) -> None:
    number = opened(clinic)
    with Session(clinic.engine) as session:
        person = session.exec(select(Staff).where(Staff.account == "luo.adjuster")).one()
        person.team = "NIGHT"
        session.commit()
        reference = f"staff:{person.id}"
    clinic.act(number, LEAD, Assign(assignee=reference))
    with transaction(clinic.engine) as session:
        calendars.publish(
            session, edition(rest=(NINTH,)), at=datetime.now(UTC), by="staff:1", calendar="NIGHT-CALENDAR"
        )
        session.add(CalendarUse(user_kind=CalendarUser.TEAM, subject="NIGHT", calendar="NIGHT-CALENDAR"))

    publish(clinic, load(clinic, edition(worked=(date(2026, 11, 14),))))

    assert clinic.row(number).due_at == DUE + A_DAY
    assert "+" in (clinic.row(number).calendar_version or "")
    with Session(clinic.engine) as session:
        session.delete(session.get_one(CalendarUse, (CalendarUser.TEAM, "NIGHT")))
        session.commit()


def test_an_insurer_counts_on_its_own_calendar_once_it_has_one(clinic: Clinic) -> None:
    number = opened(clinic)
    policy = clinic.look(number).policy_id
    with transaction(clinic.engine) as session:
        insurer = session.get_one(Policy, UUID(policy)).insurer_code
        calendars.publish(
            session, edition(rest=(NINTH,)), at=datetime.now(UTC), by="staff:1", calendar="INSURER-CALENDAR"
        )
        session.add(CalendarUse(user_kind=CalendarUser.INSURER, subject=insurer, calendar="INSURER-CALENDAR"))

    publish(clinic, load(clinic, edition(worked=(date(2026, 11, 14),))))

    assert clinic.row(number).due_at == DUE + A_DAY
    with Session(clinic.engine) as session:
        session.delete(session.get_one(CalendarUse, (CalendarUser.INSURER, insurer)))
        session.commit()


def plan_for(clinic: Clinic, number: str, **changes: Any) -> CasePlan:
    """What a calendar with one more day of rest makes of a case as it stands."""
    case = clinic.look(number)
    standing = StandingCase(
        case_number=number,
        stage=case.stage,
        assignee=case.assignee,
        event_count=case.event_count,
        clocks=case.clocks,
        at=clinic.now(number),
    )
    calendar = edition(rest=(NINTH,)).calendar()
    held = CaseCalendars(own=calendar, standard=calendar, version=calendar.version)
    return replace(plan_case(standing, held, shipped_ladders()), **changes)


def give(clinic: Clinic, number: str, plan: CasePlan) -> None:
    clinic.loop.run(clinic.cases.handle(number).execute_update("take_plan", plan))


def test_a_plan_for_another_state_is_refused(clinic: Clinic) -> None:
    number = opened(clinic)
    plan = plan_for(clinic, number)
    clinic.act(number, LEAD, Assign(assignee="staff:somebody"))

    with pytest.raises(WorkflowUpdateFailedError):
        give(clinic, number, plan)

    assert clinic.row(number).due_at == DUE


def test_a_plan_for_another_time_is_refused(clinic: Clinic) -> None:
    number = opened(clinic)
    plan = plan_for(clinic, number)

    with pytest.raises(WorkflowUpdateFailedError):
        give(clinic, number, replace(plan, at=plan.at - timedelta(minutes=6)))


def test_a_plan_that_was_taken_and_written_down_by_nobody_is_on_record_with_the_next_act(
    clinic: Clinic,
) -> None:
    number = opened(clinic)
    give(clinic, number, plan_for(clinic, number))
    assert clinic.row(number).due_at == DUE

    clinic.act(number, LEAD, Assign(assignee="staff:somebody"))

    assert clinic.row(number).due_at == DUE + A_DAY
    assert [event.kind for event in clinic.events(number)][-2:] == [REPLANNED, "ASSIGN"]


def test_a_plan_that_was_taken_and_written_down_by_nobody_is_on_record_when_the_case_is_told(
    clinic: Clinic,
) -> None:
    number = opened(clinic)
    plan = plan_for(clinic, number)
    give(clinic, number, plan)

    clinic.loop.run(
        clinic.cases.handle(number).signal("calendar_changed", CalendarNews(version=plan.version))
    )

    clinic.wait_until(lambda: clinic.row(number).due_at == DUE + A_DAY, "the row")
    assert len(replanned(clinic, number)) == 1


def test_cases_that_people_act_on_meanwhile_end_with_the_right_plan(clinic: Clinic) -> None:
    numbers = [opened(clinic) for _ in range(4)]
    order = load(clinic, edition(rest=(NINTH,)))

    clinic.loop.run(calendar_desk.begin(clinic.client, order, settle_seconds=0))
    acts = [
        clinic.act_later(number, LEAD, Assign(assignee=f"staff:{uuid4()}"))
        for _ in range(3)
        for number in numbers
    ]
    for act in acts:
        act.result(timeout=PATIENCE_SECONDS)
    clinic.loop.start(calendar_desk.outcome(clinic.client, order.key)).result(timeout=PATIENCE_SECONDS)

    for number in numbers:
        assert clinic.row(number).due_at == DUE + A_DAY
        assert decision_clock(clinic, number).due_at == DUE + A_DAY
        assert len(replanned(clinic, number)) == 1
        assert [event.kind for event in clinic.events(number)].count("ASSIGN") == 3


def test_a_publication_finishes_and_names_a_case_that_does_not_answer(clinic: Clinic) -> None:
    number, dead = opened(clinic), "PA-260929-999999-0"
    with transaction(clinic.engine) as session:
        row = session.get_one(Case, number).model_dump(exclude={"queue_at"})
        session.add(Case(**{**row, "case_number": dead}))
    clinic.loop.run(clinic.client.start_workflow("PreAuthorization", id=dead, task_queue="nobody-is-there"))
    order = load(clinic, edition(rest=(NINTH,)))

    clinic.loop.run(calendar_desk.begin(clinic.client, order, settle_seconds=0, patience_seconds=1))
    ended = clinic.loop.start(calendar_desk.outcome(clinic.client, order.key)).result(
        timeout=PATIENCE_SECONDS
    )

    assert (ended.left, ended.stragglers) == (1, (dead,))
    assert clinic.row(number).due_at == DUE + A_DAY
    clinic.loop.run(clinic.client.get_workflow_handle(dead).terminate())
    set_others_aside(clinic)
