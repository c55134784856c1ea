"""Hard facts without which nothing is judged: the policy stands on the day, and insures this child."""

from collections.abc import Iterator

from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import blocks, refers
from rules.reasons import ReasonCode
from rules.vocabulary import PolicyStatus


def grounds_not_to_accept(facts: RequestFacts) -> Iterator[Finding]:
    """Why the request cannot be taken up; nothing in the usual case (domain 5.1, 3.3 G1)."""
    policy, planned_on = facts.policy, facts.request.planned_on
    if facts.request.member_id != policy.member_id:
        yield blocks(ReasonCode.NOT_INSURED, ["L-26"])
    last_on = policy.last_on
    if not policy.effective_on <= planned_on <= last_on:
        yield blocks(ReasonCode.NOT_IN_FORCE, ["R-020"], f"{policy.effective_on}/{last_on}")


def policy_awaits_its_start(facts: RequestFacts) -> Iterator[Finding]:
    """A policy that is still to be paid or underwritten may stand by the planned day."""
    if facts.policy.status is PolicyStatus.PENDING:
        yield refers(ReasonCode.NOT_IN_FORCE, ["R-001"], PolicyStatus.PENDING)
