"""One version of a product: everything that a claim under it is judged by."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, Field

from rules.catalogue.benefits import BenefitTerms, ExclusionDefinition
from rules.catalogue.preauthorization import PreauthorizationTerms
from rules.catalogue.services import (
    AdvanceTerms,
    AuditThresholds,
    CardActivation,
    DocumentRequirement,
    Hotline,
    HotlinePurpose,
    OnlineCopay,
    Originals,
    ServiceTimes,
)
from rules.catalogue.values import Clause, Dated, DateRange, Fen, Words
from rules.catalogue.waiting import Waiting
from rules.vocabulary import Benefit, Process


class PlanKind(StrEnum):
    """What a catalogue entry is sold as."""

    MEDICAL = "MEDICAL"
    DENTAL = "DENTAL"
    OPTION = "OPTION"
    CARD_NAME = "CARD_NAME"


class VisitCounterScope(StrEnum):
    """One visit counter for the member, or one per hospital group (A-05)."""

    SHARED = "SHARED"
    PER_GROUP = "PER_GROUP"


class PenaltyBase(StrEnum):
    """What the additional member share is taken of (A-12)."""

    PAYABLE = "PAYABLE"
    ELIGIBLE = "ELIGIBLE"


class PublicInsuranceOffset(StrEnum):
    """Whether public insurance comes off before the deductible, or only caps the payment (A-41)."""

    NET_FIRST = "NET_FIRST"
    CAP_ONLY = "CAP_ONLY"


class Choices(Clause):
    """Readings chosen where the handbooks are ambiguous (domain 2.15)."""

    visit_counter_scope: Dated[VisitCounterScope]
    penalty_base: Dated[PenaltyBase]
    si_offset: Dated[PublicInsuranceOffset]
    large_exam_codes: Dated[tuple[str, ...]]


class PlanVersion(Clause):
    """A version of a plan, immutable once a policy uses it; options that can be added are held inside."""

    code: str
    version: str
    kind: PlanKind
    name: Words
    insurer: Words
    administrator: Words
    handbook: Words
    in_force: DateRange
    automatic: Dated[bool]
    resolve_to: tuple[str, ...] = ()
    period_months: Dated[int]
    hotlines: tuple[Hotline, ...]
    card_activation: Dated[CardActivation]
    networks: Dated[dict[str, str]] | None = None
    limits: dict[Benefit, Dated[Fen]] = Field(default_factory=dict)
    deductibles: dict[Benefit, Dated[Fen]] = Field(default_factory=dict)
    benefits: dict[str, BenefitTerms] = Field(default_factory=dict)
    waiting: Waiting | None = None
    exclusions: dict[str, ExclusionDefinition] = Field(default_factory=dict)
    preauthorization: PreauthorizationTerms | None = None
    choices: Choices
    service_times: ServiceTimes
    documents: dict[Process, tuple[DocumentRequirement, ...]]
    originals: Originals | None = None
    audit: AuditThresholds | None = None
    advance: AdvanceTerms | None = None
    online_copay: OnlineCopay | None = None
    visit_documents: tuple[DocumentRequirement, ...] = ()
    options: tuple["PlanVersion", ...] = ()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON: two versions with the same hash judge every claim alike."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Canonical JSON (sorted keys, no spaces); ``from_json`` gives back an equal version."""
        written = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | Mapping[str, Any]) -> Self:
        """A version from its canonical JSON, or from the mapping that a database made of it."""
        return cls.model_validate(json.loads(text) if isinstance(text, str) else text)

    def option(self, code: str) -> "PlanVersion | None":
        """An optional benefit that can be on the schedule of this plan."""
        return next((option for option in self.options if option.code == code), None)

    def hotline(self, purpose: HotlinePurpose = HotlinePurpose.MEMBERS) -> Hotline:
        """The contact point for a purpose; LookupError when the plan names none."""
        for hotline in self.hotlines:
            if hotline.purpose is purpose:
                return hotline
        raise LookupError(f"plan {self.code} names no {purpose} number")

    def checklist(self, process: Process) -> tuple[DocumentRequirement, ...]:
        """Documents that a process asks for, always or in some situations."""
        return self.documents.get(process, ())

    def network_lists(self, account: Benefit, on: date) -> tuple[str, ...]:
        """Lists whose hospitals serve an account on a day.

        Where the plan names none for it: its own code, and the lists of its other benefits, for R-041 gives
        one list to a plan.
        """
        stated = self.networks.on(on) if self.networks else None
        named = (stated.value if stated else None) or {}
        if account in named:
            return (named[account],)
        return (self.code, *dict.fromkeys(named[name] for name in self.benefits if name in named))

    def with_choices(self, changed: Mapping[str, str]) -> "PlanVersion":
        """The same plan under other readings, such as ``{"penalty_base": "ELIGIBLE"}``."""
        stated = {key: {"value": value, "source": "other reading"} for key, value in changed.items()}
        choices = Choices.model_validate({**self.choices.model_dump(by_alias=True), **stated})
        other = self.model_copy(update={"choices": choices})
        for derived in ("content_hash", "change_days"):  # a copy takes over what was derived before
            other.__dict__.pop(derived, None)
        return other

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Days on which any dated value of the plan or its options changes, in order."""
        return tuple(sorted({day for dated in dated_values(self) for day in dated.changes()}))

    def __repr__(self) -> str:
        return f"PlanVersion({self.code}@{self.version} {self.content_hash[:12]})"

    def __eq__(self, other: object) -> bool:
        """Same content; fields are compared for every claim that is priced, and there are thousands."""
        return self is other or (isinstance(other, PlanVersion) and self.content_hash == other.content_hash)

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def first_day_of(self, stretch: int) -> date:
        """First day of a numbered stretch; the earliest possible day for the one before any change."""
        return self.change_days[stretch - 1] if stretch else date.min

    def stretch(self, day: date) -> int:
        """Number of the stretch of days, between two changes, that the day lies in."""
        return bisect_right(self.change_days, day)


def dated_values(clause: object) -> Iterator[Dated[Any]]:
    """Every dated value inside a clause."""
    if isinstance(clause, Dated):
        yield clause
    elif isinstance(clause, BaseModel):
        for name in type(clause).model_fields:
            yield from dated_values(getattr(clause, name))
    elif isinstance(clause, Mapping):
        for value in clause.values():
            yield from dated_values(value)
    elif isinstance(clause, tuple):
        for value in clause:
            yield from dated_values(value)
