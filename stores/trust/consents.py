"""What families allowed, and took back (L-29)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.consent import Consent
from rules.consents import NEEDS, ConsentNeed, ConsentRecipient
from rules.vocabulary import ConsentPurpose

_UNHEARD = text(
    """
    WITH newest AS (
        SELECT DISTINCT ON (member_id, purpose, recipient)
            member_id, purpose, recipient, withdrawn_at IS NULL AS stands,
            coalesce(withdrawn_at, given_at) AS since
        FROM consent WHERE member_id IN (SELECT member_id FROM cases WHERE closed_at IS NULL)
        ORDER BY member_id, purpose, recipient, given_at DESC, id DESC
    )
    SELECT case_number, purpose, recipient, stands, since
    FROM cases JOIN newest USING (member_id)
    JOIN jsonb_to_recordset(CAST(:needs AS jsonb)) AS need(process text, purpose text, recipient text)
        USING (process, purpose, recipient)
    WHERE closed_at IS NULL AND stands = coalesce(
        view -> 'unconsented' @> to_jsonb(purpose || ' for ' || recipient), false
    )
    ORDER BY case_number, purpose, recipient
    """
)
_NEEDS = json.dumps(
    [
        {"process": process, "purpose": need.purpose, "recipient": need.recipient}
        for process, needs in NEEDS.items()
        for need in needs
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """An open case whose record says otherwise of a consent than the family did last."""

    case_number: str
    need: ConsentNeed
    stands: bool
    since: datetime


def standing(session: Session, member_id: UUID) -> frozenset[ConsentNeed]:
    """The consents that a child's family has given and not taken back."""
    query = select(Consent.purpose, Consent.recipient).where(
        Consent.member_id == member_id, col(Consent.withdrawn_at).is_(None)
    )
    known = frozenset(ConsentRecipient)
    return frozenset(
        ConsentNeed(ConsentPurpose(purpose), ConsentRecipient(recipient))
        for purpose, recipient in session.exec(query)
        if recipient in known
    )


def of_member(session: Session, member_id: UUID) -> Sequence[Consent]:
    """Every consent ever given for a child, oldest first."""
    query = select(Consent).where(Consent.member_id == member_id)
    return session.exec(query.order_by(col(Consent.given_at), col(Consent.id))).all()


def newest(session: Session, member_id: UUID, need: ConsentNeed) -> Consent | None:
    """The consent of that kind that was given last, standing or taken back."""
    query = select(Consent).where(
        Consent.member_id == member_id,
        Consent.purpose == need.purpose,
        Consent.recipient == need.recipient,
    )
    return session.exec(query.order_by(col(Consent.given_at).desc(), col(Consent.id).desc()).limit(1)).first()


def give(
    session: Session,
    member_id: UUID,
    guardian_id: UUID,
    need: ConsentNeed,
    *,
    form_version: str,
    at: datetime,
) -> None:
    """Keep a consent; one that stands already stays as it was given."""
    row = Consent(
        member_id=member_id,
        guardian_id=guardian_id,
        purpose=need.purpose,
        recipient=need.recipient,
        form_version=form_version,
        given_at=at,
    )
    session.execute(insert(Consent).values(row.model_dump()).on_conflict_do_nothing())


def withdraw(session: Session, member_id: UUID, need: ConsentNeed, *, at: datetime) -> bool:
    """Take a consent back; False where none stands. What was done before stays lawful (PIPL 15)."""
    query = select(Consent).where(
        Consent.member_id == member_id,
        Consent.purpose == need.purpose,
        Consent.recipient == need.recipient,
        col(Consent.withdrawn_at).is_(None),
    )
    found = session.exec(query.with_for_update()).one_or_none()
    if found is None:
        return False
    found.withdrawn_at = at
    return True


def unheard(session: Session) -> Sequence[Unheard]:
    """Open cases that do not know of a consent that they need as it stands now."""
    return [
        Unheard(
            case_number=row.case_number,
            need=ConsentNeed(ConsentPurpose(row.purpose), ConsentRecipient(row.recipient)),
            stands=row.stands,
            since=row.since,
        )
        for row in session.execute(_UNHEARD, {"needs": _NEEDS})
    ]
