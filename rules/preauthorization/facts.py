"""Everything that a request is judged by, read before the judgement begins. Money in fen."""

from dataclasses import dataclass, field
from datetime import date, datetime

from rules.calendar import WorkingCalendar
from rules.catalogue.effective import EffectiveBenefit, EffectiveTerms
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.catalogue.schedule import Schedule
from rules.preauthorization.values import TreatmentRequest
from rules.vocabulary import (
    AuthorizationType,
    Benefit,
    DocumentKind,
    EncounterType,
    NetworkKind,
    Ownership,
    PolicyStatus,
    Purchase,
    RoomClass,
)

ADULT_AGE = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """The policy that is named in the request; dates are inclusive."""

    member_id: str
    member_born_on: date
    effective_on: date
    expires_on: date
    purchase: Purchase
    options: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    status: PolicyStatus = PolicyStatus.IN_FORCE
    terminated_on: date | None = None

    @property
    def last_on(self) -> date:
        """The last day on which the policy holds."""
        return min(self.expires_on, self.terminated_on or self.expires_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What the hospital is to a network list on the planned day; no benefit means all of them."""

    network_list: str
    kind: NetworkKind
    benefit: Benefit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalFacts:
    """The hospital as it stands on the planned day. ``group`` names a copay group of the plan."""

    code: str
    name: str
    brand: str
    ownership: Ownership
    grade: int | None = None
    group: str | None = None
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """The accounts of the policy year that the request draws on.

    ``remaining`` counts what this stay holds already as free; None where no account has a limit, or no
    deductible is known. ``visits`` are counted ones, settled and reserved (A-50).
    """

    remaining: int | None = None
    deductible_left: int | None = None
    visits: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """Fen that the letter of another case of the same stay still promises."""

    case_number: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """A request with its surroundings.

    ``plan`` is the version that the policy was sold with; where its card names only a family of plans and the
    schedule says which, the one that the schedule says. ``spent_on_group`` was paid and is reserved in this
    period for the same diagnosis group, without this stay (A-16). ``promises`` share the reserve of this stay
    (A-29). ``redirected``: a network hospital had been asked for (R-085).
    """

    request: TreatmentRequest
    received_at: datetime
    plan: PlanVersion
    policy: PolicyFacts
    hospital: HospitalFacts
    balances: Balances
    calendar: WorkingCalendar
    spent_on_group: int = 0
    promises: tuple[Promise, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    redirected: bool = False

    @property
    def terms(self) -> EffectiveTerms:
        """Terms of the policy on the planned day."""
        return effective_terms(self.plan, self.policy.schedule, self.policy.options, self.request.planned_on)

    @property
    def benefit(self) -> EffectiveBenefit | None:
        """Terms of the benefit that the care falls under; None where plan and options name none."""
        return self.terms.by_encounter.get(self.request.encounter)

    @property
    def emergency(self) -> bool:
        """Whether the care could not wait."""
        return self.request.emergency or self.request.encounter is EncounterType.EMERGENCY

    @property
    def admission(self) -> bool:
        """Whether the child stays in a ward, of which observation is one."""
        request = self.request
        return (
            request.encounter is EncounterType.INPATIENT
            or request.kind in (AuthorizationType.INPATIENT, AuthorizationType.OBSERVATION_WARD)
            or request.room_class is RoomClass.OBSERVATION
        )

    @property
    def adult(self) -> bool:
        """Whether the member is of age on the planned day (A-40)."""
        born_on, on = self.policy.member_born_on, self.request.planned_on
        return (on.year - born_on.year, on.month, on.day) >= (ADULT_AGE, born_on.month, born_on.day)
