"""Care that is approved before the child comes."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from temporalio.client import WorkflowUpdateFailedError

from commands.lived.insured import Insured
from commands.lived.people import HEAD, desk
from commands.lived.stage import Stage, opening_at, papers
from rules.china_time import at_shanghai
from rules.opening import Opening
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Coded, EstimateItem, Outcome, TreatmentRequest
from rules.preauthorization.values import Stage as ApprovalStage
from rules.vocabulary import AuthorizationType, Department, DocumentKind, EncounterType, Process
from workflows.messages import Decide

BEFORE_ADMISSION = timedelta(days=20)
STAY_DAYS = 5
_KINDS = {
    EncounterType.INPATIENT: AuthorizationType.INPATIENT,
    EncounterType.EMERGENCY: AuthorizationType.INPATIENT,
    EncounterType.SPECIAL_OUTPATIENT: AuthorizationType.SPECIAL_OUTPATIENT,
}
_STANDING = (ApprovalStage.GUARANTEED, ApprovalStage.AUTHORIZED)


def planned_care(
    insured: Insured, hospital: str, on: date, estimate: int, **changes: Any
) -> TreatmentRequest:
    """Care of that child on that day, estimated in one sum: a stay for pneumonia unless told otherwise."""
    usual = TreatmentRequest(
        member_id=insured.member_id,
        policy_id=insured.policy_id,
        hospital_id=hospital,
        department=Department.GENERAL,
        department_name="儿科",
        encounter=EncounterType.INPATIENT,
        kind=AuthorizationType.INPATIENT,
        diagnoses=coded(("J18.9",)),
        treatment="按病情治疗",
        planned_on=on,
        expected_days=STAY_DAYS,
        items=(EstimateItem(item="BED", description="预计费用", amount=estimate),),
        doctor_name="李医生",
        doctor_contact="021-55500100",
    )
    asked = replace(usual, **changes)
    return replace(asked, kind=_KINDS.get(asked.encounter, AuthorizationType.OUTPATIENT_SURGERY))


def approved(stage: Stage, asked: TreatmentRequest) -> str:
    """A pre-authorization that is approved before the child comes; its number."""
    number = _asked_for(stage, asked)
    _approve(stage, number)
    return number


def approved_if_it_can_be(stage: Stage, asked: TreatmentRequest) -> str:
    """The same; empty where none can be had: the care needs no approval, or the plan never covers it."""
    number = _asked_for(stage, asked)
    if stage.see(number).final:
        return ""
    try:
        _approve(stage, number)
    except WorkflowUpdateFailedError:
        return ""
    return number


def _asked_for(stage: Stage, asked: TreatmentRequest) -> str:
    at = at_shanghai(asked.planned_on, time(10)) - BEFORE_ADMISSION
    who = desk(asked.hospital_id)
    case = PreAuthorizationCase(
        case_number=stage.number(Process.PREAUTHORIZATION, at),
        opened_by=who.reference,
        **opening_at(at),
        request=asked,
        documents=papers(*DocumentKind),
    )
    return stage.open(Opening(case=case, opener=who))


def _approve(stage: Stage, number: str) -> None:
    stage.act(number, HEAD, Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))
    stage.until(number, lambda seen: seen.stage in _STANDING, "its letter")


def coded(codes: tuple[str, ...]) -> tuple[Coded, ...]:
    """Codes of diagnoses or procedures, named by themselves."""
    return tuple(Coded(code=code, name=code) for code in codes)
