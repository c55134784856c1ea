"""What adjudication answers to every worked case, step by step, with what a settled claim leaves behind."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from checks.adjudication import plan_of
from checks.case_files import read_cases
from checks.entries import CaseEntry
from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.canonical import canonical, plain
from rules.adjudication.claim import Accumulators, Policy
from rules.adjudication.forms import AccumulatorsForm, ClaimForm, PolicyForm
from rules.adjudication.holding import hold
from rules.adjudication.postings import leavings
from rules.adjudication.record import record_of, run_again
from rules.adjudication.result import AdjudicationResult, Outcome
from rules.catalogue.loader import PLAN_FOLDER
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.roles import SYSTEM
from rules.vocabulary import PolicyStatus


def entries(file: Path) -> Iterator[CaseEntry]:
    """Cases of a file that hold a claim."""
    yield from (entry for entry in read_cases(file).entries if "claim" in entry.values)


def judged(entry: CaseEntry) -> tuple[PlanVersion | None, Policy, Accumulators, AdjudicationResult]:
    """The case as the engine reads and answers it."""
    policy = PolicyForm.model_validate(entry.values["policy"]).to_policy()
    before = AccumulatorsForm.model_validate(entry.values.get("before") or {}).to_accumulators()
    claim = ClaimForm.model_validate(entry.values["claim"]).to_claim()
    plan = plan_of(entry, policy, claim.encounter.on)
    return plan, policy, before, adjudicate(plan, policy, before, claim)


def _told(entry: CaseEntry) -> Iterator[str]:
    plan, policy, before, result = judged(entry)
    record = record_of(policy, before, result)
    assert run_again(record, plan) == ()
    said = [*result.reasons, *(f"flag {flag}" for flag in result.flags), *result.missing_terms]
    held = hold(result, SYSTEM, PolicyStatus.IN_FORCE, co_signed=False)
    yield f"{entry.case_id} {result.plan_code}: {result.outcome}, hold {held} [{', '.join(said)}]"
    yield f"    amounts {canonical(plain(result.amounts))}"
    for step in result.trace:
        figures = f"{step.amount_in} - {step.taken} = {step.amount_out}"
        yield f"    step {step.visit} {step.rule} {step.verdict}: {figures} [{' '.join(step.clause)}]"
        if step.facts:
            yield f"        {', '.join(f'{name} {value}' for name, value in step.facts)}"
    for line in result.lines:
        yield f"    line {canonical(plain(line))}"
    for visit in result.visits:
        yield f"    visit {canonical(plain(visit))}"
    yield f"    after {canonical(plain(result.after))}"
    if plan is not None and result.outcome in (Outcome.PAY, Outcome.PAY_ZERO):
        terms = effective_terms(plan, policy.schedule, policy.options, result.claim.encounter.on)
        left = leavings(result, terms, before)
        for part in (*left.postings, *left.visits, dict(left.brands), left.invoices):
            yield f"    leaves {canonical(plain(part))}"


def _text(file: Path) -> str:
    return "".join(f"{line}\n" for entry in entries(file) for line in _told(entry))


TRACES: Mapping[str, Callable[[], str]] = {
    f"traces/{file.parent.name}.txt": partial(_text, file)
    for file in [*sorted(PLAN_FOLDER.glob("*/cases.yaml")), PLAN_FOLDER / "cases" / "adjudication.yaml"]
}
"""How each kept text is made."""
