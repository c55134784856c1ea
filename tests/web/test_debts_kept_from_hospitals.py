"""A hospital never learns what a family owes on an advance (A-24)."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from models.case_event import CaseEvent
from rules.advances.vocabulary import MovementKind, Stage
from rules.roles import Role
from rules.vocabulary import Process
from tests.web.who_may import caller
from web.api.views.advance_views import AdvanceStatementView, MovementView
from web.casework.advance_part import statement_told
from web.casework.stage_told import stage_told
from web.casework.timeline import shown_to

AT = datetime(2026, 11, 21, tzinfo=UTC)
DESK, FAMILY, ADJUSTER = caller("D"), caller("G"), caller("A")


@pytest.mark.parametrize("stage", [Stage.IN_CLAIM, Stage.REFUND_DUE, Stage.BALANCE_DUE])
def test_what_follows_the_stay_is_settled_for_the_hospital(stage: Stage) -> None:
    assert stage_told(DESK, Process.HOSPITAL_ADVANCE, stage) == Stage.SETTLED
    assert stage_told(FAMILY, Process.HOSPITAL_ADVANCE, stage) == stage
    assert stage_told(ADJUSTER, Process.HOSPITAL_ADVANCE, stage) == stage
    assert stage_told(DESK, Process.PREAUTHORIZATION, stage) == stage


def moved(sequence: int, before: Stage, after: Stage) -> CaseEvent:
    return CaseEvent(
        case_number="AD-261121-000042-U",
        sequence=sequence,
        at=AT,
        recorded_at=AT,
        kind="MOVED",
        actor="system:claims",
        actor_role=Role.SYSTEM,
        from_stage=before,
        to_stage=after,
        hash="",
    )


def test_the_hospitals_story_of_an_advance_ends_with_the_stay() -> None:
    steps = (Stage.ADVANCED, Stage.SETTLED, Stage.IN_CLAIM, Stage.REFUND_DUE, Stage.CLOSED)
    events = [moved(place, *pair) for place, pair in enumerate(pairwise(steps))]

    assert [each.sequence for each in shown_to(DESK, events)] == [0]
    assert [each.sequence for each in shown_to(FAMILY, events)] == [0, 1, 2, 3]


def test_the_hospital_reads_what_it_was_promised_and_paid() -> None:
    kinds = (MovementKind.PROMISED, MovementKind.PAID, MovementKind.CONSUMED, MovementKind.REFUNDED)
    statement = AdvanceStatementView(
        promised=100,
        paid=100,
        consumed=60,
        refunded=30,
        waived=0,
        open=10,
        movements=tuple(MovementView(kind=kind, amount=1, at=AT, reference="") for kind in kinds),
    )

    told = statement_told(statement, DESK)

    assert [each.kind for each in told.movements] == [MovementKind.PROMISED, MovementKind.PAID]
    assert (told.promised, told.paid) == (100, 100)
    assert {told.consumed, told.refunded, told.waived, told.open} == {None}
    assert statement_told(statement, FAMILY) == statement
