"""Grade and department of a public hospital (R-042, R-043, R-173, A-21, L-14)."""

from rules.adjudication.channel import EMERGENCY_CLAUSE
from rules.adjudication.visit import Visit
from rules.reasons import ReasonCode


def public_hospital(visit: Visit) -> None:
    """Refuses a grade below the plan's, but not for an emergency; other departments go to a person."""
    _grade(visit)
    _department(visit)


def _grade(visit: Visit) -> None:
    lowest, grade = visit.benefit.min_grade, visit.claim.provider.grade
    if lowest.value is None:
        return
    facts = (("grade", grade if grade is not None else "unknown"), ("lowest", lowest.value))
    if visit.claim.encounter.emergency and (grade is None or grade < lowest.value):
        clause = (*lowest.source, *EMERGENCY_CLAUSE)
        visit.refer("hospital_level", ReasonCode.OUT_OF_NETWORK_EMERGENCY, clause, facts)
    elif grade is None:
        visit.refer("hospital_level", ReasonCode.HOSPITAL_LEVEL, lowest.source, facts)
    elif grade < lowest.value:
        visit.refuse("hospital_level", ReasonCode.HOSPITAL_LEVEL, lowest.source, facts)
    else:
        visit.keep("hospital_level", lowest.source, facts)


def _department(visit: Visit) -> None:
    covered, department = visit.benefit.departments, visit.claim.provider.department
    if covered.value is None or department in covered.value:
        return
    facts = (("department", department.value),)
    if visit.benefit.other_departments == "NOT_COVERED":
        visit.refuse("department", ReasonCode.OUT_OF_NETWORK, covered.source, facts)
    else:
        visit.refer("department", ReasonCode.NEEDS_PLAN, covered.source, facts)
