"""Decisions as people enter them."""

from typing import Annotated

from pydantic import Field, Strict

from rules.preauthorization.decisions import AmendmentInput, DecisionInput, LineInput
from rules.preauthorization.values import Outcome
from rules.reasons import ReasonCode
from rules.vocabulary import RoomClass
from web.api.bodies.fields import Amount, Body, Code, Count, Day, Flag, Name, Words

AccountsVersion = Annotated[int, Strict(), Field(ge=0, le=2**62)]
"""A version of the member's accounts; 0 before anything moved."""


class LineBody(Body):
    """What is approved of one item; a reason and its clause where it is less than asked."""

    approved: Amount
    reason_code: ReasonCode | None = None
    clause: Name | None = None

    def entry(self) -> LineInput:
        """The line as the rules read it."""
        return LineInput(approved=self.approved, reason_code=self.reason_code or "", clause=self.clause or "")


class DecisionBody(Body):
    """The lines follow the items of the estimate; left out, every item is approved as asked."""

    outcome: Outcome
    lines: Annotated[tuple[LineBody, ...], Field(max_length=200)] = ()
    ceiling: Amount | None = None
    """Left out: what the insurer would pay of the approved lines."""
    approved_days: Count | None = None
    room_class: RoomClass | None = None
    reason_code: ReasonCode | None = None
    clause: Name | None = None
    explanation: Words | None = None
    network_hospitals: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    accumulator_version: AccountsVersion | None = None
    """The version of the member's accounts that was shown with the figures."""

    def entry(self) -> DecisionInput:
        """The decision as the rules read it."""
        return DecisionInput(
            outcome=self.outcome,
            lines=tuple(
                LineInput(
                    approved=line.approved, reason_code=line.reason_code or "", clause=line.clause or ""
                )
                for line in self.lines
            ),
            ceiling=self.ceiling,
            approved_days=self.approved_days,
            room_class=self.room_class,
            reason_code=self.reason_code or "",
            clause=self.clause or "",
            explanation=self.explanation or "",
            network_hospitals=self.network_hospitals,
            accumulator_version=self.accumulator_version,
        )


class AmendmentBody(Body):
    """The answer to an amendment; figures left out are taken as asked."""

    approve: Flag
    ceiling: Amount | None = None
    approved_days: Count | None = None
    valid_until: Day | None = None
    reason_code: ReasonCode | None = None
    explanation: Words | None = None
    accumulator_version: AccountsVersion | None = None
    """The version of the member's accounts that was shown; a raise rests on it."""

    def entry(self) -> AmendmentInput:
        """The answer as the rules read it."""
        return AmendmentInput(
            approve=self.approve,
            ceiling=self.ceiling,
            approved_days=self.approved_days,
            valid_until=self.valid_until,
            reason_code=self.reason_code or "",
            explanation=self.explanation or "",
            accumulator_version=self.accumulator_version,
        )
