"""What people say to a case with a claim, whatever its process."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.permissions import Action
from rules.reasons import ReasonCode
from web.api.bodies.act_body import ActBody, Papers
from web.api.bodies.fields import Body, Name, Words
from workflows.messages_claims import DecideClaim

Codes = Annotated[tuple[ReasonCode, ...], Field(max_length=40)]


class ClaimDecisionBody(Body):
    """The answer to a claim as it was judged last."""

    answer: ClaimAnswer
    confirmed: Codes = ()
    """Exclusions, penalties and gates that you looked at; all of `to_confirm` must be named."""
    allowed: Codes = ()
    """Referrals decided in the family's favor, each by name."""
    reason_code: ReasonCode | None = None
    clause: Name | None = None
    explanation: Words | None = None
    would_change: Annotated[tuple[Name, ...], Field(max_length=10)] = ()
    """Papers that would change the outcome of a refusal."""
    accumulator_version: Annotated[int, Field(ge=0)] | None = None
    """Version of the accounts that you saw."""

    def entry(self) -> ClaimDecisionInput:
        """The entry as the case takes it."""
        return ClaimDecisionInput(
            answer=self.answer,
            confirmed=self.confirmed,
            allowed=self.allowed,
            reason_code=self.reason_code,
            clause=self.clause or "",
            explanation=self.explanation or "",
            would_change=self.would_change,
            accumulator_version=self.accumulator_version,
        )


class DecideClaimBody(ActBody):
    """Decide the claim. A refusal, or an amount above your authority, waits for a second person."""

    inside: ClassVar[str] = "decision."
    action: Literal[Action.DECIDE_CLAIM]
    decision: ClaimDecisionBody

    def message(self, _papers: Papers) -> DecideClaim:
        return DecideClaim(decision=self.decision.entry())
