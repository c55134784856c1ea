"""Adjudication cases, answered by the engine that prices claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from checks.comparison import AtLeast, Present
from checks.entries import CaseEntry, FieldProblemError, shown
from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Accumulators, Claim, Policy
from rules.adjudication.forms import CHECKUP, AccumulatorsForm, ClaimForm, PolicyForm
from rules.adjudication.result import Outcome, VisitResult
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import Choices, PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.catalogue.values import Clause
from rules.money import format_yuan
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, EncounterType

_KEYS = ("id", "says", "rules", "plan", "config", "policy", "before", "claim", "expect")
_CASE_FLAGS = frozenset({ReasonCode.AMBIGUOUS_WAITING_30, ReasonCode.PREAUTHORIZATION_WARNING})
"""Flags that case files state in full; the engine raises others besides."""

Form = TypeVar("Form", bound=Clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClaim:
    """A case as it was written, before anybody judged it; no ``plan`` where the catalogue has none."""

    plan: PlanVersion | None
    policy: Policy
    schedule: Mapping[str, Any]
    before: Accumulators
    claim: Claim


def adjudication_check(entry: CaseEntry) -> Mapping[str, object]:
    """What the engine answers to a case, in the words of case files."""
    return engine_answer(entry, written_claim(entry))


def written_claim(entry: CaseEntry) -> WrittenClaim:
    """The inputs of a case. FieldProblemError."""
    entry.only(_KEYS)
    form = _read(PolicyForm, entry, "policy")
    policy = form.to_policy()
    claim = _read(ClaimForm, entry, "claim").to_claim()
    return WrittenClaim(
        plan=plan_of(entry, policy, claim.encounter.on),
        policy=policy,
        schedule=form.schedule,
        before=_read(AccumulatorsForm, entry, "before").to_accumulators(),
        claim=claim,
    )


def engine_answer(entry: CaseEntry, written: WrittenClaim) -> Mapping[str, object]:
    """The answer of the engine alone. FieldProblemError: a schedule that makes no sense."""
    plan, policy, claim = written.plan, written.policy, written.claim
    try:
        result = adjudicate(plan, policy, written.before, claim)
    except ValueError as error:
        raise FieldProblemError(("policy", "schedule"), f"cannot be used: {error}") from error
    findings = Findings(
        outcome=result.outcome,
        insurer=result.insurer,
        member=result.member,
        reasons=frozenset(reason.value for reason in result.reasons),
        flags=frozenset(flag.value for flag in result.flags),
        priced=result.priced,
        visits=tuple(_visit(visit) for visit in result.visits),
    )
    return {
        **found(entry, findings),
        "after": after(entry, result.after, untouched(plan, policy, claim, result.after)),
    }


def _read(form: type[Form], entry: CaseEntry, name: str) -> Form:
    written = entry.values.get(name, {} if name == "before" else None)
    if not isinstance(written, Mapping):
        raise FieldProblemError((name,), f"is {shown(written)}: write a mapping of fields")
    try:
        return form.model_validate(written)
    except ValidationError as error:
        raise _problem(error, name) from error


def _problem(error: ValidationError, name: str) -> FieldProblemError:
    detail = error.errors(include_url=False)[0]
    path = (name, *detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    return FieldProblemError(path, f"cannot be used: {message}")


def plan_of(entry: CaseEntry, policy: Policy, on: date) -> PlanVersion | None:
    """The plan version of a case under its readings; none where the catalogue does not know the product."""
    code = entry.values.get("plan")
    if not isinstance(code, str):
        raise FieldProblemError(("plan",), f"is {shown(code)}: write a plan code such as GYX-2021-CZ")
    catalogue = shipped_catalogue()
    try:
        plan = catalogue.sold(code, policy.schedule, min(max(on, policy.effective_on), policy.expires_on))
    except LookupError:
        return None
    config = entry.values.get("config") or {}
    if not isinstance(config, Mapping):
        raise FieldProblemError(("config",), f"is {shown(config)}: write a mapping of readings")
    unknown = [key for key in config if key not in Choices.model_fields]
    if unknown:
        raise FieldProblemError(("config", unknown[0]), f"is not one of {', '.join(Choices.model_fields)}")
    try:
        return plan.with_choices({str(key): str(value) for key, value in config.items()}) if config else plan
    except ValidationError as error:
        raise _problem(error, "config") from error


def untouched(
    plan: PlanVersion | None, policy: Policy, claim: Claim, left: Accumulators
) -> Mapping[Benefit, int]:
    """Remaining money by account; a limit that no claim has touched yet is whole."""
    if plan is None:
        return left.remaining
    terms = effective_terms(plan, policy.schedule, policy.options, claim.encounter.on)
    whole = {
        benefit.limit_account: benefit.limit.value
        for benefit in terms.by_encounter.values()
        if benefit.limit.value is not None
    }
    return {**whole, **left.remaining}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in a claim, by whoever judged it; fen. ``visits`` are in the words of case files."""

    outcome: Outcome
    insurer: int
    member: int
    reasons: frozenset[str]
    flags: frozenset[str]
    priced: bool = True
    visits: tuple[Mapping[str, object], ...] = ()


def found(entry: CaseEntry, findings: Findings) -> dict[str, object]:
    """The findings in the words of case files."""
    answer: dict[str, object] = {
        "outcome": findings.outcome.value,
        "reasons": _reasons(findings),
        "reasons_absent": Present(findings.reasons),
        "flags": findings.flags & (_CASE_FLAGS | _expected_flags(entry)),
        "flags_absent": Present(findings.flags),
        "visits": list(findings.visits),
    }
    if findings.outcome is not Outcome.REFER:
        answer |= {"insurer": format_yuan(findings.insurer), "member": format_yuan(findings.member)}
    elif findings.priced:
        answer["provisional"] = _provisional(findings)
    return answer


def _expected_flags(entry: CaseEntry) -> frozenset[str]:
    written = entry.expected.get("flags")
    return frozenset(map(str, written)) if isinstance(written, list) else frozenset()


def _reasons(findings: Findings) -> frozenset[str] | AtLeast:
    """Exact for a payment; a stopped claim may have more found than the case lists (domain 3.3)."""
    return findings.reasons if findings.outcome is Outcome.PAY else AtLeast(findings.reasons)


def _provisional(findings: Findings) -> Mapping[str, object]:
    numbers = [visit["number"] for visit in findings.visits]
    return {
        "insurer": format_yuan(findings.insurer),
        "member": format_yuan(findings.member),
        "visit_number": numbers[0] if len(numbers) == 1 else numbers,
    }


def _visit(visit: VisitResult) -> Mapping[str, object]:
    return {
        "type": visit.type.value,
        "number": visit.number,
        "insurer": format_yuan(visit.payable),
        "member": format_yuan(visit.member),
        "outcome": visit.outcome.value,
    }


def after(entry: CaseEntry, left: Accumulators, remaining: Mapping[Benefit, int]) -> dict[str, object]:
    """What is left after the claim, in the words of case files."""
    account = _brand_account(entry)
    return {
        "counted_visits": left.counted_visits,
        "counted_visits_by_group": left.counted_visits_by_group or {},
        "remaining": _yuan(remaining),
        "deductible_left": _yuan(left.deductible_left),
        "checkups_used": left.counts_used.get(CHECKUP, 0),
        "brand": left.brands.get(account),
        "brand_closed_on": left.brands_closed_on.get(account),
        "seen_invoices": left.seen_invoices,
        "card": left.card.value,
    }


def _brand_account(entry: CaseEntry) -> Benefit:
    claim = entry.values.get("claim")
    encounter = claim.get("encounter") if isinstance(claim, Mapping) else None
    kind = encounter.get("type") if isinstance(encounter, Mapping) else None
    return Benefit.DENTAL if kind == EncounterType.DENTAL else Benefit.VACCINE


def _yuan(money: Mapping[Benefit, int]) -> Mapping[str, str]:
    return {account.value: format_yuan(fen) for account, fen in money.items()}
