"""What was not disclosed is answered within 30 days, and before the claim is decided (L-13)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.claims.case import ClaimSubject
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.permissions import Action, Relation
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage
from rules.roles import Actor
from rules.vocabulary import ClockState
from tests.workflows import family_claims as family
from tests.workflows.family_claims import ADJUSTER, SUPERVISOR
from web.casework.allowed import Situation, allowed_actions
from workflows.case_engine import Happening, PlanClock, RefusedError, Step, apply, with_clock
from workflows.messages import Body
from workflows.messages_reimbursement import ConcludeNondisclosure, RaiseNondisclosure
from workflows.reimbursing.table import TABLE

KNOWN_AT = datetime(2026, 9, 8, 2, 0, tzinfo=UTC)
DUE_AT = datetime(2026, 10, 8, 16, 0, tzinfo=UTC)
"""The end of the thirtieth day, the first working day after the National Day week."""
RAISE = RaiseNondisclosure(reason="出生记录载明投保前已确诊")
RESCIND = ConcludeNondisclosure(rescind=True, reason="投保单就此询问，未如实告知")
STAND = ConcludeNondisclosure(rescind=False, reason="投保单未询问")


def step(case: ReimbursementCase, who: Actor, body: Body, at: datetime = KNOWN_AT) -> Step[ReimbursementCase]:
    happening = Happening[ReimbursementCase](
        event=body.action, actor=who, now=at, body=body, relation=Relation.STAFF
    )
    return apply(TABLE, case, case.stage, happening)


def under_review() -> ReimbursementCase:
    """A claim on which an adjuster raised it, with its clock."""
    case = ReimbursementCase(
        case_number="RC-260908-000001-0",
        opened_at=KNOWN_AT,
        opened_by="guardian:1",
        stage=Stage.MANUAL,
        subject=ClaimSubject(member_id="m", policy_id="p", hospital_code="H"),
        claim=family.claim(500_00),
    )
    raised = step(case, ADJUSTER, RAISE)
    (planned,) = raised.effects
    assert planned == PlanClock(kind=ClockKind.NONDISCLOSURE_REVIEW, started_at=KNOWN_AT)
    clock = RunningClock(kind=planned.kind, started_at=KNOWN_AT, due_at=DUE_AT, legal_due_at=DUE_AT)
    return with_clock(raised.state, clock)


def test_the_contract_is_rescinded_until_the_last_instant_of_the_thirty_days() -> None:
    case = under_review()

    rescinded = step(case, SUPERVISOR, RESCIND, DUE_AT - timedelta(seconds=1)).state

    assert rescinded.nondisclosure is not None
    assert (rescinded.nondisclosure.rescinded, rescinded.nondisclosure.open) == (True, False)
    assert [clock.state for clock in rescinded.clocks] == [ClockState.MET]
    with pytest.raises(RefusedError, match="ended at 2026-10-09 00:00"):
        step(case, SUPERVISOR, RESCIND, DUE_AT)
    assert step(case, SUPERVISOR, STAND, DUE_AT).state.clocks[0].state is not ClockState.RUNNING


def test_a_conclusion_is_offered_while_one_is_raised_and_at_no_other_time() -> None:
    raised = under_review()
    before, after = replace(raised, nondisclosure=None), step(raised, SUPERVISOR, STAND).state

    def offered(case: ReimbursementCase, who: Actor = SUPERVISOR) -> set[Action]:
        found = allowed_actions(Situation.of_state(case), who, Relation.STAFF)
        return {Action.RAISE_NONDISCLOSURE, Action.CONCLUDE_NONDISCLOSURE} & set(found)

    assert offered(raised) == {Action.CONCLUDE_NONDISCLOSURE}
    assert offered(before) == offered(after) == {Action.RAISE_NONDISCLOSURE}
    assert offered(raised, replace(SUPERVISOR, reference=ADJUSTER.reference)) == set()


def test_the_claim_is_not_decided_before_the_contract_is() -> None:
    case = under_review()

    for who, body in ((ADJUSTER, family.refuse()), (ADJUSTER, family.pay())):
        with pytest.raises(RefusedError, match="CONCLUDE_NONDISCLOSURE"):
            step(case, who, body)


def test_another_person_concludes_what_one_raised_and_nothing_is_raised_twice() -> None:
    case = under_review()
    own = replace(SUPERVISOR, reference=ADJUSTER.reference)

    with pytest.raises(RefusedError, match="another person concludes"):
        step(case, own, STAND)
    with pytest.raises(RefusedError, match="raised already"):
        step(case, ADJUSTER, RAISE)
    stands = step(case, SUPERVISOR, STAND).state
    with pytest.raises(RefusedError, match="No nondisclosure is under review"):
        step(stands, SUPERVISOR, STAND)
