"""Recorded adjudications, run again from their recorded inputs and compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.case import Case
from models.decision import Decision
from models.plan_version import PlanVersion as PlanRow
from rules.adjudication.record import Difference, run_again
from rules.catalogue.plan import PlanVersion
from rules.vocabulary import DecisionOutcome
from stores.benefits.plans import terms
from stores.cover.parties import PartyMissingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One decision of a case and how a new run differs from it; ``payable`` is fen, as recorded."""

    version: int
    outcome: DecisionOutcome
    payable: int
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether the new run gave the recorded bytes."""
        return not self.differences


def replay(session: Session, case_number: str) -> list[Replay]:
    """Every adjudication that is recorded of the case, oldest first, run again by the terms of its plan.

    PartyMissingError: there is no such case.
    """
    if session.get(Case, case_number) is None:
        raise PartyMissingError(f"there is no case {case_number}: check the number")
    made = select(Decision).where(Decision.case_number == case_number, col(Decision.result).is_not(None))
    return [
        Replay(
            version=decision.version,
            outcome=decision.outcome,
            payable=decision.result["result"]["amounts"]["payable"],
            differences=run_again(decision.result, _plan(session, decision.result["plan"])),
        )
        for decision in session.exec(made.order_by(col(Decision.version)))
        if decision.result is not None
    ]


def _plan(session: Session, recorded: Mapping[str, Any]) -> PlanVersion | None:
    """The version that the record names, as it is kept now; None where it is not there any more."""
    query = select(PlanRow).where(PlanRow.code == recorded["code"], PlanRow.version == recorded["version"])
    row = session.exec(query).one_or_none()
    return terms(row) if row else None
