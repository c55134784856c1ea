"""Claims that several people touch at once, or that are said twice."""

from concurrent.futures import Future

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from commands.lived.stage import insist
from rules.opening import Opening
from rules.receipts import Receipt
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage
from tests.patience import PATIENCE_SECONDS
from tests.workflows import family_claims as family
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import ADJUSTER, OTHER, FamilyClaims


@pytest.fixture
def claims(clinic: Clinic) -> FamilyClaims:
    return FamilyClaims(clinic)


def begin(claims: FamilyClaims, opening: Opening[ReimbursementCase]) -> Future[Receipt]:
    """Start a claim without waiting for its answer."""
    return claims.clinic.loop.start(insist(lambda: claims.clinic.cases.open(opening)))


def test_of_two_people_who_decide_at_once_one_is_told_that_the_case_moved(claims: FamilyClaims) -> None:
    number = claims.open(5_000_00)
    seen = claims.look(number).version
    acts = [
        claims.clinic.act_later(number, who, family.pay(), version=seen, act_id=f"{number}/{who.reference}")
        for who in (ADJUSTER, OTHER)
    ]
    refused = [act.exception(timeout=PATIENCE_SECONDS) for act in acts]

    kinds = {
        str(each.cause.type)
        for each in refused
        if isinstance(each, WorkflowUpdateFailedError) and isinstance(each.cause, ApplicationError)
    }
    assert len([each for each in refused if each is None]) == 1
    assert kinds <= {"StaleVersion", "NotNow"}
    assert len(claims.until(number, Stage.AGREED).decisions) == 1


def test_the_same_decision_said_twice_pays_once(claims: FamilyClaims) -> None:
    number = claims.open(5_000_00)
    seen = claims.look(number).version
    first, again = (
        claims.clinic.act(number, ADJUSTER, family.pay(), version=seen, act_id=f"{number}/once")
        for _ in range(2)
    )

    assert first == again
    case = claims.until(number, Stage.AGREED)
    assert (len(case.decisions), len(case.payouts)) == (1, 1)


def test_of_one_bill_in_two_claims_at_once_only_one_is_paid(claims: FamilyClaims) -> None:
    once = family.claim(300_00)
    openings = [claims.opening(claimed=once) for _ in range(2)]
    started = [begin(claims, opening) for _, opening in openings]
    for each in started:
        each.result(timeout=PATIENCE_SECONDS)

    looked = [claims.look(number) for number, _ in openings]
    posted = [case for case in looked if case.decision is not None]
    assert len(posted) == 1
    assert {case.stage for case in looked} - {Stage.BILL_ISSUE, Stage.MANUAL}
