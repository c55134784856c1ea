"""What happened to a child before its case: counted visits, a locked brand, bills that were claimed."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from models.brand_lock import BrandLock
from models.case import Case
from models.claimed_invoice import ClaimedInvoice
from models.decision import Decision
from models.policy import Policy as PolicyRow
from models.settled_visit import SettledVisit
from rules.adjudication.claim import Accumulators, Policy
from rules.case_number import case_number
from rules.china_time import at_shanghai
from rules.vocabulary import Benefit, DecisionOutcome, EncounterType, Process
from stores.casework.intake import next_sequence

EARLIER = "示例医院（此前就诊）"


def keep_history(
    session: Session, policy: Policy, before: Accumulators, row: PolicyRow, member_year_id: UUID
) -> str:
    """A closed case that stands for all that was before; its number."""
    at = at_shanghai(policy.effective_on, time(9))
    number = case_number(Process.REIMBURSEMENT, policy.effective_on, next_sequence(session))
    session.add(
        Case(
            case_number=number,
            process=Process.REIMBURSEMENT,
            stage="CLOSED",
            state_version=1,
            member_id=row.member_id,
            policy_id=row.id,
            opened_by="system:lipei",
            opened_at=at,
            closed_at=at,
            updated_at=at,
        )
    )
    session.flush()
    past = _Past(session, number, at)
    _visits(past, before, member_year_id, policy)
    _brands(past, before, member_year_id)
    for key in sorted(before.seen_invoices):
        session.add(ClaimedInvoice(decision_id=past.decision(), key=key, claimed_at=at))
    session.flush()
    return number


class _Past:
    """Decisions of the case that stands for what was before, each with a version of its own."""

    def __init__(self, session: Session, number: str, at: datetime) -> None:
        self.session, self.number, self.at = session, number, at
        self._versions = 0

    def decision(self) -> UUID:
        """One more decision that paid."""
        self._versions += 1
        made = Decision(
            case_number=self.number,
            version=self._versions,
            outcome=DecisionOutcome.PAY,
            decided_by="system:lipei",
            decided_at=self.at,
        )
        self.session.add(made)
        self.session.flush()
        return made.id


def _visits(past: _Past, before: Accumulators, member_year_id: UUID, policy: Policy) -> None:
    """Counted visits by hospital group, on days of their own; where no group is stated, none is kept."""
    number = 0
    for group, visits in (before.counted_visits_by_group or {}).items():
        for _ in range(visits):
            number += 1
            past.session.add(
                SettledVisit(
                    decision_id=past.decision(),
                    type=EncounterType.OUTPATIENT,
                    member_year_id=member_year_id,
                    benefit=Benefit.OUTPATIENT_EMERGENCY,
                    facility=EARLIER,
                    visited_on=policy.effective_on + timedelta(days=number),
                    number=number,
                    counted=True,
                    counter_group=group,
                    copay_taken=0,
                )
            )


def _brands(past: _Past, before: Accumulators, member_year_id: UUID) -> None:
    for benefit, brand in before.brands.items():
        past.session.add(
            BrandLock(
                member_year_id=member_year_id,
                benefit=benefit,
                brand=brand,
                locked_on=past.at.date(),
                decision_id=past.decision(),
            )
        )
