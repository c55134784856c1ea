"""What administrators and seniors enter about people, places and limits of the house."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, Strict, StringConstraints

from rules.roles import STAFF_ROLES, Role
from rules.vocabulary import Benefit, Department, NetworkKind, Ownership
from stores.house.staff_changes import PersonFacts
from web.api.bodies.fields import Amount, Body, Code, Day, Flag, Mail, Name


def _staff_role(role: Role) -> Role:
    if role not in STAFF_ROLES:
        raise ValueError(f"{role} is no role of staff")
    return role


AccountName = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9.\-]{2,39}$"),
    AfterValidator(str.lower),
]
"""Taken in any case, kept in lower case."""
StaffRole = Annotated[Role, AfterValidator(_staff_role)]
MOST_CASES = 20
Roles = Annotated[tuple[StaffRole, ...], Field(max_length=len(Role))]


class PersonBody(Body):
    """A member of staff."""

    full_name: Name
    email: Mail | None = None
    team: Name | None = None
    on_call: Flag = False
    roles: Roles = ()

    def facts(self) -> PersonFacts:
        """The person as the house keeps it."""
        return PersonFacts(
            name=self.full_name,
            email=self.email,
            team=self.team,
            on_call=self.on_call,
            roles=frozenset(self.roles),
        )


class AccountBody(Body):
    """An account to be made."""

    sign_in_name: AccountName


class NewPersonBody(PersonBody, AccountBody):
    """A member of staff with the name to sign in with."""


class HospitalBody(Body):
    """A place of care."""

    name: Name
    name_en: Name | None = None
    brand: Name
    city: Name | None = None
    address: Name | None = None
    ownership: Ownership
    grade: Annotated[int, Strict(), Field(ge=1, le=3)] | None = None
    departments: Annotated[tuple[Department, ...], Field(max_length=len(Department))] = ()
    phone: Name | None = None
    fax: Name | None = None
    email: Mail | None = None
    hours: Name | None = None
    brand_closed_on: Day | None = None

    def facts(self) -> dict[str, object]:
        """The hospital as the house keeps it, without its code."""
        departments = [str(each) for each in self.departments]
        return {**self.model_dump(exclude={"code"}), "departments": departments}


class NewHospitalBody(HospitalBody):
    """A place of care with the code that everything names it by."""

    code: Code


class MembershipBody(Body):
    """A hospital on a list of plans, from a day on."""

    network_list: Code
    kind: NetworkKind
    benefit: Benefit | None = None
    from_on: Day
    to_on: Day | None = None


class MembershipEndBody(Body):
    """The last day of a membership."""

    to_on: Day


class InsurerFacts(Body):
    """What is true of a company that carries the risk."""

    name: Name
    name_en: Name | None = None
    hotline: Name | None = None


class InsurerBody(InsurerFacts):
    """A company that carries the risk; a known code changes that one."""

    code: Code


class AuthorityBody(Body):
    """How much a role may decide alone, from a day on."""

    role: StaffRole
    amount: Amount
    from_on: Day
    reason: Name


class Passing(StrEnum):
    """How much time passes."""

    MILESTONE = "MILESTONE"
    DAY = "DAY"
    THREE_DAYS = "THREE_DAYS"
    WEEK = "WEEK"


class TimeBody(Body):
    """Time that passes for some cases of a demonstration."""

    by: Passing
    cases: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_CASES)]
