"""Care that needs a benefit which the policy does not have (R-033, R-050, R-170, R-175)."""

from rules.adjudication.visit import Visit
from rules.catalogue.effective import Exclusion
from rules.reasons import ReasonCode


def optional_benefit(visit: Visit, exclusion: Exclusion) -> None:
    """Refuses care under an option that was not bought or that the plan excludes."""
    claimed, items = visit.claim.lines, visit.benefit.excluded_items
    for number in visit.lines:
        found = items.get(claimed[number].item, exclusion)
        visit.refuse("optional_benefit", found.reason, found.source, (("line", number + 1),))


def listed_illness(visit: Visit) -> None:
    """Special outpatient care belongs to the inpatient benefit only for a listed critical illness (R-033)."""
    illnesses = visit.benefit.illnesses
    if illnesses.value is None:
        visit.missing("listed_illness", "listed illnesses", illnesses.source)
    elif any(code.startswith(tuple(illnesses.value)) for code in visit.claim.encounter.diagnoses):
        visit.keep("listed_illness", illnesses.source)
    else:
        visit.refer("listed_illness", ReasonCode.NEEDS_PLAN, illnesses.source, (("illness", "not listed"),))
