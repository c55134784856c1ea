"""A brand from the choice to the lock, and on to another one when it closes."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from rules.deadlines import ClockKind
from rules.requests.brand import BrandState, BrandTransferCase, Stage, TransferObstacle, brand_state
from rules.vocabulary import Benefit
from stores.cover import brands
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.family_requests import ADJUSTER, CHILD, FAMILY, MONDAY, Told, moment
from tests.workflows.requesting import opened
from workflows.messages_requests import DecideTransfer
from workflows.requests.brand import BrandFact, MoveLock

APPROVE = DecideTransfer(approve=True, reason="原品牌已停业")
CASE = BrandTransferCase(
    case_number="BT-261123-000001-0",
    opened_at=moment(),
    opened_by=FAMILY.reference,
    child=CHILD,
    benefit=Benefit.VACCINE,
    locked="唯儿诺儿科",
    wanted="美华",
    closed_on=MONDAY,
)


@pytest.mark.parametrize(
    ("chosen", "locked", "state"),
    [
        (None, None, BrandState.UNSELECTED),
        ("美华", None, BrandState.CHOSEN),
        ("美华", "唯儿诺儿科", BrandState.LOCKED),
        (None, "唯儿诺儿科", BrandState.LOCKED),
    ],
)
def test_a_choice_binds_less_than_a_visit(chosen: str | None, locked: str | None, state: BrandState) -> None:
    assert brand_state(chosen, locked) is state


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"locked": ""}, TransferObstacle.NOT_LOCKED),
        ({"closed_on": None}, TransferObstacle.BRAND_OPEN),
        ({"closed_on": MONDAY + timedelta(days=1)}, TransferObstacle.BRAND_OPEN),
    ],
)
def test_only_a_locked_brand_that_has_closed_is_left(changes: dict[str, Any], why: TransferObstacle) -> None:
    told = Told(replace(CASE, **changes))

    assert (told.case.stage, told.case.refused_with) == (Stage.NOT_ACCEPTED, why)


def test_a_person_lets_the_year_move_or_not() -> None:
    told = Told(CASE)
    assert told.due(ClockKind.TRANSFER_REVIEW) == moment(MONDAY + timedelta(days=7), "18:00")
    told.act(ADJUSTER, APPROVE)
    assert told.asked == [MoveLock()]
    assert told.fact(BrandFact.LOCK_MOVED).case.stage is Stage.LOCKED

    kept = Told(CASE).act(ADJUSTER, DecideTransfer(approve=False, reason="余额已用尽"))
    assert kept.case.stage is Stage.KEPT


def test_a_transfer_is_decided_on_the_running_stack(clinic: Clinic) -> None:
    child, wanted = "M2021000004", f"brand {time.time_ns()}"
    policy_id = UUID(clinic.insured(child).policy_id)
    number = opened(clinic, replace(CASE, closed_on=OPENED_AT.date(), wanted=wanted), child=child)

    clinic.act(number, ADJUSTER, APPROVE)

    assert clinic.row(number).stage == Stage.LOCKED
    with Session(clinic.engine) as session:
        assert brands.seen(session, policy_id, Benefit.VACCINE).locked is None, (
            "where none stood, none is made"
        )
