"""Cards on the phones of families (R-004 to R-007)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from models.card_binding import CardBinding
from models.e_card import ECard
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.member import Member
from models.plan_version import PlanVersion
from models.policy import Policy
from rules.card import CardYear
from rules.vocabulary import CardStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCard:
    """A card with the child and the policy that it stands for."""

    card: ECard
    policy: Policy
    plan: PlanVersion
    member: Member

    @property
    def year(self) -> CardYear:
        """What the card's status follows from."""
        return CardYear(
            effective_on=self.policy.effective_on,
            expires_on=self.policy.expires_on,
            paid_at=self.policy.paid_at,
            on_paper=False,
            terminated_on=self.policy.terminated_on,
            recorded=CardStatus(self.card.status),
        )


def named(session: Session, child_name: str, purchase_phone: str) -> Sequence[BoundCard]:
    """Cards of the children of that exact name whose policy was bought with that number."""
    query = (
        _cards()
        .join(Guardianship, col(Guardianship.member_id) == col(Member.id))
        .join(Guardian, col(Guardian.id) == col(Guardianship.guardian_id))
        .where(Member.name == child_name, Guardian.phone == purchase_phone, col(Guardianship.is_primary))
    )
    return [BoundCard(card=c, policy=p, plan=v, member=m) for c, p, v, m in session.exec(query)]


def of_holder(session: Session, holder: str) -> Sequence[BoundCard]:
    """The cards that a person has bound, of whatever children and policies."""
    query = (
        _cards()
        .join(CardBinding, col(CardBinding.policy_id) == col(Policy.id))
        .where(CardBinding.holder == holder, col(CardBinding.unbound_at).is_(None))
        .order_by(col(Policy.effective_on), col(Policy.number))
    )
    return [BoundCard(card=c, policy=p, plan=v, member=m) for c, p, v, m in session.exec(query)]


def bind(session: Session, policy_id: UUID, holder: str, at: datetime) -> None:
    """Put a card on a phone; binding it again changes nothing."""
    row = CardBinding(policy_id=policy_id, holder=holder, bound_at=at)
    session.execute(insert(CardBinding).values(row.model_dump()).on_conflict_do_nothing())


def unbind(session: Session, card_number: str, holder: str, at: datetime) -> bool:
    """Take a card off a phone; False where it is not on it."""
    query = (
        select(CardBinding)
        .join(ECard, col(ECard.policy_id) == col(CardBinding.policy_id))
        .where(
            ECard.number == card_number, CardBinding.holder == holder, col(CardBinding.unbound_at).is_(None)
        )
    )
    found = session.exec(query.with_for_update(of=CardBinding)).one_or_none()
    if found is None:
        return False
    found.unbound_at = at
    return True


def _cards() -> Select[ECard, Policy, PlanVersion, Member]:
    return (
        select(ECard, Policy, PlanVersion, Member)
        .join(Policy, col(Policy.id) == col(ECard.policy_id))
        .join(PlanVersion, col(PlanVersion.id) == col(Policy.plan_version_id))
        .join(Member, col(Member.id) == col(Policy.member_id))
    )
