"""Documents that the plan's checklist asks for in this situation, each once (7.4, A-13, A-40, L-02)."""

from collections.abc import Iterator

from rules.adjudication.waiting_period import is_accident
from rules.catalogue.preauthorization import Situation
from rules.catalogue.services import DocumentCondition, DocumentRequirement
from rules.items import ItemCode
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.situations import is_surgery
from rules.preauthorization.timing import notified_in_time
from rules.preauthorization.triggers import Triggered
from rules.vocabulary import AuthorizationType, DocumentKind, EncounterType, Process


def required_documents(facts: RequestFacts, approval: Triggered) -> tuple[DocumentKind, ...]:
    """The checklist in its order; of alternatives, one that was handed in, else the one that it prefers."""
    conditions = frozenset(_conditions(facts, approval))
    asked = [
        _kind(requirement, facts.documents)
        for requirement in facts.plan.checklist(Process.PREAUTHORIZATION)
        if _applies(requirement, conditions) and not _triage_record_stands_in(requirement, facts)
    ]
    return tuple(dict.fromkeys(asked))


def _applies(requirement: DocumentRequirement, conditions: frozenset[DocumentCondition]) -> bool:
    wanted = not requirement.when or not conditions.isdisjoint(requirement.when)
    return wanted and conditions.isdisjoint(requirement.unless)


def _triage_record_stands_in(requirement: DocumentRequirement, facts: RequestFacts) -> bool:
    """An emergency told in time brings the triage record instead of an admission notice (A-13)."""
    return requirement.kind is DocumentKind.ADMISSION_NOTICE and notified_in_time(facts)


def _kind(requirement: DocumentRequirement, held: tuple[DocumentKind, ...]) -> DocumentKind:
    accepted = (requirement.kind, *requirement.one_of)
    return next((kind for kind in accepted if kind in held), requirement.kind)


def _conditions(facts: RequestFacts, approval: Triggered) -> Iterator[DocumentCondition]:
    request = facts.request
    items = {item.item for item in request.items}
    holds = {
        DocumentCondition.INPATIENT: facts.admission,
        DocumentCondition.SURGERY: is_surgery(facts),
        DocumentCondition.TUMOR: request.kind is AuthorizationType.TUMOR_TREATMENT,
        DocumentCondition.INJURY: is_accident(tuple(diagnosis.code for diagnosis in request.diagnoses)),
        DocumentCondition.VACCINE: request.encounter is EncounterType.VACCINATION,
        DocumentCondition.DRUG: _is_about_a_drug(facts, approval),
        DocumentCondition.EQUIPMENT: request.kind is AuthorizationType.EQUIPMENT
        or ItemCode.DURABLE_EQUIPMENT in items,
        DocumentCondition.EMERGENCY: request.emergency,
        DocumentCondition.PREAUTHORIZATION_REQUIRED: bool(approval.required),
        DocumentCondition.ADULT: facts.adult,
    }
    yield from (condition for condition, met in holds.items() if met)


def _is_about_a_drug(facts: RequestFacts, approval: Triggered) -> bool:
    """A drug asked for as such or by its price; the drugs of a stay need no prescription beforehand."""
    priced = Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT in approval.situations
    return facts.request.kind is AuthorizationType.DRUG or priced
