"""Waiting periods: days from the first effective date with no cover for some care (R-021 to R-024)."""

from rules.catalogue.benefits import DiagnosisRange
from rules.catalogue.values import Clause, CountOfDays, Dated, Sources, Words
from rules.vocabulary import Benefit, Purchase


class SurgeryCondition(Clause):
    """A condition whose surgery waits; diagnoses are ICD-10, procedures ICD-9-CM-3 prefixes."""

    name: Words
    diagnoses: tuple[DiagnosisRange, ...]
    procedures: tuple[str, ...]


class SurgeryWaiting(Clause):
    """Surgery of the listed conditions is covered only after these days (R-024, A-47)."""

    days: Dated[CountOfDays]
    conditions: tuple[SurgeryCondition, ...]
    source: Sources


class Waiting(Clause):
    """Waiting by benefit; ``review_days`` send a disease admission to a person and never refuse (A-03)."""

    applies_to: Dated[tuple[Purchase, ...]]
    days: dict[Benefit, Dated[CountOfDays]]
    inpatient_review_days: Dated[CountOfDays] | None = None
    surgery: SurgeryWaiting | None = None
