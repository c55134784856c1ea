"""What people say about what a family owes, as it is sent; with an example of each."""

from typing import Annotated, Any, Literal

from pydantic import Field

from rules.payments.values import Instalment
from rules.payments.vocabulary import ReceivableKind
from rules.permissions import Action
from web.api.bodies.act_body import ActBody, Papers
from web.api.bodies.fields import Amount, Body, Day, Words
from workflows import messages_debts as messages


class DisputeDebtBody(ActBody):
    """Object to a copay or recovery; the time to pay stands still."""

    action: Literal[Action.DISPUTE_DEBT]
    debt: ReceivableKind
    reason: Words

    def message(self, _papers: Papers) -> messages.DisputeDebt:
        return messages.DisputeDebt(debt=self.debt, reason=self.reason)


class ResumeDebtBody(ActBody):
    """Answer an objection: the debt stands."""

    action: Literal[Action.RESUME_DEBT]
    debt: ReceivableKind
    reason: Words

    def message(self, _papers: Papers) -> messages.ResumeDebt:
        return messages.ResumeDebt(debt=self.debt, reason=self.reason)


class WaiveDebtBody(ActBody):
    """Ask for nothing more."""

    action: Literal[Action.WAIVE_DEBT]
    debt: ReceivableKind
    reason: Words

    def message(self, _papers: Papers) -> messages.WaiveDebt:
        return messages.WaiveDebt(debt=self.debt, reason=self.reason)


class InstalmentBody(Body):
    """A part with its day."""

    due_on: Day
    amount: Amount


class AgreeRefundPlanBody(ActBody):
    """Agree to payment in parts; name the debt where a case has several."""

    action: Literal[Action.AGREE_REFUND_PLAN]
    debt: ReceivableKind | None = None
    instalments: Annotated[tuple[InstalmentBody, ...], Field(min_length=1, max_length=36)]

    def message(self, _papers: Papers) -> messages.AgreeRefundPlan:
        parts = tuple(Instalment(due_on=each.due_on, amount=each.amount) for each in self.instalments)
        return messages.AgreeRefundPlan(instalments=parts, debt=self.debt)


class GiveToLegalBody(ActBody):
    """Hand an overdue debt to lawyers; name it where a case has several."""

    action: Literal[Action.GIVE_TO_LEGAL]
    debt: ReceivableKind | None = None
    reason: Words

    def message(self, _papers: Papers) -> messages.GiveToLegal:
        return messages.GiveToLegal(reason=self.reason, debt=self.debt)


DebtAct = DisputeDebtBody | ResumeDebtBody | WaiveDebtBody | AgreeRefundPlanBody | GiveToLegalBody

DEBT_ACTS: dict[Action, dict[str, Any]] = {
    Action.DISPUTE_DEBT: {"debt": "COPAY", "reason": "This was our eighth visit, not the ninth."},
    Action.RESUME_DEBT: {"debt": "COPAY", "reason": "The visit of 3 March counts as well."},
    Action.WAIVE_DEBT: {"debt": "COPAY", "reason": "The desk had announced no share."},
    Action.AGREE_REFUND_PLAN: {
        "instalments": [
            {"due_on": "2027-01-15", "amount": "1000.00"},
            {"due_on": "2027-02-15", "amount": "1400.00"},
        ]
    },
    Action.GIVE_TO_LEGAL: {"reason": "Three reminders without an answer."},
}
"""An example of each act."""
