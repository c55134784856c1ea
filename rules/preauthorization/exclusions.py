"""What the plan excludes, found item by item (R-025 to R-029, R-183, A-18, A-45, A-48)."""

from collections.abc import Iterator

from rules.catalogue.effective import EffectiveBenefit, Exclusion, procedure_exclusion
from rules.items import ItemCode
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.situations import is_surgery
from rules.preauthorization.values import EstimateItem, Finding
from rules.preauthorization.weighing import blocks, informs, refers
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

_LISTS = ("R-170", "R-171", "R-181", "R-182")
"""Where the benefits with categories list what they cover."""

_OPTIONAL = ("R-027", "R-170")
"""Items that an option is about, asked for under a benefit that does not say whether it covers them."""


def exclusion_findings(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    """Excluded items, diagnoses and fees; a list that nobody has stated refers."""
    if benefit.exclusions.value is None:
        yield refers(ReasonCode.NEEDS_PLAN, benefit.exclusions.source, "exclusions")
    yield from _items(facts, benefit)
    yield from _diagnoses(facts, benefit)
    yield from _procedures(facts, benefit)
    yield from _fees(facts, benefit)


def item_code(facts: RequestFacts, item: EstimateItem) -> ItemCode | None:
    """The item in the words of the catalogue; what a surgery is follows from the benefit (A-18, R-033)."""
    if item.item in (ItemCode.SURGERY, ItemCode.OUTPATIENT_SURGERY):
        return ItemCode.SURGERY if _of_inpatient_benefit(facts) else ItemCode.OUTPATIENT_SURGERY
    return ItemCode(item.item) if item.item in ItemCode.__members__.values() else None


def _of_inpatient_benefit(facts: RequestFacts) -> bool:
    return facts.admission or facts.request.encounter is EncounterType.SPECIAL_OUTPATIENT


def place(index: int, item: EstimateItem) -> str:
    """Which item of the estimate a finding is about, counted from 0 as in a decision's lines."""
    return f"items.{index} {item.item}"


def _items(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    codes = [item_code(facts, item) for item in facts.request.items]
    for index, (item, code) in enumerate(zip(facts.request.items, codes, strict=True)):
        excluded = benefit.excluded_items.get(code) if code else None
        if excluded:
            yield blocks(excluded.reason, excluded.source, place(index, item))
        elif benefit.parts and (code is None or code not in benefit.parts):
            yield blocks(ReasonCode.EXCLUDED_UNLISTED, _LISTS, place(index, item))
        elif code in benefit.optional_items and not benefit.parts:
            yield refers(ReasonCode.NEEDS_PLAN, _OPTIONAL, place(index, item))
    surgery = benefit.excluded_items.get(ItemCode.OUTPATIENT_SURGERY)
    said = is_surgery(facts) and not _of_inpatient_benefit(facts)
    if surgery and said and ItemCode.OUTPATIENT_SURGERY not in codes:
        yield blocks(surgery.reason, surgery.source, facts.request.kind)


def _diagnoses(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    """An exclusion takes the whole care when every diagnosis is one; some of several only inform."""
    diagnoses = facts.request.diagnoses
    caught: dict[Exclusion, list[str]] = {}
    for diagnosis in diagnoses:
        for exclusion in _excluding(diagnosis.code, benefit):
            caught.setdefault(exclusion, []).append(diagnosis.code)
    every = len({code for codes in caught.values() for code in codes}) == len({d.code for d in diagnoses})
    for exclusion, codes in caught.items():
        weigh = blocks if every else informs
        yield weigh(exclusion.reason, exclusion.source, " ".join(dict.fromkeys(codes)))


def _procedures(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    """A procedure that an exclusion may mean: no handbook names one, so a person judges it (A-45)."""
    for procedure in facts.request.procedures:
        found = procedure_exclusion(procedure.code, benefit.excluded_procedures)
        if found:
            yield refers(found.reason, (*found.source, "A-45"), procedure.code)


def _excluding(code: str, benefit: EffectiveBenefit) -> tuple[Exclusion, ...]:
    """Exclusions whose ICD-10 prefix the code begins with."""
    table = benefit.excluded_diagnoses
    beginnings = (code.upper()[:length] for length in range(1, len(code) + 1))
    return tuple(dict.fromkeys(table[beginning] for beginning in beginnings if beginning in table))


def _fees(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    """The estimate does not name the doctor's level, so the exclusion of chief physicians only informs."""
    for fee in benefit.fee_exclusions:
        if fee.hospital not in facts.hospital.name and fee.hospital != facts.hospital.brand:
            continue
        for index, item in enumerate(facts.request.items):
            if item.item in fee.items:
                yield informs(fee.reason, fee.source, place(index, item))
