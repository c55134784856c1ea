"""What a request says about the care, in the words that triggers use (R-082 to R-084)."""

import re
from collections.abc import Iterator

from rules.adjudication.missing_preauthorization_penalty import TREATMENTS
from rules.catalogue.preauthorization import CareFact, Situation
from rules.items import ItemCode
from rules.preauthorization.diagnoses import falls_under
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.values import EstimateItem, SpecialTreatment
from rules.vocabulary import AuthorizationType, EncounterType, RoomClass

_BY_NATURE = {
    SpecialTreatment.GENERAL_ANAESTHESIA: Situation.OUTPATIENT_SURGERY_GENERAL_ANESTHESIA,
    SpecialTreatment.CHEMOTHERAPY: Situation.CHEMOTHERAPY,
    SpecialTreatment.RADIOTHERAPY: Situation.RADIOTHERAPY,
    SpecialTreatment.TUMOUR_IMMUNOTHERAPY: Situation.TUMOR_IMMUNOTHERAPY,
    SpecialTreatment.TUMOUR_ENDOCRINE: Situation.TUMOR_ENDOCRINE_THERAPY,
    SpecialTreatment.PROTON_HEAVY_ION: Situation.PROTON_HEAVY_ION,
    SpecialTreatment.DIALYSIS: Situation.DIALYSIS,
}
EXAMINATIONS_AND_TREATMENTS = frozenset(
    {
        ItemCode.EXAMINATION,
        ItemCode.LARGE_EXAM,
        ItemCode.IMAGING,
        ItemCode.LAB,
        ItemCode.TREATMENT,
        ItemCode.ALLERGEN_TEST,
        ItemCode.VISION_CHECK,
        ItemCode.TCM,
        ItemCode.PSYCHOLOGY,
    }
)
"""Items whose unit price counts as that of an examination or treatment (R-082 item 3)."""

DRUGS = frozenset({ItemCode.DRUG, ItemCode.INJECTION, ItemCode.GROWTH_HORMONE})
_SURGERY = frozenset({ItemCode.SURGERY, ItemCode.OUTPATIENT_SURGERY})
_CRITICAL_KINDS = (AuthorizationType.CRITICAL_ILLNESS, AuthorizationType.SPECIAL_OUTPATIENT)
_LAST_CHAPTER_OF_OPERATIONS = 86


def unit_price(item: EstimateItem) -> int:
    """Price of one, in fen; an average that is no whole fen means that one of them costs more."""
    if item.unit_price is not None:
        return item.unit_price
    return -(-item.amount // max(item.quantity, 1))


def is_surgery(facts: RequestFacts) -> bool:
    """Whether the request is for surgery in so many words; a procedure code alone does not say it."""
    kinds = (AuthorizationType.SURGERY, AuthorizationType.OUTPATIENT_SURGERY)
    return facts.request.kind in kinds or any(item.item in _SURGERY for item in facts.request.items)


def certain(facts: RequestFacts) -> Iterator[CareFact]:
    """What the request plainly says."""
    yield from _stay(facts)
    yield from _treatments(facts)
    yield from _items(facts)
    spent = facts.spent_on_group + facts.request.estimate
    yield CareFact(Situation.EXPECTED_CUMULATIVE_COST, spent)


def possible(facts: RequestFacts) -> Iterator[CareFact]:
    """What the request may mean: where a trigger hangs on it, a person triages."""
    request = facts.request
    operations = [code for code in request.procedures if _is_operation(code.code)]
    if operations and not facts.admission and not is_surgery(facts):
        yield CareFact(Situation.OUTPATIENT_SURGERY)
    if request.kind is AuthorizationType.TUMOR_TREATMENT and not request.special_treatments:
        yield CareFact(Situation.CHEMOTHERAPY)
    if _illnesses(facts) is None and _said_critical(facts):
        yield CareFact(Situation.CRITICAL_ILLNESS_TREATMENT)
    if not facts.admission:
        for item in request.items:
            if item.item in DRUGS:
                yield CareFact(Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT, item.amount)


def _stay(facts: RequestFacts) -> Iterator[CareFact]:
    request = facts.request
    if request.encounter is EncounterType.INPATIENT or request.kind is AuthorizationType.INPATIENT:
        yield CareFact(Situation.INPATIENT)
    if request.kind is AuthorizationType.OBSERVATION_WARD or request.room_class is RoomClass.OBSERVATION:
        yield CareFact(Situation.OBSERVATION_WARD)
    if is_surgery(facts):
        yield CareFact(Situation.INPATIENT_SURGERY if facts.admission else Situation.OUTPATIENT_SURGERY)


def _treatments(facts: RequestFacts) -> Iterator[CareFact]:
    request = facts.request
    for treatment in request.special_treatments:
        if treatment is not SpecialTreatment.GENERAL_ANAESTHESIA or not facts.admission:
            yield CareFact(_BY_NATURE[treatment])
    for procedure in request.procedures:
        for prefix, situation in TREATMENTS.items():
            if procedure.code.startswith(prefix):
                yield CareFact(situation)
    if request.kind is AuthorizationType.DIALYSIS:
        yield CareFact(Situation.DIALYSIS)
    if request.kind is AuthorizationType.LARGE_EXAMINATION:
        yield CareFact(Situation.LARGE_EXAMINATION)
    if request.kind is AuthorizationType.EQUIPMENT:
        yield CareFact(Situation.DURABLE_EQUIPMENT)
    if any(falls_under(diagnosis.code, _illnesses(facts) or ()) for diagnosis in request.diagnoses):
        yield CareFact(Situation.CRITICAL_ILLNESS_TREATMENT)


def _items(facts: RequestFacts) -> Iterator[CareFact]:
    large = _large_examinations(facts)
    for item in facts.request.items:
        price = unit_price(item)
        if item.item == ItemCode.LARGE_EXAM or item.item in large or _names_one(item.description, large):
            yield CareFact(Situation.LARGE_EXAMINATION, price)
        if item.item in EXAMINATIONS_AND_TREATMENTS:
            yield CareFact(Situation.EXAMINATION_OR_TREATMENT_PRICE, price)
        if item.item in DRUGS and not facts.admission:
            yield CareFact(Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT, price)
        if item.item == ItemCode.DURABLE_EQUIPMENT:
            yield CareFact(Situation.DURABLE_EQUIPMENT, price)


def _large_examinations(facts: RequestFacts) -> tuple[str, ...]:
    stated = facts.plan.choices.large_exam_codes.on(facts.request.planned_on)
    return (stated.value if stated else None) or ()


def _names_one(description: str, names: tuple[str, ...]) -> bool:
    """Whether the description holds a name as a word of its own: ``头颅CT平扫`` does, ``OCT`` does not."""
    return any(
        re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", description, re.IGNORECASE)
        for name in names
    )


def _illnesses(facts: RequestFacts) -> tuple[str, ...] | None:
    """ICD-10 prefixes of the critical illnesses; None where neither plan nor schedule lists them (R-033)."""
    for benefit in facts.terms.by_encounter.values():
        if benefit.illnesses.source:
            return benefit.illnesses.value
    return None


def _said_critical(facts: RequestFacts) -> bool:
    request = facts.request
    return request.kind in _CRITICAL_KINDS or request.encounter is EncounterType.SPECIAL_OUTPATIENT


def _is_operation(procedure: str) -> bool:
    """Whether the code stands in the chapters of operations, 01 to 86; later ones examine and treat."""
    chapter = procedure[:2]
    return chapter.isdigit() and 0 < int(chapter) <= _LAST_CHAPTER_OF_OPERATIONS
