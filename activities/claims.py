"""Judges a claim for its case: the whole result stays in Postgres, the case gets the figures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.claim_orders import JudgeAnswer, JudgeOrder
from rules.adjudication.result import Outcome
from rules.claims.values import ClaimFigures, HeldLine, JudgedClaim
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit
from stores.benefits.adjudications import adjudicate_and_post
from stores.benefits.claim_orders import (
    Adjudicated,
    AlreadySettled,
    CaseToReopen,
    ClaimToJudge,
    Reopened,
    YearMoved,
)
from stores.benefits.reopenings import reopen
from stores.cover.parties import PartyMissingError
from stores.database import transaction

HELD_LINES_CARRIED = 40
"""More of them stay in Postgres only: a case is carried with every step that it takes."""


class _NotReplacedError(Exception):
    """A reopened claim could not be settled anew: the transaction ends without a trace."""

    def __init__(self, answer: JudgeAnswer) -> None:
        super().__init__("the decision that stands stays")
        self.answer = answer


class ClaimActs:
    """Acts on claims."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    def judge_claim(self, order: JudgeOrder) -> JudgeAnswer:
        """Judge and post in one transaction; the key makes a repeat answer what the first one did."""
        try:
            with transaction(self._engine) as session:
                return _judge(session, order)
        except _NotReplacedError as kept:
            return kept.answer
        except PartyMissingError as missing:
            raise ApplicationError(str(missing), type="PARTY_MISSING", non_retryable=True) from missing


def _judge(session: Session, order: JudgeOrder) -> JudgeAnswer:
    given_back = _reopened(session, order) if order.reopen else None
    made = adjudicate_and_post(session, claim_to_judge(order))
    answer = _answer(made, order)
    if given_back is None:
        return answer
    held = answer.judged is None or not (answer.judged.posted or order.refused_for)
    if held and not order.wants_person:
        raise _NotReplacedError(replace(answer, recorded=0))
    return replace(
        answer,
        recorded=answer.recorded + 1,
        given_back=given_back.given_back,
        later_cases=given_back.later_cases,
        held_again=given_back.held_again,
    )


def _reopened(session: Session, order: JudgeOrder) -> Reopened | None:
    found = reopen(
        session,
        CaseToReopen(
            case_number=order.case_number,
            case_version=order.case_version,
            stage=order.stage,
            actor=order.actor,
            at=order.as_of,
            key=f"{order.key}/reopen",
            hold_for=_needing(order) if order.hold_again else (),
        ),
    )
    return found if isinstance(found, Reopened) else None


def _needing(order: JudgeOrder) -> tuple[str, ...]:
    """The cases that need what is held again: those whose approval the claim uses, else its own."""
    return order.subject.authorized_by or (order.case_number,)


def claim_to_judge(order: JudgeOrder) -> ClaimToJudge:
    """The order in the words of the store of adjudications."""
    subject = order.subject
    return ClaimToJudge(
        case_number=order.case_number,
        case_version=order.case_version,
        stage=order.stage,
        policy_id=UUID(subject.policy_id),
        episode_id=UUID(subject.episode_id) if subject.episode_id else None,
        claim=order.claim,
        actor=order.actor,
        at=order.as_of,
        key=order.key,
        co_signed_by=order.co_signed_by or None,
        seen_version=order.seen_version,
        interim=order.interim,
        authorized_by=subject.authorized_by,
        refused_for=order.refused_for,
        wants_person=order.wants_person,
    )


def _answer(made: Adjudicated | YearMoved | AlreadySettled, order: JudgeOrder) -> JudgeAnswer:
    if isinstance(made, YearMoved):
        payable = made.result.amounts.payable
        return JudgeAnswer(judged=None, moved=True, version=made.version, payable=payable)
    if isinstance(made, AlreadySettled):
        return JudgeAnswer(judged=None, settled_before=True)
    return JudgeAnswer(judged=judged_claim(made, order), recorded=1)


def judged_claim(made: Adjudicated, order: JudgeOrder) -> JudgedClaim:
    """The judgment in short."""
    result: Mapping[str, Any] = made.record["result"]
    return JudgedClaim(
        decision_id=str(made.decision_id),
        version=order.case_version,
        outcome=Outcome(result["outcome"]),
        hold=made.hold,
        figures=_figures(result["amounts"]),
        reasons=_codes(result["reasons"]),
        referred_for=_codes(result["referred_for"]),
        to_confirm=_codes(result["to_confirm"]),
        flags=_codes(result["flags"]),
        missing_terms=tuple(result["missing_terms"]),
        priced=result["priced"],
        held_lines=_held_lines(result["lines"]),
        benefits=tuple(dict.fromkeys(_benefits(result["visits"]))),
        visit_numbers=tuple(visit["number"] for visit in result["visits"] if visit["number"] is not None),
        accumulator_version=made.accumulator_version,
        judged_at=order.as_of,
    )


def _figures(amounts: Mapping[str, int]) -> ClaimFigures:
    return ClaimFigures(**{name: amounts[name] for name in ClaimFigures.__dataclass_fields__})


def _codes(written: list[str]) -> tuple[ReasonCode, ...]:
    return tuple(ReasonCode(code) for code in written)


def _held_lines(lines: list[Mapping[str, Any]]) -> tuple[HeldLine, ...]:
    held = [line for line in lines if line["reason"] is not None][:HELD_LINES_CARRIED]
    return tuple(
        HeldLine(
            line=line["line"],
            item=line["item"],
            amount=line["excluded"],
            reason=ReasonCode(line["reason"]),
            clause=", ".join(line["clause"]),
        )
        for line in held
    )


def _benefits(visits: list[Mapping[str, Any]]) -> list[Benefit]:
    known = {benefit.value for benefit in Benefit}
    return [Benefit(visit["benefit"]) for visit in visits if visit["benefit"] in known]
