"""The working state of one visit while the rules go over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.adjudication.buckets import Bucket
from rules.adjudication.claim import Claim, Policy, SettledVisit
from rules.adjudication.result import CLEAR, REFER, REFUSE, TAKE, Fact, Step, Verdict
from rules.catalogue.effective import (
    EffectiveBenefit,
    EffectiveTerms,
    Exclusion,
    Override,
)
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, CardStatus, EncounterType


@dataclass(slots=True)
class Standing:
    """The accumulators, in their order, as they move from visit to visit of one claim.

    Mappings are replaced, never changed.
    """

    counted_visits: int
    by_group: Mapping[str, int] | None
    remaining: Mapping[Benefit, int]
    deductible_left: Mapping[Benefit, int]
    counts_used: Mapping[str, int]
    brands: Mapping[Benefit, str]
    brands_closed_on: Mapping[Benefit, date]
    seen_invoices: frozenset[str]
    settled_visits: tuple[SettledVisit, ...]
    card: CardStatus
    settled_bills: frozenset[int]
    counted_on: Mapping[str, tuple[date, ...]]


@dataclass(slots=True)
class Findings:
    """What the rules found about the visits of one claim, in the order of finding."""

    reasons: dict[ReasonCode, None]
    referred_for: dict[ReasonCode, None]
    to_confirm: dict[ReasonCode, None]
    flags: dict[ReasonCode, None]
    missing_terms: list[str]
    trace: list[Step]


@dataclass(slots=True)
class Visit:
    """One visit or stay under judgment; ``balance`` is what is left of the bill after the rules so far."""

    ordinal: int
    claim: Claim
    policy: Policy
    terms: EffectiveTerms
    benefit: EffectiveBenefit
    standing: Standing
    findings: Findings
    type: EncounterType
    lines: Sequence[int]
    amounts: list[int]
    billed: int
    offset: int
    on: date
    hospital: str
    override: Override | None
    joined: SettledVisit | None
    balance: int
    excluded: dict[int, Exclusion]
    buckets: list[Bucket]
    stopped: Verdict | None = None
    refused_for: Exclusion | None = None
    priced: bool = True
    eligible: int = 0
    number: int | None = None
    copay: int = 0
    payable: int = 0

    def keep(self, rule: str, clause: tuple[str, ...], facts: tuple[Fact, ...] = ()) -> None:
        """Records that a rule let the visit pass."""
        balance = self.balance
        self.findings.trace.append((self.ordinal, rule, CLEAR, clause, balance, 0, balance, facts))

    def take(self, rule: str, clause: tuple[str, ...], taken: int, facts: tuple[Fact, ...] = ()) -> None:
        """Records an amount that a rule takes off the balance."""
        before = self.balance
        self.balance = left = before - taken
        self.findings.trace.append((self.ordinal, rule, TAKE, clause, before, taken, left, facts))

    def refuse(
        self, rule: str, reason: ReasonCode, clause: tuple[str, ...], facts: tuple[Fact, ...] = ()
    ) -> None:
        """Proposes a refusal; the first rule that stops the visit decides, the others are recorded."""
        if reason in self.claim.allowed:
            self.keep(rule, clause, (("allowed", reason.value), *facts))
            return
        self.findings.to_confirm[reason] = None
        self.refused_for = self.refused_for or Exclusion(reason, clause)
        self._stop(REFUSE, rule, reason, clause, facts)

    def refer(
        self, rule: str, reason: ReasonCode, clause: tuple[str, ...], facts: tuple[Fact, ...] = ()
    ) -> None:
        """Sends the visit to a person, unless one allowed it already; an unpriced one cannot be."""
        if reason in self.claim.allowed and self.priced:
            self.keep(rule, clause, (("allowed", reason.value), *facts))
            return
        self.findings.referred_for[reason] = None
        self._stop(REFER, rule, reason, clause, facts)

    def missing(
        self,
        rule: str,
        term: str,
        clause: tuple[str, ...],
        reason: ReasonCode = ReasonCode.NEEDS_PLAN,
    ) -> None:
        """Sends the visit to a person because a value is stated nowhere: it cannot be priced."""
        self.priced = False
        self.findings.missing_terms.append(f"{self.benefit.name}.{term}")
        self.refer(rule, reason, clause, (("not stated", term),))

    def _stop(
        self,
        verdict: Verdict,
        rule: str,
        reason: ReasonCode,
        clause: tuple[str, ...],
        facts: tuple[Fact, ...],
    ) -> None:
        self.stopped = self.stopped or verdict
        self.findings.reasons[reason] = None
        found: tuple[Fact, ...] = (("reason", reason.value), *facts)
        balance = self.balance
        self.findings.trace.append((self.ordinal, rule, verdict, clause, balance, 0, balance, found))
