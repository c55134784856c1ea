"""A family takes a consent back in the middle of its cases (L-29, L-30)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from commands.lived.stage import papers
from rules.cases import ConsentNews
from rules.claims.values import Concern
from rules.consents import ConsentNeed, ConsentRecipient
from rules.deadlines import ClockKind
from rules.direct_billing.values import Stage as VisitStage
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome
from rules.preauthorization.values import Stage as LetterStage
from rules.reimbursement.values import Stage as ClaimStage
from rules.roles import Role
from rules.vocabulary import Benefit, ConsentPurpose, DocumentKind
from tests.web.site import Site
from tests.workflows.advances import APPROVE as ADVANCE
from tests.workflows.advancing import ADJUSTER as ADVANCE_ADJUSTER
from tests.workflows.advancing import Advances, reviewed
from tests.workflows.cases import PLANNED_ON, actor
from tests.workflows.children import new_child
from tests.workflows.clinic import INDIRECT, Clinic
from tests.workflows.desks import Visits, line
from tests.workflows.family_claims import ADJUSTER as CLAIM_ADJUSTER
from tests.workflows.family_claims import GUARDIAN, SUPERVISOR, WITHOUT_RECORD, FamilyClaims, pay
from web.api import consents
from workflows.client import Cases
from workflows.messages import Ask, Decide, ReleaseHold, SubmitDocuments, Withdraw

CHILD, MEMBER = "M2025000002", "/api/v1/members/M2025000002/consents"
ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
TO_US = ConsentNeed(ConsentPurpose.CLAIM_HANDLING, ConsentRecipient.TPA)
HELD = "took its consent back"


@contextmanager
def refused(why: str) -> Iterator[None]:
    """The case does not take it, and says why."""
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        yield
    assert isinstance(failed.value.cause, ApplicationError)
    assert why in failed.value.cause.message


def tell(clinic: Clinic, number: str, *, stands: bool, key: str = "") -> None:
    """What the page of the family says to a case, where no family of the sample has one."""
    news = ConsentNews(key=f"consent/{key or stands}", need=str(TO_US), stands=stands)
    assert clinic.loop.run(Cases(clinic.client).tell_of_consent(number, news))
    heard(clinic, number, stands=stands)


def heard(clinic: Clinic, number: str, *, stands: bool) -> None:
    """Wait until the case has it on record."""
    kind = "CONSENT_GIVEN" if stands else "CONSENT_WITHDRAWN"
    clinic.wait_until(lambda: times(clinic, number, kind) > 0, "the case to hear of it")


def times(clinic: Clinic, number: str, kind: str) -> int:
    """How often something is on the record of a case."""
    return [each.kind for each in clinic.events(number)].count(kind)


def test_nothing_is_decided_or_told_to_the_hospital_until_family_or_supervisor_say_so(
    site: Site, clinic: Clinic
) -> None:
    family, number = site.person(f"guardian of {CHILD}"), clinic.open(child=CHILD)

    withdrawn = family.post(f"{MEMBER}/withdrawal", json=consents.WITHDRAWAL_EXAMPLE)
    again = family.post(f"{MEMBER}/withdrawal", json=consents.WITHDRAWAL_EXAMPLE)
    assert withdrawn.status_code == again.status_code == 200, again.text
    assert again.json() == withdrawn.json()
    heard(clinic, number, stands=False)
    with refused(HELD):
        clinic.act(number, ADJUSTER, APPROVE)
    with refused("ask the family"):
        clinic.act(number, ADJUSTER, Ask(items=("用哪种麻醉？",)))
    assert clinic.row(number).view["hold"]

    clinic.act(number, actor(Role.SUPERVISOR), ReleaseHold(reason="合同约定的决定仍须作出"))
    clinic.act(number, ADJUSTER, APPROVE)
    assert clinic.look(number).stage is LetterStage.GUARANTEED
    assert "LT-GOP" not in {each.code for each in clinic.look(number).letters}
    assert clinic.look(number).withheld == ("LT-GOP",)
    assert times(clinic, number, "CONSENT_WITHDRAWN") == 1, "a repeat is heard once"

    assert family.post(MEMBER, json=consents.EXAMPLE).status_code == 200
    heard(clinic, number, stands=True)
    case = clinic.look(number)
    assert (case.withheld, case.unconsented, case.held) == ((), (), False)
    assert "LT-GOP" in {each.code for each in case.letters}
    clinic.act(number, DESK, Withdraw(reason="改期"))


def test_a_small_claim_is_no_longer_paid_by_itself_and_its_time_goes_on(clinic: Clinic) -> None:
    claims = FamilyClaims(clinic)
    number = claims.open(260_00, documents=WITHOUT_RECORD)
    tell(clinic, number, stands=False)

    claims.act(number, GUARDIAN, SubmitDocuments(documents=papers(DocumentKind.MEDICAL_RECORD)))
    case = claims.until(number, ClaimStage.MANUAL)
    assert Concern.CONSENT_WITHDRAWN in case.concerns
    law = case.clock(ClockKind.STATUTORY_DETERMINATION)
    assert law is not None
    assert all(pause.to_at is not None for pause in law.pauses), "the law's time does not stop for it"
    with refused(HELD):
        claims.act(number, CLAIM_ADJUSTER, pay())

    tell(clinic, number, stands=True)
    claims.act(number, CLAIM_ADJUSTER, pay())
    claims.until(number, ClaimStage.AGREED, ClaimStage.PAID, ClaimStage.CLOSED)


def test_a_small_bill_of_a_desk_waits_for_a_person(clinic: Clinic) -> None:
    visits = Visits(clinic)
    number = visits.open(child="M2021000003")
    tell(clinic, number, stands=False)

    visits.send(number, line("1", 300_00))

    case = visits.look(number)
    assert (case.stage, case.paid) == (VisitStage.BILLED, 0)
    assert Concern.CONSENT_WITHDRAWN in case.concerns


def test_no_advance_is_decided_on_a_consent_that_was_taken_back(clinic: Clinic) -> None:
    advances = Advances(clinic)
    number = reviewed(advances)
    tell(clinic, number, stands=False, key="first")
    tell(clinic, number, stands=False, key="first")
    with refused(HELD):
        advances.act(number, ADVANCE_ADJUSTER, ADVANCE)

    advances.act(number, SUPERVISOR, ReleaseHold(reason="家属书面要求继续"))
    assert not advances.look(number).held
    assert times(clinic, number, "CONSENT_WITHDRAWN") == 1, "a repeat is heard once"
    tell(clinic, number, stands=False, key="second")
    clinic.wait_until(lambda: advances.look(number).held, "what is taken back again to hold again")
    tell(clinic, number, stands=True)
    advances.act(number, ADVANCE_ADJUSTER, ADVANCE)


def test_two_stays_of_one_child_hold_their_money_apart(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    whose: dict[str, Any] = {"member_id": child.member_id, "policy_id": child.policy_id}

    def reserved() -> int:
        return clinic.accounts_of(child.policy_id, PLANNED_ON).accounts[Benefit.INPATIENT].reserved

    first, second = clinic.open(**whose), clinic.open(hospital_id=INDIRECT, **whose)
    clinic.act(first, ADJUSTER, APPROVE)
    with refused("accounts moved since you opened the case"):
        clinic.act(second, ADJUSTER, APPROVE)
    clinic.act(second, ADJUSTER, APPROVE)
    one, other = (clinic.look(number) for number in (first, second))
    assert clinic.row(first).episode_id != clinic.row(second).episode_id
    assert reserved() == one.reserved + other.reserved

    clinic.act(first, DESK, Withdraw(reason="改期"))

    clinic.wait_until(lambda: reserved() == other.reserved, "the first stay's money to be free")
    assert clinic.look(second).stage is LetterStage.AUTHORIZED
