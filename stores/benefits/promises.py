"""Decisions and guarantees as rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from models.decision import Decision as DecisionRow
from models.decision_line import DecisionLine as LineRow
from models.guarantee import Guarantee as GuaranteeRow
from models.guarantee_version import GuaranteeVersion as VersionRow
from rules.preauthorization.case import Guarantee, GuaranteeVersion, PreAuthorizationCase
from rules.preauthorization.values import Decision, Outcome
from rules.vocabulary import (
    DecisionOutcome,
    GuaranteeStatus,
    GuaranteeVersionKind,
    GuaranteeVersionState,
)
from stores.casework.cases import key_id

_OUTCOMES = {
    Outcome.APPROVE: DecisionOutcome.APPROVED,
    Outcome.APPROVE_IN_PART: DecisionOutcome.APPROVED_IN_PART,
    Outcome.DECLINE: DecisionOutcome.DECLINED,
    Outcome.REDIRECT: DecisionOutcome.REDIRECTED,
}


def keep_decision(session: Session, case: PreAuthorizationCase) -> None:
    """Keep the decision on the request and the answer to an amendment, each once."""
    if case.decision and case.decision.decided_at:
        _keep(session, case, case.decision, case.decision.decided_at)
    answer = case.amendment_decision
    if answer and answer.decided_at:
        outcome = DecisionOutcome.APPROVED if answer.approve else DecisionOutcome.DECLINED
        values = {
            "outcome": outcome,
            "decided_by": answer.decided_by,
            "co_signed_by": answer.co_signed_by or None,
            "decided_at": answer.decided_at,
            "accumulator_version": answer.accumulator_version or None,
            "approved_amount": answer.ceiling,
            "reason_codes": [answer.reason_code] if answer.reason_code else [],
        }
        _insert(session, case, _id(case, answer.decided_at), values)


def _id(case: PreAuthorizationCase, decided_at: datetime) -> UUID:
    return key_id(f"{case.case_number}/decision/{decided_at.isoformat()}")


def _keep(session: Session, case: PreAuthorizationCase, decision: Decision, decided_at: datetime) -> None:
    values = {
        "outcome": _OUTCOMES[decision.outcome],
        "decided_by": decision.decided_by,
        "co_signed_by": decision.co_signed_by or None,
        "decided_at": decided_at,
        "accumulator_version": decision.accumulator_version or None,
        "requested_amount": case.request.estimate,
        "approved_amount": decision.ceiling,
        "reason_codes": [decision.reason_code] if decision.reason_code else [],
        "clauses": [decision.clause] if decision.clause else [],
    }
    if _insert(session, case, _id(case, decided_at), values) and decision.lines:
        session.execute(insert(LineRow).values(_lines(_id(case, decided_at), decision)))


def _insert(session: Session, case: PreAuthorizationCase, identity: UUID, values: dict[str, Any]) -> bool:
    """False where the decision was kept before."""
    row = insert(DecisionRow).values(
        id=identity, case_number=case.case_number, version=case.version, **{"clauses": [], **values}
    )
    kept = session.execute(
        row.on_conflict_do_nothing(index_elements=[col(DecisionRow.id)]).returning(col(DecisionRow.id))
    )
    return kept.first() is not None


def _lines(identity: UUID, decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "decision_id": identity,
            "ordinal": place,
            "item": line.item,
            "description": line.description,
            "asked_amount": line.asked,
            "approved_amount": line.approved,
            "reason_code": line.reason_code or None,
            "clause": line.clause or None,
        }
        for place, line in enumerate(decision.lines, 1)
    ]


def keep_guarantee(session: Session, case: PreAuthorizationCase) -> None:
    """Keep the letter's promise and its versions; the last one is in force while the promise is valid."""
    guarantee = case.guarantee or case.undone
    if guarantee is None or not guarantee.root:
        return
    upsert = insert(GuaranteeRow).values(
        number=guarantee.root, case_number=case.case_number, status=guarantee.status
    )
    session.execute(
        upsert.on_conflict_do_update(
            index_elements=[col(GuaranteeRow.number)], set_={"status": upsert.excluded.status}
        )
    )
    _supersede(session, guarantee)
    rows = [_version(guarantee, version) for version in (*guarantee.versions, *guarantee.taken_back)]
    versions = insert(VersionRow).values(rows)
    session.execute(
        versions.on_conflict_do_update(
            index_elements=[col(VersionRow.guarantee_number), col(VersionRow.ordinal)],
            set_={name: versions.excluded[name] for name in _CHANGES},
        )
    )


_CHANGES = ("state", "answer", "answered_by", "answered_at", "answered_way")
"""What may become of a version after it was made."""


def _supersede(session: Session, guarantee: Guarantee) -> None:
    """Only one version may be in force, so the others step back before that one steps up."""
    others = (
        update(VersionRow)
        .where(
            col(VersionRow.guarantee_number) == guarantee.root,
            col(VersionRow.ordinal) != guarantee.current.ordinal,
            col(VersionRow.state) == GuaranteeVersionState.IN_FORCE,
        )
        .values(state=GuaranteeVersionState.SUPERSEDED)
    )
    session.execute(others)


def _version(guarantee: Guarantee, version: GuaranteeVersion) -> dict[str, Any]:
    state = GuaranteeVersionState.SUPERSEDED
    if version in guarantee.taken_back:
        state = GuaranteeVersionState.ENDED
    elif version.change is GuaranteeVersionKind.DECLINED:
        state = GuaranteeVersionState.DECLINED
    elif version is guarantee.current:
        valid = guarantee.status is GuaranteeStatus.VALID
        state = GuaranteeVersionState.IN_FORCE if valid else GuaranteeVersionState.ENDED
    answered = version.answered
    return {
        "guarantee_number": guarantee.root,
        "ordinal": version.ordinal,
        "kind": version.change,
        "state": state,
        "ceiling": version.ceiling,
        "approved_days": version.approved_days,
        "room_class": version.room_class,
        "valid_from_on": version.valid_from,
        "valid_until_on": version.valid_until,
        "made_at": version.issued_at,
        "answer": answered.answer if answered else None,
        "answered_by": answered.by if answered else None,
        "answered_at": answered.at if answered else None,
        "answered_way": answered.way if answered else None,
    }
