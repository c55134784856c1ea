"""A step of direct billing being written."""

from rules.cases import CaseNews
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtState, DirectBillingCase, FamilyDebt
from rules.direct_billing.values import Stage
from workflows.case_engine import Happening, Release, TellCase
from workflows.claims.draft import ClaimDraft

Case = DirectBillingCase
Happened = Happening[DirectBillingCase]


class Draft(ClaimDraft[DirectBillingCase]):
    """Adds to every draft what only direct billing has: debts of the family, and the letter behind a stay."""

    def debt(self, debt: FamilyDebt) -> "Draft":
        """Put the debt in its place."""
        return self.change(**{debt.kind.lower(): debt})

    def tell_authorization(self, fact: str, again: str = "", **detail: int) -> "Draft":
        """Let the case of the guarantee letter know; nothing where the care has none.

        What is told more than once says by ``again`` which time it is: the other case hears a key once.
        """
        other = self.case.visit.authorization
        if other:
            number = self.case.case_number
            self.do(
                TellCase(
                    case_number=other,
                    news=CaseNews(
                        key=f"{number}/{fact}{again}",
                        fact=fact,
                        sender=number,
                        amount=self.case.amount,
                        detail=dict(detail),
                    ),
                )
            )
        return self

    def give_back(self, *, expired: bool = False) -> "Draft":
        """Free what is still held for the visit."""
        if self.case.reserved:
            self.change(reserved=0).do(Release(expired=expired))
        return self

    def close_if_done(self) -> "Draft":
        """End a case when nobody owes anything, and nothing that a decision sets going is still to come."""
        case = self.case
        if (
            case.stands_at
            or case.open_debts
            or case.overpayment_open
            or any(case.clock(kind) for kind in _STILL_TO_COME.get(case.stage, ()))
        ):
            return self
        return self.to(Stage.CLOSED) if case.stage in _STILL_TO_COME else self


_STILL_TO_COME = {
    Stage.HOSPITAL_PAID: (ClockKind.CORRECTION_WINDOW,),
    Stage.REFUSED: (ClockKind.REFUSAL_NOTICE,),
}
"""Stages that end by themselves, and the clocks that they wait for."""


def in_time(debt: FamilyDebt) -> bool:
    """Whether the family may still pay without having been late."""
    return debt.state in (DebtState.NOTICE_SENT, DebtState.INSTALMENT_AGREED)
