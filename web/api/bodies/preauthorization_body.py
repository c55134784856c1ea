"""A request for approval before treatment, as hospitals and families send it."""

from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from rules.items import ItemCode
from rules.preauthorization.values import Coded, EstimateItem, SpecialTreatment
from rules.vocabulary import AuthorizationType, Department, EncounterType, Language, RoomClass
from web.api.bodies.fields import Amount, Body, Code, Count, Day, Flag, Instant, Name, Words
from web.api.bodies.opened import OpeningBody

DiagnosisCode = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Z][0-9]{2}(\.[0-9A-Za-z]{1,10})?[+*]?$")
]
ProcedureCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{2}(\.[0-9A-Za-z]{1,10})?$")]


class Diagnosis(Body):
    """A diagnosis with its ICD-10 code."""

    code: Annotated[DiagnosisCode, Field(examples=["J35.300"])]
    name: Annotated[Name, Field(examples=["扁桃体肥大伴腺样体肥大"])]

    def coded(self) -> Coded:
        """The diagnosis as the case keeps it."""
        return Coded(code=self.code, name=self.name)


class Procedure(Body):
    """A procedure with its ICD-9-CM-3 code."""

    code: Annotated[ProcedureCode, Field(examples=["28.3x01"])]
    name: Annotated[Name, Field(examples=["扁桃体伴腺样体切除术"])]

    def coded(self) -> Coded:
        """The procedure as the case keeps it."""
        return Coded(code=self.code, name=self.name)


class Item(Body):
    """One item of the cost estimate."""

    item: ItemCode
    description: Name
    amount: Amount
    quantity: Annotated[int, Strict(), Field(ge=1, le=100_000)] = 1
    unit_price: Amount | None = None

    def estimated(self) -> EstimateItem:
        """The item as the case keeps it, in fen."""
        return EstimateItem(
            item=self.item,
            description=self.description,
            amount=self.amount,
            quantity=self.quantity,
            unit_price=self.unit_price,
        )


EXAMPLE = {
    "member_number": "M2025000001",
    "policy_number": "2607-STD-1",
    "hospital": "MEIHUA-FUER",
    "department": "GENERAL",
    "department_name": "耳鼻喉科",
    "encounter": "INPATIENT",
    "kind": "SURGERY",
    "special_treatments": ["GENERAL_ANAESTHESIA"],
    "diagnoses": [{"code": "J35.300", "name": "扁桃体肥大伴腺样体肥大"}],
    "procedures": [{"code": "28.3x01", "name": "扁桃体伴腺样体切除术"}],
    "treatment": "全麻下低温等离子扁桃体、腺样体切除术",
    "planned_on": "2026-12-03",
    "expected_days": 3,
    "room_class": "STANDARD_SINGLE",
    "items": [
        {"item": "SURGERY", "description": "扁桃体腺样体切除术", "amount": "18000.00"},
        {
            "item": "BED",
            "description": "标准单人间",
            "amount": "3600.00",
            "quantity": 3,
            "unit_price": "1200.00",
        },
    ],
    "doctor_name": "陈医生",
    "doctor_contact": "021-5550-0100",
    "documents": [],
}


class PreauthorizationBody(OpeningBody):
    """Who is to be treated for what, where and when, and what it will cost."""

    member_number: Code
    """Number on the child's card."""
    policy_number: Code
    """Number of the policy that insures this child."""
    hospital: Code | None = None
    """Code of the hospital; a hospital desk may leave out its own."""
    department: Department = Department.GENERAL
    department_name: Name
    encounter: EncounterType
    kind: AuthorizationType
    special_treatments: Annotated[tuple[SpecialTreatment, ...], Field(max_length=10)] = ()
    diagnoses: Annotated[tuple[Diagnosis, ...], Field(min_length=1, max_length=20)]
    procedures: Annotated[tuple[Procedure, ...], Field(max_length=20)] = ()
    treatment: Words
    """What is to be done, in words."""
    planned_on: Day
    """Day of treatment; of an emergency the day of admission."""
    expected_days: Count = 0
    room_class: RoomClass = RoomClass.STANDARD_SINGLE
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=200)]
    """The cost estimate, item by item."""
    doctor_name: Name
    doctor_contact: Name
    emergency: Flag = False
    admitted_at: Instant | None = None
    """When an emergency was admitted."""
    language: Language = Language.CHINESE
    """Language of the letters."""
