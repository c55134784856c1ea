"""What a direct-billing desk asks the tables: whose card it is, what covers the visit, what a letter says."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.e_card import ECard
from models.guardianship import Guardianship
from models.member import Member
from models.policy import Policy
from rules.adjudication.provider import provider_of
from rules.china_time import shanghai_date
from rules.direct_billing.eligibility import DeskFacts, asks_for_choice
from rules.direct_billing.values import Promise, PromisedItem, VisitRequest
from rules.items import ItemCode
from rules.vocabulary import Benefit, GuaranteeStatus, IdentityKind, RoomClass
from stores.benefits.claim_facts import ClaimFacts, Occasion, claim_facts
from stores.benefits.cover_facts import hospital_on
from stores.cover import brands
from stores.cover.insured import InsuredMember
from stores.database import driver_connection

_LETTER = text(
    """
    SELECT cases.case_number, cases.member_id, cases.policy_id, cases.hospital_code, cases.episode_id,
        guarantee.number, guarantee.status, version.ordinal, version.ceiling, version.approved_days,
        version.room_class, version.valid_from_on, version.valid_until_on, request.content
    FROM guarantee
    JOIN cases USING (case_number)
    JOIN case_request AS request USING (case_number)
    JOIN guarantee_version AS version ON version.guarantee_number = guarantee.number
    WHERE (guarantee.case_number = :wanted OR guarantee.number = :wanted
        OR guarantee.number || '-V' || version.ordinal = :wanted)
        AND version.kind NOT IN ('FINAL', 'DECLINED', 'CANCELLED', 'EXPIRED')
    ORDER BY version.ordinal DESC
    LIMIT 1
    """
)
_APPROVAL = text(
    """
    SELECT cases.case_number, cases.member_id, cases.policy_id, cases.hospital_code, cases.episode_id,
        cases.planned_on - 1 AS valid_from_on, clock.due_at AS ends_at
    FROM cases JOIN clock ON clock.case_number = cases.case_number AND clock.kind = 'AUTHORIZATION_EXPIRY'
    WHERE cases.case_number = :wanted AND cases.stage IN ('AUTHORIZED', 'BILL_AWAITED', 'CLOSED')
    ORDER BY clock.ordinal DESC
    LIMIT 1
    """
)
"""The instant at which an approval ends is a midnight that its last day does not reach."""
_LINES = text(
    """
    SELECT line.item, line.approved_amount, line.reason_code, line.ordinal
    FROM decision_line AS line JOIN decision ON decision.id = line.decision_id
    WHERE decision.case_number = :case_number AND decision.id = (
        SELECT standing.id FROM decision AS standing
        WHERE standing.case_number = :case_number AND decision_stands(standing)
            AND EXISTS (SELECT FROM decision_line AS own WHERE own.decision_id = standing.id)
        ORDER BY standing.decided_at DESC LIMIT 1)
    ORDER BY line.ordinal
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An approval as it stands, with the case and stay that it belongs to; both dates inclusive.

    ``promise`` is what its guarantee letter says; none was given to a hospital that does not bill directly.
    """

    case_number: str
    member_id: UUID
    policy_id: UUID
    hospital_code: str
    episode_id: UUID | None
    valid_from: date
    valid_until: date
    promise: Promise | None

    def covers(self, visit: VisitRequest) -> bool:
        """Whether it is in force on the day, for that child and policy, at that hospital.

        A child is admitted on a guarantee letter alone (R-120).
        """
        stands = self.promise.valid if self.promise else not visit.stay
        return (
            stands
            and self.valid_from <= visit.on <= self.valid_until
            and str(self.member_id) == visit.member_id
            and str(self.policy_id) == visit.policy_id
            and self.hospital_code == visit.hospital_id
        )


def insured_by_card(
    session: Session, card_number: str, kind: IdentityKind, identity_number: str
) -> InsuredMember | None:
    """The child on the card, where the identity document is that child's."""
    query = (
        select(Member.id, Policy.id)
        .join(Policy, col(Policy.member_id) == col(Member.id))
        .join(ECard, col(ECard.policy_id) == col(Policy.id))
        .where(
            ECard.number == card_number,
            Member.identity_kind == kind,
            Member.identity_number == identity_number.upper(),
        )
    )
    found = session.exec(query).one_or_none()
    return InsuredMember(member_id=found[0], policy_id=found[1]) if found else None


def desk_facts(
    session: Session,
    visit: VisitRequest,
    *,
    letter: Letter | None,
    episode_id: UUID | None = None,
    item: ItemCode | None = None,
) -> DeskFacts:
    """All that eligibility rests on, as it stands now. PartyMissingError: no such policy or hospital."""
    hospital = hospital_on(session, visit.hospital_id, visit.on)
    occasion = Occasion(
        policy_id=UUID(visit.policy_id), on=visit.on, facility=hospital.name, episode_id=episode_id
    )
    facts = claim_facts(driver_connection(session), occasion)
    benefit = facts.terms.by_encounter.get(visit.encounter)
    return DeskFacts(
        visit=visit,
        plan=facts.plan,
        policy=facts.policy,
        status=facts.status,
        terms=facts.terms,
        before=facts.before,
        provider=provider_of(hospital, facts.plan, account_of(facts, visit), visit.on, visit.department),
        authorized=letter is not None and letter.covers(visit),
        year_version=facts.year.version if facts.year else 0,
        item=item,
        chosen_brand=brands.chosen(session, occasion.policy_id, benefit.limit_account)
        if benefit and asks_for_choice(benefit)
        else None,
    )


def account_of(facts: ClaimFacts, visit: VisitRequest) -> Benefit:
    """The account whose network list counts; care without terms goes to a person anyway."""
    benefit = facts.terms.by_encounter.get(visit.encounter)
    return benefit.limit_account if benefit else Benefit.OUTPATIENT_EMERGENCY


def letter(session: Session, wanted: str) -> Letter | None:
    """The letter of that number, or of that pre-authorization, in the newest version that promises."""
    if not wanted:
        return None
    row = session.execute(_LETTER, {"wanted": wanted}).one_or_none()
    if row is None:
        return _approval(session, wanted)
    asked = row.content or {}
    promise = Promise(
        number=f"{row.number}-V{row.ordinal}",
        valid=row.status in (GuaranteeStatus.VALID, GuaranteeStatus.CONSUMED),
        ceiling=row.ceiling,
        approved_days=row.approved_days or 0,
        room_class=RoomClass(row.room_class or RoomClass.STANDARD_SINGLE),
        items=_items(session, row.case_number, asked.get("items", ())),
        diagnoses=tuple(each["code"] for each in asked.get("diagnoses", ())),
    )
    return Letter(
        case_number=row.case_number,
        member_id=row.member_id,
        policy_id=row.policy_id,
        hospital_code=row.hospital_code,
        episode_id=row.episode_id,
        valid_from=row.valid_from_on,
        valid_until=row.valid_until_on,
        promise=promise,
    )


def _approval(session: Session, wanted: str) -> Letter | None:
    """The approval of that pre-authorization where its hospital got no letter (domain 5.0)."""
    row = session.execute(_APPROVAL, {"wanted": wanted}).one_or_none()
    if row is None:
        return None
    return Letter(
        case_number=row.case_number,
        member_id=row.member_id,
        policy_id=row.policy_id,
        hospital_code=row.hospital_code,
        episode_id=row.episode_id,
        valid_from=row.valid_from_on,
        valid_until=shanghai_date(row.ends_at) - timedelta(days=1),
        promise=None,
    )


def _items(session: Session, case_number: str, asked: list[dict[str, object]]) -> tuple[PromisedItem, ...]:
    """What the letter approves, item by item; the price of one comes from the estimate."""
    lines = session.execute(_LINES, {"case_number": case_number}).all()
    prices = [each.get("unit_price") for each in asked]
    return tuple(
        PromisedItem(
            item=line.item,
            approved=line.approved_amount,
            unit_price=_price(prices, line.ordinal),
            reason_code=line.reason_code or "",
        )
        for line in lines
    )


def _price(prices: list[object], ordinal: int) -> int | None:
    price = prices[ordinal - 1] if ordinal <= len(prices) else None
    return price if isinstance(price, int) else None


def primary_guardian(session: Session, member_id: UUID) -> str:
    """The adult whom letters and debts go to; empty where none is known."""
    query = select(Guardianship.guardian_id).where(
        Guardianship.member_id == member_id, col(Guardianship.is_primary)
    )
    found = session.exec(query).one_or_none()
    return str(found) if found else ""
