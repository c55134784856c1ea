"""What letters of a pre-authorization share: the child, the policy, and what was asked for."""

from typing import Any

from activities.letter_contents.frame import family, hospital_of
from activities.letter_contents.sources import PreauthorizationSources
from letters.kinds import RequestedCare


def about(sources: PreauthorizationSources) -> dict[str, Any]:
    """Fields of every letter about care."""
    return {**family(sources), "care": care(sources)}


def care(sources: PreauthorizationSources) -> RequestedCare:
    """What was asked for, without the diagnosis: most letters do not need it (L-30)."""
    request, hospital = sources.case.request, hospital_of(sources)
    return RequestedCare(
        hospital=hospital.name,
        hospital_english=hospital.name_en or "",
        department=request.department_name,
        authorization_types=(request.kind,),
        treatment=request.treatment,
        planned_on=request.planned_on,
        estimate=request.estimate,
    )
