"""Ladders and targets as data, and what a step does."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rules.business_time import next_business_instant
from rules.cases import Priority
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import ESCALATION_FILE, read_ladders, shipped_ladders
from rules.catalogue.faults import CatalogueInvalidError
from rules.catalogue.targets import TARGETS_FILE, read_targets, shipped_targets
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind, MilestoneKind
from rules.escalated import MALWARE, Escalated, Reached, escalate, paper_reached
from rules.escalation import Level
from rules.notices import NoticeKind
from rules.targets import TargetFacts
from rules.vocabulary import Process
from tests.rules.test_house import BOSS, HEAD, LEAD, MA, house

CALENDAR = shipped_calendar()
AT = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
"""18:00 in Shanghai on a Friday."""
MONDAY_AT_NINE = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
PREAUTH = TargetFacts(process=Process.PREAUTHORIZATION)


def reached(milestone: MilestoneKind) -> Reached:
    return Reached(clock="PREAUTH_DECISION", milestone=milestone, ordinal=1, due_at=AT, at=AT)


def done(milestone: MilestoneKind, watchers: tuple[str, ...] = (), **away: str) -> Escalated:
    step = shipped_ladders().named("DUTY").step(milestone)
    assert step is not None
    return escalate(
        step,
        reached(milestone),
        house(**away),
        lambda _, at: next_business_instant(CALENDAR, at),
        assignee=MA,
        watchers=watchers,
    )


def told(outcome: Escalated) -> set[str]:
    return {notice.recipient for notice in outcome.notices if notice.kind is NoticeKind.ESCALATION}


def test_every_duty_climbs_four_levels() -> None:
    for kind, rule in CLOCKS.items():
        if rule.ends_in is MilestoneKind.BREACH and rule.ladder in ("DUTY", "STATUTORY", "INVESTIGATION"):
            levels = {level for step in shipped_ladders().named(rule.ladder).steps for level in step.levels}
            assert levels == set(Level), kind


def test_every_duty_has_a_step_for_its_breach() -> None:
    for kind, rule in CLOCKS.items():
        if rule.ends_in is MilestoneKind.BREACH:
            assert shipped_ladders().named(rule.ladder).step(MilestoneKind.BREACH), kind


def test_a_step_reaches_its_level_and_no_other() -> None:
    assert told(done(MilestoneKind.REMINDER)) == {MA}
    assert told(done(MilestoneKind.TEAM_LEAD)) == {LEAD}
    assert told(done(MilestoneKind.SUPERVISOR)) == {MA, BOSS}
    assert told(done(MilestoneKind.BREACH)) == {MA, LEAD, HEAD, BOSS}


def test_a_breach_opens_a_task_raises_the_priority_asks_why_and_adds_a_watcher() -> None:
    breach = done(MilestoneKind.BREACH)

    assert [notice.recipient for notice in breach.notices if notice.task] == [BOSS]
    assert breach.priority is Priority.URGENT
    assert breach.must_explain
    assert breach.watchers == (BOSS,)
    assert not breach.assignee


def test_what_is_still_overdue_a_working_day_later_goes_to_the_team_lead() -> None:
    overdue = done(MilestoneKind.OVERDUE, watchers=(BOSS,))

    assert overdue.assignee == LEAD
    assert [notice.recipient for notice in overdue.notices if notice.kind is NoticeKind.DEALT] == [LEAD]
    assert BOSS in told(overdue)


def test_nobody_is_told_after_hours_and_the_breach_keeps_its_instant() -> None:
    breach = done(MilestoneKind.BREACH)

    assert {notice.made_at for notice in breach.notices} == {AT}
    assert {notice.deliver_at for notice in breach.notices} == {MONDAY_AT_NINE}


def test_who_stands_in_is_told_in_whose_place() -> None:
    reminder = done(MilestoneKind.REMINDER, ma="luo")

    (notice,) = reminder.notices
    assert (notice.recipient, notice.in_place_of) == ("staff:luo", MA)


def test_substitutes_in_a_circle_are_said_with_the_step() -> None:
    reminder = done(MilestoneKind.REMINDER, ma="luo", luo="ma")

    assert told(reminder) == {LEAD}
    assert reminder.looped == (MA,)


@pytest.mark.parametrize(
    ("urgency", "count", "rule"),
    [(Priority.NORMAL, 5, ""), (Priority.HIGH, 3, "raised priority"), (Priority.URGENT, 1, "urgent request")],
)
def test_the_first_target_that_matches_holds_and_says_why(urgency: Priority, count: int, rule: str) -> None:
    facts = TargetFacts(process=Process.PREAUTHORIZATION, urgency=urgency)

    target = shipped_targets().target(ClockKind.PREAUTH_DECISION, facts)

    assert (target.count, target.rule) == (count, rule)
    assert target.because == ((f"urgency {urgency}",) if rule else ())


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "targets.yaml"
    file.write_text(text, "utf-8")
    return file


def test_targets_may_depend_on_all_that_a_case_is_and_the_first_wins(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """\
PREAUTH_DECISION:
  - name: dear surgery
    when: {insurer: JDAZ, plan: [A, B], hospital: H1, process: PA, amount_from: "1.00", amount_below: "2.00"}
    count: 2
    ladder: EMERGENCY
    source: contract
  - {name: hospital, when: {hospital: H1}, count: 4, source: contract}
""",
    )
    targets = read_targets(file, shipped_ladders())
    near = TargetFacts(process=Process.PREAUTHORIZATION, insurer="JDAZ", plan="B", hospital="H1")

    dear = targets.target(ClockKind.PREAUTH_DECISION, replace(near, amount=1_00))
    dearer = targets.target(ClockKind.PREAUTH_DECISION, replace(near, amount=2_00))

    assert (dear.rule, dear.count, dear.ladder) == ("dear surgery", 2, "EMERGENCY")
    assert "amount 1.00 from 1.00" in dear.because
    assert (dearer.rule, dearer.count, dearer.ladder) == ("hospital", 4, "DUTY")
    assert targets.target(ClockKind.PREAUTH_DECISION, PREAUTH).rule == ""


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("PREAUTH_DECISION:\n  - {name: a, when: {colour: red}, count: 1, source: x}\n", 2, "colour"),
        (
            "PREAUTH_DECISION:\n  - {name: a, when: {}, count: 0, source: x}\n",
            2,
            "too small: write 1",
        ),
        ("REFUSAL_NOTICE:\n  - {name: a, when: {}, count: 4, source: x}\n", 2, "more than the law"),
        ("GUARANTEE_EXPIRY:\n  - {name: a, when: {}, count: 4, source: x}\n", 1, "given day"),
        (
            "PREAUTH_DECISION:\n  - name: a\n    when: {}\n    count: 4\n    ladder: DUTI\n    source: x\n",
            5,
            "DUTY",
        ),
        ("PREAUTH_DECISION:\n  - {name: a, when: {amount_from: 5}, count: 4, source: x}\n", 2, "quotes"),
    ],
)
def test_a_target_that_cannot_hold_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    with pytest.raises(CatalogueInvalidError) as caught:
        read_targets(written(tmp_path, text), shipped_ladders())

    (fault,) = caught.value.faults
    assert fault.line == line
    assert says in str(fault)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("at: 65 %", "at: half", "is no time"),
        ("milestone: TEAM_LEAD, notify", "milestone: REMINDER, notify", "twice"),
        ("notify: [TEAM_LEAD]", "notify: [BOSS]", "BOSS"),
        ("levels: [ASSIGNEE, TEAM_LEAD", "levels: [TEAM_LEAD, ASSIGNEE", "in this order"),
        ("  EMERGENCY:  #", "  EMERGENCIES:  #", "EMERGENCY, which is missing"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = tmp_path / "escalation.yaml"
    file.write_text(ESCALATION_FILE.read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(CatalogueInvalidError, match=says):
        read_ladders(file)


def test_the_shipped_files_are_read_once_and_are_whole() -> None:
    assert shipped_ladders() is shipped_ladders()
    assert read_targets(TARGETS_FILE, shipped_ladders()) == shipped_targets()


def test_a_step_says_which_levels_it_reached() -> None:
    assert done(MilestoneKind.REMINDER).levels == (Level.ASSIGNEE,)
    assert not done(MilestoneKind.REMINDER).goes_up
    assert done(MilestoneKind.BREACH).goes_up


def test_a_paper_that_nobody_answers_for_has_no_clock() -> None:
    one, same = (paper_reached("LATE", "news/1", AT) for _ in range(2))

    assert (one.clock, one.milestone, one.due_at, one.at) == ("", "PAPER_AFTER_PAYMENT", AT, AT)
    assert one == same
    assert paper_reached("LATE", "news/2", AT).ordinal != one.ordinal
    assert paper_reached(MALWARE, "news/1", AT).milestone == "PAPER_MALWARE"
