"""What a settled claim takes from its policy year, and what it leaves for later claims. Money in fen."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from rules.adjudication.channel import hospital_kind
from rules.adjudication.claim import Accumulators, Provider, SettledVisit
from rules.adjudication.merging import SETTLED
from rules.adjudication.result import AdjudicationResult, VisitResult
from rules.adjudication.visit_tier import ORDINARY, hospital_override, joined_visit
from rules.catalogue.effective import EffectiveBenefit, EffectiveTerms
from rules.vocabulary import Benefit, EncounterType


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What one account gives; the deductible borne and the counters go with the account of their visit."""

    account: Benefit
    payable: int
    deductible_account: Benefit | None
    deductible: int
    visits: int
    checkups: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftVisit:
    """A settled visit as later claims must know it; ``copay_taken`` is what this claim took."""

    type: EncounterType
    benefit: Benefit
    facility: str
    visited_on: date
    number: int | None
    counted: bool
    counter_group: str
    copay_taken: int
    brand: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leavings:
    """All that a settled claim moves: accounts, visits, brands that it locks, bills that it uses up."""

    postings: tuple[Posting, ...]
    visits: tuple[LeftVisit, ...]
    brands: Mapping[Benefit, str]
    invoices: tuple[str, ...]


def leavings(
    result: AdjudicationResult,
    terms: EffectiveTerms,
    before: Accumulators,
    uncounted: Set[EncounterType] = frozenset(),
) -> Leavings:
    """What a claim with the outcome PAY or PAY_ZERO moves.

    ``uncounted`` are types of joined visits whose place on the counter was given back by a reversal: this
    claim takes it.
    """
    visits = tuple(
        _left(visit, result, terms.by_encounter[visit.type], before, uncounted)
        for visit in result.visits
        if visit.outcome in SETTLED
    )
    return Leavings(
        postings=_postings(result, terms, before, visits),
        visits=visits,
        brands={
            account: brand for account, brand in result.after.brands.items() if account not in before.brands
        },
        invoices=tuple(sorted(result.after.seen_invoices - before.seen_invoices)),
    )


def _postings(
    result: AdjudicationResult, terms: EffectiveTerms, before: Accumulators, visits: tuple[LeftVisit, ...]
) -> tuple[Posting, ...]:
    """One for each account, in the order of the visits; what they share goes with the first."""
    checkups = sum(result.after.counts_used.values()) - sum(before.counts_used.values())
    postings: dict[Benefit, Posting] = {}
    for visit in visits:
        if visit.benefit in postings:
            continue
        bearing = terms.by_encounter[visit.type].deductible_account
        borne_before = any(posting.deductible_account is bearing for posting in postings.values())
        alike = {each.type for each in visits if each.benefit is visit.benefit}
        postings[visit.benefit] = Posting(
            account=visit.benefit,
            payable=sum(each.payable for each in result.visits if each.type in alike),
            deductible_account=bearing,
            deductible=0 if borne_before else _borne(result, terms, before, bearing),
            visits=sum(each.counted for each in visits if each.type in alike),
            checkups=0 if postings else checkups,
        )
    return tuple(postings.values())


def _borne(
    result: AdjudicationResult, terms: EffectiveTerms, before: Accumulators, bearing: Benefit | None
) -> int:
    """What the claim used of a deductible; one that no claim has touched is known from the terms alone."""
    if bearing is None or bearing not in result.after.deductible_left:
        return 0
    stated = next(
        each.deductible.value for each in terms.by_encounter.values() if each.deductible_account is bearing
    )
    left = before.deductible_left.get(bearing, stated)
    return (left or 0) - result.after.deductible_left[bearing]


def _left(
    visit: VisitResult,
    result: AdjudicationResult,
    benefit: EffectiveBenefit,
    before: Accumulators,
    uncounted: Set[EncounterType],
) -> LeftVisit:
    provider, on = result.claim.provider, result.claim.encounter.on
    joined = joined_visit(before.settled_visits, provider.name, on, visit.type)
    known = joined_visit(result.after.settled_visits, provider.name, on, visit.type)
    return LeftVisit(
        type=visit.type,
        benefit=benefit.limit_account,
        facility=provider.name,
        visited_on=on,
        number=visit.number,
        counted=visit.number is not None and (joined is None or visit.type in uncounted),
        counter_group=_counter_group(benefit, provider),
        copay_taken=_copay(known) - _copay(joined) if visit.number is not None else 0,
        brand=_brand(benefit, provider),
    )


def _copay(visit: SettledVisit | None) -> int:
    return visit.copay_taken if visit else 0


def _counter_group(benefit: EffectiveBenefit, provider: Provider) -> str:
    override = hospital_override(benefit, hospital_kind(provider), provider)
    return override.group if override else ORDINARY


def _brand(benefit: EffectiveBenefit, provider: Provider) -> str | None:
    """The brand that this visit can lock: only network clinics do (A-38)."""
    locks = benefit.brand_lock is not None and hospital_kind(provider) == "private_network"
    return (provider.brand or provider.group) if locks else None
