"""Diagnosis codes: which prefix they fall under, and which belong together."""

from collections.abc import Iterable

from rules.preauthorization.values import Coded

_CATEGORY = 3


def falls_under(code: str, prefixes: Iterable[str]) -> bool:
    """Whether a code of ICD-10 or ICD-9-CM-3 begins with one of the prefixes."""
    return code.upper().startswith(tuple(prefixes))


def diagnosis_groups(diagnoses: Iterable[Coded]) -> tuple[str, ...]:
    """The ICD-10 categories, such as ``J35``: one group adds up and makes one stay (A-16, A-29)."""
    return tuple(sorted({diagnosis.code.upper()[:_CATEGORY] for diagnosis in diagnoses}))
