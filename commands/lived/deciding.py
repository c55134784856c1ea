"""The scripted person of case files: confirms what the rules propose, and leaves open what they refer."""

from commands.lived.people import HEAD, SUPERVISOR
from commands.lived.stage import Stage
from rules.adjudication.result import Outcome
from rules.claims.case import ClaimCase
from rules.claims.decisions import AMBIGUOUS
from rules.claims.values import ClaimAnswer, ClaimDecisionInput, JudgedClaim
from rules.reasons import ReasonCode
from workflows.messages import CoSign
from workflows.messages_claims import DecideClaim


def decide(stage: Stage, number: str, *, refuse: ReasonCode | None = None) -> None:
    """Bring a judged claim to its determination; what is referred waits for a person, and goes on waiting.

    ``refuse``: the person finds that reason, whatever the rules propose.
    """
    case = stage.see(number)
    assert isinstance(case, ClaimCase), f"{number} has no claim"
    judged = case.judged
    assert judged is not None, f"{number} was not judged"
    if case.decision is not None or (judged.outcome is Outcome.REFER and not refuse):
        return
    refused = refuse or (_why(judged) if judged.outcome is Outcome.REFUSE else None)
    entry = _refusal(refused) if refused else _payment(judged)
    stage.act(number, SUPERVISOR, DecideClaim(decision=entry))
    if stage.see(number).proposed_by:
        stage.act(number, HEAD, CoSign())


def _payment(judged: JudgedClaim) -> ClaimDecisionInput:
    return ClaimDecisionInput(answer=ClaimAnswer.PAY, confirmed=judged.to_confirm)


def _why(judged: JudgedClaim) -> ReasonCode:
    """The first reason that may carry a refusal."""
    reasons = (code for code in judged.reasons if code not in AMBIGUOUS)
    return next(reasons, ReasonCode.NOT_INSURED)


def _refusal(reason: ReasonCode) -> ClaimDecisionInput:
    return ClaimDecisionInput(
        answer=ClaimAnswer.REFUSE,
        reason_code=reason,
        clause="保险条款",
        explanation="按条款核定，不属于保险责任。",
    )
