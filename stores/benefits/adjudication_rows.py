"""An adjudication as rows: the decision, its lines, the event, and what later claims must know."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from psycopg.types.json import Json, Jsonb
from psycopg.types.numeric import Int8

from rules.adjudication.holding import Hold
from rules.adjudication.postings import Leavings
from rules.adjudication.result import AdjudicationResult, Verdict
from rules.cases import CaseEvent, Detail
from rules.vocabulary import DecisionOutcome
from stores.benefits.claim_facts import OpenYear
from stores.benefits.claim_orders import ClaimToJudge
from stores.casework.case_events import LastEvent

EVENT = "ADJUDICATED"
_SPEAKING = frozenset({Verdict.REFUSE, Verdict.REFER, Verdict.EXCLUDE, Verdict.TAKE})
NOTHING_LEFT = Leavings(postings=(), visits=(), brands={}, invoices=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim after it was judged and posted; ``moved`` is empty where it is held."""

    result: AdjudicationResult
    record: Mapping[str, Any]
    hold: Hold | None
    year: OpenYear | None
    moved: Leavings = NOTHING_LEFT

    @property
    def outcome(self) -> DecisionOutcome:
        """How the decision answers the claim: what a person still has to look at is referred."""
        if self.hold is None:
            return DecisionOutcome(self.result.outcome)
        return DecisionOutcome.REFUSE if self.hold is Hold.REFUSED else DecisionOutcome.REFER

    @property
    def approved(self) -> int | None:
        """Fen that were approved; None where a person decides."""
        if self.outcome is DecisionOutcome.REFER:
            return None
        return 0 if self.hold else self.result.insurer


def row_values(order: ClaimToJudge, judged: Judged, last: LastEvent | None) -> dict[str, Any]:
    """Values of ``record_adjudication.sql``."""
    event = _event(order, judged, last)
    return {
        **_decision(order, judged),
        **_lines(judged),
        **_left(order, judged),
        "sequence": event.sequence,
        "kind": event.kind,
        "actor": event.actor,
        "actor_role": event.role,
        "stage": order.stage,
        "detail": Jsonb(event.detail),
        "previous_hash": last.hash if last else None,
        "hash": LastEvent.after(last, order.case_number, event).hash,
    }


def _decision(order: ClaimToJudge, judged: Judged) -> dict[str, Any]:
    result = judged.result
    return {
        "decision": order.decision_id,
        "case_number": order.case_number,
        "version": order.case_version,
        "outcome": judged.outcome,
        "decided_by": order.actor.reference,
        "co_signed_by": order.co_signed_by,
        "at": order.at,
        "accumulator_version": Int8(judged.year.version) if judged.year else None,
        "requested": Int8(result.amounts.billed),
        "approved": None if judged.approved is None else Int8(judged.approved),
        "reasons": _reasons(order, result),
        "clauses": list(dict.fromkeys(_clauses(result))),
        "result": Jsonb(judged.record),
    }


def _reasons(order: ClaimToJudge, result: AdjudicationResult) -> list[str]:
    """Reasons of the rules, after the one that a person refused for."""
    said = [order.refused_for] if order.refused_for else []
    return list(dict.fromkeys(code.value for code in (*said, *result.reasons)))


def _clauses(result: AdjudicationResult) -> Iterator[str]:
    """Clauses of the steps that took, excluded, refused or referred something."""
    for _, _, verdict, clause, _, taken, _, _ in result.steps:
        if verdict in _SPEAKING and (taken or verdict is not Verdict.TAKE):
            yield from clause


def _lines(judged: Judged) -> dict[str, Any]:
    lines = judged.record["result"]["lines"]
    paid = judged.hold is None
    return {
        "ordinals": [Int8(line["line"] + 1) for line in lines],
        "items": [line["item"] for line in lines],
        "asked": [Int8(line["billed"]) for line in lines],
        "granted": [Int8(line["payable"] if paid else 0) for line in lines],
        "line_reasons": [line["reason"] for line in lines],
        "line_clauses": [", ".join(line["clause"]) or None for line in lines],
    }


def _left(order: ClaimToJudge, judged: Judged) -> dict[str, Any]:
    visits = [{**asdict(visit), "visited_on": str(visit.visited_on)} for visit in judged.moved.visits]
    return {
        "member_year": judged.year.member_year_id if judged.year else None,
        "on": order.claim.encounter.on,
        "visits": Json(visits),
        "brands": Json(dict(judged.moved.brands)),
        "invoices": list(judged.moved.invoices),
    }


def _event(order: ClaimToJudge, judged: Judged, last: LastEvent | None) -> CaseEvent:
    amounts = judged.result.amounts
    detail: Detail = {
        "version": order.case_version,
        "outcome": judged.outcome,
        "hold": judged.hold,
        "billed": amounts.billed,
        "payable": amounts.payable,
        "member": amounts.member,
        "accumulator_version": judged.year.version if judged.year else None,
        "decision": str(order.decision_id),
        "result_sha256": judged.record["sha256"],
    }
    return CaseEvent(
        sequence=last.sequence + 1 if last else 1,
        kind=EVENT,
        at=order.at,
        actor=order.actor.reference,
        role=order.actor.roles[0],
        from_stage=order.stage,
        to_stage=order.stage,
        detail=detail,
    )
