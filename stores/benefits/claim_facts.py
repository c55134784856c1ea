"""What a claim is judged by, as the tables know it now: policy, terms and the accumulators of its year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from rules.adjudication.claim import Accumulators, Policy, SettledVisit
from rules.adjudication.forms import CHECKUP
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.effective import EffectiveTerms
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.catalogue.schedule import Schedule
from rules.vocabulary import Benefit, CardStatus, EncounterType, PolicyStatus, Purchase
from stores.benefits.plans import terms_of
from stores.cover.parties import PartyMissingError

_READ = (Path(__file__).parent.parent / "sql" / "claim_facts.sql").read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount:
    """An account of the year; fen."""

    account_id: UUID
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenYear:
    """The policy year of the service date; ``version`` moves with every movement in it."""

    member_year_id: UUID
    version: int
    accounts: Mapping[Benefit, OpenAccount]
    deductibles: Mapping[Benefit, OpenAccount]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """Inputs of an adjudication beside the claim; ``year`` is None where none is open on the service date.

    ``before`` counts what the stay itself holds as free. ``uncounted`` are types of the claim's visits that
    other claims joined, and whose place on the counter was given back by a reversal.
    """

    member_id: UUID
    status: PolicyStatus
    policy: Policy
    plan: PlanVersion
    before: Accumulators
    year: OpenYear | None
    uncounted: frozenset[EncounterType]
    terms: EffectiveTerms

    @property
    def year_is_as_stated(self) -> bool:
        """Whether the year's accounts have the limits and deductibles that the terms of the day state."""
        if self.year is None:
            return False
        benefits = self.terms.by_encounter.values()
        return all(
            account is None or stated is None or (account in known and known[account].limit == stated)
            for benefit in benefits
            for account, stated, known in (
                (benefit.limit_account, benefit.limit.value, self.year.accounts),
                (benefit.deductible_account, benefit.deductible.value, self.year.deductibles),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What of a claim decides which facts it needs; ``invoices`` are the keys of its bills.

    Without a ``channel`` nothing is told of what the other one settled.
    """

    policy_id: UUID
    on: date
    facility: str
    episode_id: UUID | None = None
    invoices: tuple[str, ...] = ()
    channel: ClaimChannel | None = None


def claim_facts(connection: psycopg.Connection, occasion: Occasion) -> ClaimFacts:
    """Read all of it in one statement, as it stands now: exact only under the lock of the member-year.

    PartyMissingError: there is no such policy. ValueError: its schedule makes no sense.
    """
    on = occasion.on
    asked = {
        "policy": occasion.policy_id,
        "on": on,
        "episode": occasion.episode_id,
        "facility": occasion.facility,
        "invoices": list(occasion.invoices),
        "channel": occasion.channel,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_READ, asked).fetchone()
    if row is None:
        raise PartyMissingError(f"there is no policy {occasion.policy_id}: import it before a claim names it")
    policy = _policy(row)
    plan = _plan(connection, row, policy.schedule)
    visits = row["visits"] or ()
    return ClaimFacts(
        member_id=row["member_id"],
        status=PolicyStatus(row["status"]),
        policy=policy,
        plan=plan,
        before=_accumulators(row, occasion),
        year=_year(row),
        uncounted=frozenset(EncounterType(kind) for kind, _, _, counted in visits if not counted),
        terms=effective_terms(plan, policy.schedule, policy.options, on),
    )


def _policy(row: Mapping[str, Any]) -> Policy:
    expires_on: date = row["expires_on"]
    return Policy(
        effective_on=row["effective_on"],
        expires_on=min(expires_on, row["terminated_on"] or expires_on),
        purchase=Purchase(row["purchase"]),
        options=tuple(row["options"]),
        schedule=Schedule.from_mapping(row["schedule"]),
    )


def _plan(connection: psycopg.Connection, row: Mapping[str, Any], schedule: Schedule) -> PlanVersion:
    """The plan sold; of a card that fits several plans, the one that the schedule names (A-01)."""
    known = {UUID(plan["id"]): plan for plan in row["plans"]}
    sold = known[row["plan_version_id"]]
    card = terms_of(connection, UUID(sold["id"]), sold["hash"])
    if schedule.plan not in card.resolve_to:
        return card
    named = [plan for plan in known.values() if plan["code"] == schedule.plan]
    return terms_of(connection, UUID(named[0]["id"]), named[0]["hash"]) if named else card


def _accumulators(row: Mapping[str, Any], occasion: Occasion) -> Accumulators:
    """What was used before, with places on the visit counter that other stays hold (A-50)."""
    accounts, brands = row["accounts"] or (), row["brands"] or ()
    own = sum(visits for *_, visits in accounts)
    held_by_others = (row["reserved_visits"] or 0) - own
    checkups = row["checkups_used"]
    return Accumulators(
        counted_visits=(row["counted_visits"] or 0) + held_by_others,
        counted_visits_by_group=row["counters"] or {},
        remaining={Benefit(benefit): left for benefit, _, _, left, _ in accounts},
        deductible_left={Benefit(benefit): left for benefit, _, _, left in row["deductibles"] or ()},
        counts_used={CHECKUP: checkups} if checkups else {},
        brands={Benefit(benefit): brand for benefit, brand, _ in brands},
        brands_closed_on={Benefit(name): date.fromisoformat(day) for name, _, day in brands if day},
        seen_invoices=frozenset(row["invoices"] or ()),
        settled_visits=tuple(
            SettledVisit(occasion.facility, occasion.on, EncounterType(kind), number, copay)
            for kind, number, copay, _ in row["visits"] or ()
        ),
        card=CardStatus(row["card"] or CardStatus.ACTIVE),
        settled_bills=frozenset(row["bills"] or ()),
        counted_on={CHECKUP: (occasion.on,)} if row["checkup_that_day"] else {},
    )


def _year(row: Mapping[str, Any]) -> OpenYear | None:
    if row["member_year_id"] is None:
        return None
    return OpenYear(
        member_year_id=row["member_year_id"],
        version=row["version"],
        accounts=_accounts(row["accounts"]),
        deductibles=_accounts(row["deductibles"]),
    )


def _accounts(rows: Sequence[Sequence[Any]] | None) -> dict[Benefit, OpenAccount]:
    return {
        Benefit(benefit): OpenAccount(account_id=UUID(account_id), limit=limit)
        for benefit, account_id, limit, *_ in rows or ()
    }
