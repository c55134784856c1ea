"""People, places and settings of the house, as its API shows them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from rules.administration import HouseAct
from rules.catalogue.difference import Effect
from rules.roles import Role
from rules.vocabulary import Benefit, Department, Language, NetworkKind, Ownership
from web.api.bodies.fields import View, Yuan


class AccountView(View):
    """What somebody signs in with."""

    id: UUID
    name: str
    one_time_password: bool
    """Its owner has yet to set an own password."""
    second_factor: bool
    closed_at: datetime | None


class PersonView(View):
    """A member of staff."""

    id: UUID
    reference: str
    """How cases name the person."""
    full_name: str
    email: str | None
    team: str | None
    on_call: bool
    roles: tuple[Role, ...]
    left_on: date | None
    accounts: tuple[AccountView, ...]


class PeopleView(View):
    """Who is here by team and name, then who has left."""

    people: tuple[PersonView, ...]


class OnePersonView(PersonView):
    """A member of staff and what is in hand."""

    open_cases: int


class NewPersonView(OnePersonView):
    """Somebody taken in."""

    password: str
    """Shown this once; its owner sets another at the first sign-in."""


class PasswordView(View):
    """A fresh account, or a fresh password of one."""

    account: AccountView
    password: str
    """Shown this once; its owner sets another at the first sign-in."""


class HospitalView(View):
    """A place of care."""

    code: str
    name: str
    name_en: str | None
    brand: str
    city: str | None
    address: str | None
    ownership: Ownership
    grade: int | None
    departments: tuple[Department, ...]
    phone: str | None
    fax: str | None
    email: str | None
    hours: str | None
    brand_closed_on: date | None


class ListedHospitalView(HospitalView):
    """A hospital of the list."""

    networks: dict[NetworkKind, int]
    """How many memberships of each kind hold today."""


class HospitalsView(View):
    """Hospitals by city and name."""

    hospitals: tuple[ListedHospitalView, ...]


class MembershipView(View):
    """A hospital on a list of plans; days are inclusive, no last day means until further notice."""

    id: UUID
    network_list: str
    kind: NetworkKind
    benefit: Benefit | None
    """Null: every benefit."""
    from_on: date
    to_on: date | None


class OneHospitalView(HospitalView):
    """A hospital, its lists with their days, and who signs in for it."""

    memberships: tuple[MembershipView, ...]
    accounts: tuple[AccountView, ...]


class InsurerView(View):
    """A company that carries the risk."""

    code: str
    name: str
    name_en: str | None
    hotline: str | None
    policies: int


class InsurersView(View):
    """Insurers by name."""

    insurers: tuple[InsurerView, ...]


class LimitView(View):
    """How much a role decides alone today."""

    role: Role
    amount: Yuan


class ProposalView(View):
    """A limit that somebody proposed; it counts from its day on once another senior confirmed it."""

    id: int
    role: Role
    amount: Yuan
    from_on: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


class AuthorityView(View):
    """What holds today, and all that was ever proposed, the newest first."""

    limits: tuple[LimitView, ...]
    proposals: tuple[ProposalView, ...]


class WordsView(View):
    """The same in both languages."""

    zh: str
    en: str


class PlanView(View):
    """A version of a plan."""

    id: UUID
    code: str
    version: str
    name: WordsView
    insurer: WordsView
    sold_from: date
    sold_to: date | None
    policies: int
    """How many rest on it."""


class PlansView(View):
    """By code, the newest version first."""

    plans: tuple[PlanView, ...]


class StatementView(View):
    """One thing that a plan says."""

    section: WordsView
    subject: WordsView
    value: WordsView
    source: tuple[str, ...]


class DifferenceView(View):
    """One thing that differs; null where one of the versions says nothing about it."""

    section: WordsView
    subject: WordsView
    before: WordsView | None
    after: WordsView | None
    effect: Effect
    """What it means to the member, where that is plain from the numbers."""
    source: tuple[str, ...]


class OnePlanView(View):
    """What a version says on a day; or, beside another, what differs."""

    id: UUID
    code: str
    version: str
    name: WordsView
    on: date
    against: UUID | None
    statements: tuple[StatementView, ...]
    differences: tuple[DifferenceView, ...]


class TemplateView(View):
    """A version of the words of a letter, and how often it was sent."""

    code: str
    version: str
    language: Language
    current: bool
    letters: int
    last_at: datetime | None


class TemplatesView(View):
    """Letters by code, the newest version first."""

    templates: tuple[TemplateView, ...]


class ChangeView(View):
    """One act on people, places or settings of the house."""

    id: int
    at: datetime
    actor: str
    act: HouseAct
    subject: str
    said: dict[str, Any] = Field(description="Codes, days and amounts; never names.")


class ChangesView(View):
    """The newest first."""

    changes: tuple[ChangeView, ...]
    older: int | None
    """Ask with it as `before` for what was done earlier."""


class PassedView(View):
    """What became of a case; null where its time did not move."""

    case_number: str
    now: datetime | None


class TimePassedView(View):
    """What became of each case."""

    cases: tuple[PassedView, ...]
