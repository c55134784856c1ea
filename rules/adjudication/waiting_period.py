"""Days from the first effective date with no cover for some care (R-021 to R-024, A-03, A-47)."""

from datetime import date

from rules.adjudication.visit import Visit
from rules.catalogue.effective import EffectiveWaiting
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

APPLIES = ("R-021",)
INPATIENT = EncounterType.INPATIENT
SURGERY = ("R-024", "A-47")
SURGERY_ITEMS = frozenset({ItemCode.SURGERY, ItemCode.OUTPATIENT_SURGERY})
ACCIDENT_CHAPTERS = frozenset("STVWXY")
"""ICD-10 letters of injuries and their causes."""


def waiting_period(visit: Visit, waiting: EffectiveWaiting) -> None:
    """Refuses care inside a stated waiting period and refers what only an ambiguous one would catch.

    Day 1 is the effective date; the last waiting day is inside. A renewal without a gap does not wait.
    """
    if visit.policy.purchase not in waiting.applies_to:
        visit.keep("waiting_period", APPLIES, (("purchase", visit.policy.purchase.value),))
        return
    day, days = _day_number(visit, visit.on), waiting.days.value
    if day < 1:
        return
    if days is None:
        visit.missing("waiting_period", "waiting days", waiting.days.source)
    elif day <= days:
        _refuse_inside(visit, days, waiting.days.source, day)
    elif _is_over(visit, waiting, day) or not (
        _surgery_waits(visit, waiting, day) or _review(visit, waiting, day)
    ):
        visit.keep("waiting_period", waiting.days.source, (("day", day),))


def _day_number(visit: Visit, when: date) -> int:
    return (when - visit.policy.effective_on).days + 1


def _is_over(visit: Visit, waiting: EffectiveWaiting, day: int) -> bool:
    """Whether nothing waits any more; surgery has a date of its own."""
    return day > waiting.last and visit.claim.encounter.surgery_on is None


def _refuse_inside(visit: Visit, days: int, clause: tuple[str, ...], day: int) -> None:
    reason = ReasonCode.WAITING_120 if days == 120 else ReasonCode.WAITING_SCHEDULE
    visit.refuse("waiting_period", reason, clause, (("day", day), ("waiting days", days)))


def _surgery_waits(visit: Visit, waiting: EffectiveWaiting, day: int) -> bool:
    """Surgery of a listed condition inside its own waiting period; the date of surgery counts."""
    days = waiting.surgery_days.value
    if not days:
        return False
    encounter = visit.claim.encounter
    if encounter.surgery_on:
        day = _day_number(visit, encounter.surgery_on)
    if day > days:
        return False
    certain, possible = _listed_surgery(visit, waiting)
    facts = (("day of surgery", day), ("waiting days", days))
    if certain and not is_accident(encounter.diagnoses):
        visit.refuse("waiting_period", ReasonCode.WAITING_120, SURGERY, facts)
    elif certain or possible:
        visit.refer("waiting_period", ReasonCode.WAITING_120, SURGERY, facts)
    return certain or possible


def _listed_surgery(visit: Visit, waiting: EffectiveWaiting) -> tuple[bool, bool]:
    """Whether the surgery is certainly, or only possibly, one of a listed condition (domain 8.5)."""
    encounter = visit.claim.encounter
    for code in encounter.procedures:
        if code.startswith(waiting.surgery_procedures):
            return True, True
    listed = [code.startswith(waiting.surgery_diagnoses) for code in encounter.diagnoses]
    if True not in listed or not _operated(visit):
        return False, False
    return False not in listed and not encounter.procedures, True


def _operated(visit: Visit) -> bool:
    claimed = visit.claim.lines
    by_item = any(claimed[number].item in SURGERY_ITEMS for number in visit.lines)
    return visit.claim.encounter.surgery_on is not None or by_item


def is_accident(diagnoses: tuple[str, ...]) -> bool:
    """Whether the first diagnosis is an injury, which no waiting text speaks about (A-47)."""
    return bool(diagnoses) and diagnoses[0][:1] in ACCIDENT_CHAPTERS


def _review(visit: Visit, waiting: EffectiveWaiting, day: int) -> bool:
    """A disease admission that one passage of the handbook would make wait goes to a person (A-03)."""
    days = waiting.review_days.value
    disease_stay = visit.type is INPATIENT and not is_accident(visit.claim.encounter.diagnoses)
    if not days or day > days or not disease_stay:
        return False
    visit.findings.flags[ReasonCode.AMBIGUOUS_WAITING_30] = None
    visit.refer(
        "waiting_period", ReasonCode.AMBIGUOUS_WAITING_30, waiting.review_days.source, (("day", day),)
    )
    return True
