"""Decisions of people, as a sample for review is drawn from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import Session

from rules.sampling import Made

MOST = 20_000

_MADE = text(
    """
    SELECT decision.id::text AS decision_id, decision.case_number, decision.outcome, decision.decided_by,
        decision.decided_at, coalesce(decision.approved_amount, 0) AS amount, staff.name AS person,
        coalesce(left(coalesce(
            case_request.content -> 'diagnoses' -> 0 ->> 'code',
            decision.result #>> '{inputs,claim,encounter,diagnoses,0}'
        ), 3), '') AS diagnosis
    FROM decision
    JOIN staff ON decision.decided_by = 'staff:' || staff.id
    LEFT JOIN case_request ON case_request.case_number = decision.case_number
    WHERE decision.decided_at >= (:first)::date AT TIME ZONE 'Asia/Shanghai'
        AND decision.decided_at < ((:last)::date + 1) AT TIME ZONE 'Asia/Shanghai'
        AND decision_stands(decision) AND (CAST(:team AS text) IS NULL OR staff.team = :team)
    ORDER BY decision.decided_at, decision.id
    LIMIT :most
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """One decision with who made it; fen."""

    decision_id: str
    case_number: str
    outcome: str
    decided_by: str
    person: str
    decided_at: datetime
    amount: int
    diagnosis: str

    @property
    def to_draw(self) -> Made:
        """The decision as the draw looks at it."""
        return Made(decision_id=self.decision_id, amount=self.amount, diagnosis=self.diagnosis)


def decisions_made(session: Session, first: date, last: date, team: str | None) -> Sequence[DecisionMade]:
    """Decisions of those days that a person of the team made; of all teams for None."""
    asked = {"first": first, "last": last, "team": team, "most": MOST}
    return [DecisionMade(**row) for row in session.execute(_MADE, asked).mappings()]
