"""Stays of the clinic's children that their hospital bills: admitted on a letter, billed, decided."""

from datetime import date, timedelta

from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import Stage
from rules.items import ItemCode
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Coded, Outcome
from rules.preauthorization.values import Stage as LetterStage
from rules.roles import Actor, Role
from rules.vocabulary import EncounterType
from tests.workflows.cases import actor
from tests.workflows.desks import Visits, line, staff
from workflows.messages import Decide
from workflows.messages_claims import DecideClaim
from workflows.messages_direct_billing import AuthorizeDischarge

CHILD = "M2025000002"
"""A child whose other cases here are visits: an open stay would share its reserve with new letters."""
ADJUSTER, SUPERVISOR = staff(Role.ADJUSTER), staff(Role.SUPERVISOR)
PNEUMONIA = (Coded(code="J18.9", name="肺炎"),)
ADMITTED_ON = date(2026, 10, 12)
LEFT_ON = ADMITTED_ON + timedelta(days=3)
BED = line("1", 8_000_00, ItemCode.BED)
DRUGS = line("2", 6_000_00, ItemCode.DRUG)


def admitted(visits: Visits, undo_seconds: int = 0) -> tuple[str, str]:
    """A child admitted on a letter of 18,000 yuan: the numbers of the letter's case and of the stay."""
    letter = visits.clinic.open(child=CHILD)
    visits.clinic.act(letter, actor(Role.ADJUSTER), Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))
    visits.clinic.wait_until(lambda: visits.clinic.row(letter).stage == LetterStage.GUARANTEED, "the letter")
    number = visits.open(
        child=CHILD,
        authorization=letter,
        encounter=EncounterType.INPATIENT,
        on=ADMITTED_ON,
        diagnoses=PNEUMONIA,
        expected=18_000_00,
        at=visits.clinic.now(letter) + timedelta(days=13),
        undo_seconds=undo_seconds,
    )
    assert visits.look(number).stage is Stage.ADMITTED
    return letter, number


def decide(visits: Visits, number: str, who: Actor = ADJUSTER) -> None:
    """A person confirms what the engine found, with everything that it wants confirmed."""
    judged = visits.look(number).judged
    assert judged is not None
    entry = ClaimDecisionInput(
        answer=ClaimAnswer.PAY, confirmed=judged.to_confirm, allowed=judged.referred_for, explanation="核定"
    )
    visits.act(number, who, DecideClaim(decision=entry))


def paid(visits: Visits) -> DirectBillingCase:
    """A stay that left on LEFT_ON, whose hospital was paid for BED and DRUGS; its bill may be corrected."""
    _, number = admitted(visits)
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=LEFT_ON)
    visits.act(number, ADJUSTER, AuthorizeDischarge(reason="与担保函相符"))
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=LEFT_ON, final=True)
    decide(visits, number)
    visits.sign_payment(number)
    return visits.until(number, Stage.HOSPITAL_PAID)
