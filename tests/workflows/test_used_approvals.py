"""An approval is used by the stay that the family claims on it, and by no other care (domain 5.0)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from activities.claim_orders import JudgeAnswer
from rules.adjudication.claim import Approval, Invoice, InvoiceState
from rules.cases import CaseNews
from rules.claims.case import ClaimSubject
from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.permissions import Action
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome
from rules.preauthorization.values import Stage as ApprovalStage
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import BillFound, Stage
from rules.roles import Role
from rules.vocabulary import EncounterType
from tests.workflows import family_claims as family
from tests.workflows.cases import Story, actor, assessment, in_review, request
from tests.workflows.children import new_child
from tests.workflows.clinic import INDIRECT, OPENED_AT, Clinic
from tests.workflows.family_claims import ADJUSTER, FamilyClaims
from tests.workflows.test_undone_claim_moves import NUMBER, POSTED, pending
from workflows.case_engine import ALL_PATCHES, Fact, Happening, Release, TellCase, apply
from workflows.claims.effects import ClaimFact
from workflows.messages import Decide, TakeBackDecision
from workflows.messages_claims import DecideClaim
from workflows.messages_reimbursement import CorrectClaim
from workflows.reimbursing.table import TABLE

UNDO = timedelta(hours=1)
"""Longer than any machine is slow."""
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
USED = CaseNews(
    key=f"{NUMBER}/BILL_SETTLED", fact=Fact.BILL_SETTLED, sender=NUMBER, amount=500_00, detail={"stay": True}
)


def told(kind: EncounterType, patches: frozenset[str] = ALL_PATCHES) -> list[TellCase]:
    """What other cases hear when that claim is determined."""
    case = pending(claim=family.claim(500_00, type=kind), undo_window_seconds=0)
    case = replace(case, subject=replace(case.subject, authorized_by=("PA-1",)))
    answer = JudgeAnswer(judged=POSTED, recorded=1)
    happening = Happening[ReimbursementCase](
        event=ClaimFact.CLAIM_JUDGED, now=case.opened_at, actor=ADJUSTER, body=answer, patches=patches
    )
    effects = apply(TABLE, case, case.stage, happening).effects
    return [each for each in effects if isinstance(each, TellCase)]


def test_a_determined_stay_tells_the_approval_that_it_was_made_on() -> None:
    assert told(EncounterType.INPATIENT) == [TellCase(case_number="PA-1", news=USED)]
    assert told(EncounterType.OUTPATIENT) == [], "an approved stay may follow the visit"
    assert told(EncounterType.INPATIENT, patches=frozenset()) == [], "a claim that was judged before goes on"


def approved(*, direct: bool, encounter: EncounterType = EncounterType.INPATIENT) -> Story:
    story = in_review(request=request(encounter=encounter))
    story.fact(Fact.ASSESSED, assessment(direct_billing=direct))
    story.case = replace(story.case, assessment=assessment(direct_billing=direct))
    return story.act(actor(Role.ADJUSTER), APPROVE).reserve()


def test_a_claimed_stay_ends_its_approval_and_frees_what_was_held() -> None:
    story = approved(direct=False)
    assert story.case.stage is ApprovalStage.AUTHORIZED

    story.fact(Fact.BILL_SETTLED, USED)

    assert story.case.stage is ApprovalStage.CLOSED
    assert Release() in story.last.effects


def test_a_claimed_stay_ends_no_letter_and_no_approval_of_a_visit() -> None:
    letter = approved(direct=True).fact(Fact.BILL_SETTLED, USED)
    assert letter.case.stage is ApprovalStage.GUARANTEED, "its hospital may still bill on it"

    visit = approved(direct=False, encounter=EncounterType.OUTPATIENT).fact(Fact.BILL_SETTLED, USED)
    assert visit.case.stage is ApprovalStage.AUTHORIZED


def test_a_bill_that_was_looked_up_stays_verified_when_its_charges_are_corrected() -> None:
    looked_up = Invoice(number="0312345679", state=InvoiceState.VERIFIED)
    case = pending(claim=replace(family.claim(500_00), invoices=(looked_up,)), pending=None)
    case = replace(case, bills=(BillFound(key=looked_up.key, state=looked_up.state, claimed_before=False),))

    def corrected(state: InvoiceState) -> InvoiceState:
        written = replace(family.claim(400_00), invoices=(replace(looked_up, state=state),))
        body = CorrectClaim(claim=written, reason="少计一项")
        happening = Happening[ReimbursementCase](
            event=Action.CORRECT_CLAIM, now=case.opened_at, actor=ADJUSTER, body=body
        )
        after = apply(TABLE, case, case.stage, happening).state.claim
        assert after is not None
        return after.invoices[0].state

    assert corrected(InvoiceState.UNVERIFIED) is InvoiceState.VERIFIED
    assert corrected(InvoiceState.REVERSED) is InvoiceState.REVERSED


@pytest.mark.long
def test_a_stay_uses_its_own_approval_and_not_one_for_another_illness(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    number = clinic.open(
        member_id=child.member_id, policy_id=child.policy_id, hospital_id=INDIRECT, at=OPENED_AT
    )
    clinic.act(number, actor(Role.ADJUSTER), APPROVE)
    planned_on = clinic.look(number).request.planned_on
    claims = FamilyClaims(clinic)

    def claimed(diagnosis: str) -> str:
        stay = family.claim(
            6_000_00, type=EncounterType.INPATIENT, on=planned_on, diagnoses=(diagnosis,), invoices=()
        )
        subject = ClaimSubject(member_id=child.member_id, policy_id=child.policy_id, hospital_code=INDIRECT)
        at = clinic.now(number) + timedelta(days=30)
        window = UNDO.total_seconds()
        return claims.open(claimed=stay, subject=subject, at=at, named=False, undo_window_seconds=int(window))

    other = claims.until(claimed("K35.8"), Stage.MANUAL)
    assert other.claim and other.claim.approval is Approval.NONE
    assert clinic.look(number).stage is ApprovalStage.AUTHORIZED
    own = claimed("J18.0")
    case = claims.until(own, Stage.MANUAL)
    assert case.claim and case.claim.approval is Approval.APPROVED
    assert case.subject.authorized_by == (number,)

    assert case.judged
    entry = ClaimDecisionInput(
        answer=ClaimAnswer.PAY, confirmed=case.judged.to_confirm, allowed=case.judged.referred_for
    )
    pay = DecideClaim(decision=replace(entry, explanation="核定"))
    claims.act(own, ADJUSTER, pay)
    claims.act(own, ADJUSTER, TakeBackDecision())
    assert clinic.look(number).stage is ApprovalStage.AUTHORIZED
    claims.act(own, ADJUSTER, pay)
    assert clinic.look(number).stage is ApprovalStage.AUTHORIZED, "the decision may be taken back yet"
    clinic.skip(own, UNDO)

    clinic.wait_until(lambda: clinic.row(number).stage == ApprovalStage.CLOSED, "the approval to end")
    assert clinic.row(number).closed_at
