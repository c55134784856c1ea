"""What a claim's file needs, by the plan's checklist and the situation (domain 7.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.adjudication.claim import Claim
from rules.adjudication.waiting_period import is_accident
from rules.catalogue.plan import PlanVersion
from rules.catalogue.services import DocumentCondition, DocumentRequirement
from rules.items import ItemCode
from rules.payments.payee import OF_AGE
from rules.vocabulary import DocumentKind, EncounterType, Ownership, Process

SMALL_CLAIM = 3_000_00
"""Fen up to which a claim is small (L-19)."""

_STAYS = (EncounterType.INPATIENT,)
_TUMOR = re.compile("C|D[0-4]")
"""Codes of neoplasms: C00 to D48; what follows are diseases of the blood (ICD-10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSituation:
    """What decides which papers are asked for, beside the claim."""

    age: int
    accident: bool = False
    discharged: bool = False
    guardian_is_parent: bool = True
    held_before: frozenset[DocumentKind] = frozenset()


def required_documents(
    plan: PlanVersion, claim: Claim | None, situation: ClaimSituation
) -> tuple[DocumentKind, ...]:
    """The checklist in its order; what the child's earlier cases hold for good is not asked for again."""
    conditions = frozenset(_conditions(claim, situation))
    return tuple(
        dict.fromkeys(
            requirement.kind
            for requirement in plan.checklist(Process.REIMBURSEMENT)
            if _applies(requirement, conditions)
            and not (requirement.once_per_member and requirement.kind in situation.held_before)
        )
    )


def originals_required(plan: PlanVersion, claim: Claim, *, on_paper: bool) -> bool:
    """Whether originals have to come by courier: paper of a public stay, no e-bill (R-142, A-27)."""
    public_stay = claim.provider.ownership is Ownership.PUBLIC and claim.encounter.type in _STAYS
    return bool(on_paper and public_stay and plan.originals and plan.originals.public_inpatient)


def is_small(claim: Claim) -> bool:
    """Whether the claimed amount makes it a small claim (L-19)."""
    return sum(line.amount for line in claim.lines) <= SMALL_CLAIM


def _applies(requirement: DocumentRequirement, conditions: frozenset[DocumentCondition]) -> bool:
    wanted = not requirement.when or not conditions.isdisjoint(requirement.when)
    return wanted and conditions.isdisjoint(requirement.unless)


def _conditions(claim: Claim | None, situation: ClaimSituation) -> Iterator[DocumentCondition]:
    if situation.age >= OF_AGE:
        yield DocumentCondition.ADULT
    if not situation.guardian_is_parent:
        yield DocumentCondition.GUARDIAN_IS_NOT_PARENT
    if claim is None:
        return
    stay = claim.encounter.type in _STAYS
    holds = {
        DocumentCondition.INPATIENT: stay,
        DocumentCondition.DISCHARGED: stay and situation.discharged,
        DocumentCondition.SURGERY: any(line.item is ItemCode.SURGERY for line in claim.lines),
        DocumentCondition.TUMOR: any(_TUMOR.match(code) for code in claim.encounter.diagnoses),
        DocumentCondition.INJURY: situation.accident or is_accident(claim.encounter.diagnoses),
        DocumentCondition.VACCINE: claim.encounter.type is EncounterType.VACCINATION,
        DocumentCondition.PUBLIC_INSURANCE_USED: claim.public_insurance_paid > 0,
    }
    yield from (condition for condition, met in holds.items() if met)
