"""A card on the desk, a visit to be opened, an admission: as hospitals send them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from rules.items import ItemCode
from rules.vocabulary import Department, EncounterType, IdentityKind, Language
from web.api.bodies.fields import Amount, Body, Code, Day, Flag, Name
from web.api.bodies.opened import OpeningBody
from web.api.bodies.preauthorization_body import Diagnosis

USUAL_VISIT = 800_00
"""What a desk that says nothing expects a visit to cost."""

ELIGIBILITY_EXAMPLE: dict[str, Any] = {
    "card_number": "EC-2607-1",
    "identity_kind": "RESIDENT_ID",
    "identity_number": "999999202001010045",
    "hospital": "MEIHUA-FUER",
    "encounter": "OUTPATIENT",
    "on": "2026-12-03",
    "expected": "800.00",
}
VISIT_EXAMPLE: dict[str, Any] = {
    **ELIGIBILITY_EXAMPLE,
    "department_name": "儿科",
    "diagnoses": [{"code": "J06.900", "name": "上呼吸道感染"}],
}
ADMISSION_EXAMPLE: dict[str, Any] = {
    "guarantee": "GOP-20261121-000042-V1",
    "hospital": "MEIHUA-FUER",
    "admitted_on": "2026-12-03",
    "department_name": "耳鼻喉科",
}

IdentityNumber = Annotated[
    str, StringConstraints(strict=True, min_length=4, max_length=30, pattern=r"^[0-9A-Za-z()/ .-]+$")
]


class CardBody(Body):
    """Whose card is on the desk: the card and an identity document of the child."""

    card_number: Code
    identity_kind: IdentityKind
    identity_number: IdentityNumber
    hospital: Code | None = None
    """Code of the hospital; a hospital desk may leave out its own."""
    department: Department = Department.GENERAL
    encounter: EncounterType
    on: Day
    expected: Amount = USUAL_VISIT
    """What the bill is expected to come to."""
    appointment: Flag = False
    """Whether the visit was booked in advance, as public hospitals ask (R-060)."""
    guarantee: Code | None = None
    """Number of the letter of guarantee, where the care needs one."""
    item: ItemCode | None = None
    """What the visit is for, where that needs a letter: an operation, a large examination."""


class EligibilityBody(CardBody):
    """A question of the desk; nothing is held."""


class VisitBody(OpeningBody, CardBody):
    """A visit to be opened: its place and amount are held for 30 days."""

    department_name: Name | None = None
    diagnoses: Annotated[tuple[Diagnosis, ...], Field(max_length=20)] = ()
    language: Language = Language.CHINESE
    """Language of the letters."""


class AdmissionBody(OpeningBody):
    """A child is admitted on a letter of guarantee."""

    guarantee: Code
    hospital: Code | None = None
    """Code of the hospital; a hospital desk may leave out its own."""
    admitted_on: Day
    department: Department = Department.GENERAL
    department_name: Name | None = None
    language: Language = Language.CHINESE
    """Language of the letters."""
