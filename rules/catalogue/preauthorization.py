"""Prior authorization: which care needs written approval, and what its absence costs (R-080 to R-086)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import model_validator

from rules.catalogue.values import Clause, Dated, Fen, Rate, Sources


class Situation(StrEnum):
    """A fact about planned or given care that a trigger may name."""

    INPATIENT = "INPATIENT"
    OBSERVATION_WARD = "OBSERVATION_WARD"
    INPATIENT_SURGERY = "INPATIENT_SURGERY"
    OUTPATIENT_SURGERY = "OUTPATIENT_SURGERY"
    OUTPATIENT_SURGERY_GENERAL_ANESTHESIA = "OUTPATIENT_SURGERY_GENERAL_ANESTHESIA"
    CHEMOTHERAPY = "CHEMOTHERAPY"
    RADIOTHERAPY = "RADIOTHERAPY"
    TUMOR_IMMUNOTHERAPY = "TUMOR_IMMUNOTHERAPY"
    TUMOR_ENDOCRINE_THERAPY = "TUMOR_ENDOCRINE_THERAPY"
    PROTON_HEAVY_ION = "PROTON_HEAVY_ION"
    DIALYSIS = "DIALYSIS"
    LARGE_EXAMINATION = "LARGE_EXAMINATION"
    EXAMINATION_OR_TREATMENT_PRICE = "EXAMINATION_OR_TREATMENT_PRICE"
    DRUG_OR_INJECTION_SINGLE_TREATMENT = "DRUG_OR_INJECTION_SINGLE_TREATMENT"
    DURABLE_EQUIPMENT = "DURABLE_EQUIPMENT"
    EXPECTED_CUMULATIVE_COST = "EXPECTED_CUMULATIVE_COST"
    CRITICAL_ILLNESS_TREATMENT = "CRITICAL_ILLNESS_TREATMENT"


LINE_SITUATIONS = frozenset(
    {
        Situation.OUTPATIENT_SURGERY,
        Situation.LARGE_EXAMINATION,
        Situation.EXAMINATION_OR_TREATMENT_PRICE,
        Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT,
        Situation.DURABLE_EQUIPMENT,
    }
)
"""Situations of a single charge; all others are of the visit or stay as a whole."""


class Trigger(Clause):
    """Care that needs approval; a price in fen counts ``above`` an amount, or ``require_from`` it on.

    ``penalize_above`` is the amount above which the absence of approval costs the member (A-14).
    """

    id: str
    when: tuple[Situation, ...]
    require_from: Dated[Fen] | None = None
    above: Dated[Fen] | None = None
    penalize_above: Dated[Fen] | None = None
    source: Sources

    @model_validator(mode="after")
    def _one_threshold(self) -> "Trigger":
        if self.require_from and self.above:
            raise ValueError(f"trigger {self.id}: write require_from or above, not both")
        return self


class PreauthorizationTerms(Clause):
    """When approval is needed, how early to ask, and what follows without it."""

    lead_working_days: Dated[int]
    lead_is_binding: bool
    decision_working_days: Dated[int]
    emergency_notice_hours: Dated[int]
    extra_member_share: Dated[Rate]
    full_refusal: Dated[Literal["SENIOR_DISCRETION"]]
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class CareFact:
    """A situation found in a request or a bill; ``amount`` is its price in fen where it has one."""

    situation: Situation
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class TriggerMet:
    """A trigger that a fact met; ``penalized`` is whether missing approval costs the member (A-14)."""

    trigger: Trigger
    fact: CareFact
    penalized: bool


def triggers_met(terms: PreauthorizationTerms, facts: Iterable[CareFact], on: date) -> Iterator[TriggerMet]:
    """Triggers of the plan that the facts meet on a day, in the order of the facts.

    A fact without its price meets a trigger that has a threshold: what is unknown is asked for.
    """
    for fact in facts:
        for trigger in terms.triggers:
            if fact.situation in trigger.when and _reaches(trigger, fact.amount, on):
                yield TriggerMet(trigger, fact, _is_penalized(trigger, fact.amount, on))


def _reaches(trigger: Trigger, amount: int | None, on: date) -> bool:
    above, require_from = amount_on(trigger.above, on), amount_on(trigger.require_from, on)
    if amount is None:
        return True
    return (above is None or amount > above) and (require_from is None or amount >= require_from)


def _is_penalized(trigger: Trigger, amount: int | None, on: date) -> bool:
    penalize_above = amount_on(trigger.penalize_above, on)
    return penalize_above is None or (amount is not None and amount > penalize_above)


def amount_on(dated: Dated[int] | None, on: date) -> int | None:
    """The amount in fen that holds on a day, when one is stated."""
    stated = dated.on(on) if dated else None
    return stated.value if stated else None
