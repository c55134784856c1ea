"""What administrators and seniors enter about people, places and limits of the house."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from rules.administration import ACCOUNT_NAME
from rules.roles import STAFF_ROLES, Role
from rules.vocabulary import Benefit, Department, NetworkKind, Ownership
from web.api.bodies.fields import Amount, Body, Code, Day, Flag, Mail, Name


def _staff_role(role: Role) -> Role:
    if role not in STAFF_ROLES:
        raise ValueError(f"{role} is no role of staff")
    return role


AccountName = Annotated[
    str, StringConstraints(strict=True, to_lower=True, pattern=rf"^{ACCOUNT_NAME.pattern}$", max_length=40)
]
StaffRole = Annotated[Role, AfterValidator(_staff_role)]
Roles = Annotated[tuple[StaffRole, ...], Field(max_length=len(Role))]


class PersonBody(Body):
    """A member of staff."""

    full_name: Name
    email: Mail | None = None
    team: Name | None = None
    on_call: Flag = False
    roles: Roles = ()


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
    grade: Annotated[int, Field(ge=1, le=3)] | None = None
    departments: Annotated[tuple[Department, ...], Field(max_length=len(Department))] = ()
    phone: Name | None = None
    fax: Name | None = None
    email: Mail | None = None
    hours: Name | None = None
    brand_closed_on: Day | None = None


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


class InsurerBody(Body):
    """A company that carries the risk; a known code changes that one."""

    code: Code
    name: Name
    name_en: Name | None = None
    hotline: Name | None = None


class AuthorityBody(Body):
    """How much a role may decide alone, from a day on."""

    role: StaffRole
    amount: Amount
    from_on: Day
    reason: Name
