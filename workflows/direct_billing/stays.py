"""The discharge lane of a stay: three hours, visible to the hospital, and who holds it (domain 5.0)."""

from rules.adjudication.result import Outcome
from rules.deadlines import ClockKind
from rules.direct_billing.case import Discharge, DischargeProposal
from rules.direct_billing.values import Price, Stage
from rules.money import format_yuan
from rules.permissions import Verdict, may
from rules.roles import AUTOMATIC_LIMIT, SYSTEM, Actor
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.every_case import not_held


def weighed_at_discharge(draft: Draft) -> Draft:
    """A clear discharge bill needs nobody; any other waits for a person."""
    case = draft.case
    clear = not case.findings and not case.held and case.price is not None
    if clear and case.price is not None and _automatic(case.price):
        return _authorized(draft, SYSTEM)
    return draft


def _automatic(price: Price) -> bool:
    paid = price.outcome in (Outcome.PAY, Outcome.PAY_ZERO)
    return paid and not price.to_confirm and price.figures.payable <= AUTOMATIC_LIMIT


def authorize(case: Case, happening: Happened) -> Step[Case]:
    """The child may leave; above the authority of the person a second one signs."""
    not_held(case)
    price = _priced(case)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    payable = price.figures.payable
    draft.note(payable=payable, text=text)
    ruling = may(happening.actor, happening.body.action, happening.relation, payable)
    if ruling.verdict is Verdict.NEEDS_SECOND:
        proposal = DischargeProposal(
            made_by=happening.actor.reference,
            made_as=happening.actor.roles[0],
            made_at=happening.now,
            payable=payable,
        )
        return draft.change(discharge_proposal=proposal).step()
    return _authorized(draft, happening.actor).step()


def _priced(case: Case) -> Price:
    """What the bill comes to; nothing where the rules refuse it: the child leaves, and the family pays.

    Whether it is refused, or what was referred is paid, a person decides on the final bill.
    """
    if case.unruled:
        raise RefusedError(
            Refusal.INVALID,
            f"Charges {', '.join(case.unruled)} are not as the letter says: rule on them first.",
            field="lines",
        )
    if case.price is None:
        raise RefusedError(Refusal.INVALID, "The bill has no price yet: look again in a moment.")
    return case.price


def co_sign_discharge(case: Case, happening: Happened) -> Step[Case]:
    """A second person with the authority lets the child leave."""
    not_held(case)
    proposal = _other_persons(case, happening)
    if happening.actor.authority < proposal.payable:
        raise RefusedError(
            Refusal.FORBIDDEN,
            f"{format_yuan(proposal.payable)} yuan is above your authority too; a person with more signs.",
            amount=proposal.payable,
        )
    draft = Draft(case, happening).note(maker=proposal.made_by, payable=proposal.payable)
    maker = Actor(proposal.made_by, (proposal.made_as,))
    return _authorized(draft.by(maker), maker, co_signed_by=happening.actor.reference).step()


def send_back_discharge(case: Case, happening: Happened) -> Step[Case]:
    """The proposal returns to its maker with a reason."""
    proposal = _other_persons(case, happening)
    draft = Draft(case, happening).change(discharge_proposal=None)
    return draft.note(maker=proposal.made_by, text=draft.text(happening.body.reason)).step()


def _other_persons(case: Case, happening: Happened) -> DischargeProposal:
    if case.discharge_proposal is None:
        raise RefusedError(Refusal.NOT_NOW, "Nothing waits for a second signature on this case.")
    if case.discharge_proposal.made_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You made this proposal; another person has to sign it.")
    return case.discharge_proposal


def _authorized(draft: Draft, actor: Actor, co_signed_by: str = "") -> Draft:
    case = draft.case
    assert case.price is not None
    assert case.bill is not None
    figures = case.price.figures
    discharge = Discharge(
        payable=figures.payable,
        family=figures.member,
        bill_version=case.bill.version,
        authorized_by=actor.reference,
        authorized_at=draft.happening.now,
        co_signed_by=co_signed_by,
    )
    draft.change(discharge=discharge, discharge_proposal=None).met(ClockKind.DISCHARGE_AUTHORIZATION)
    return draft.to(Stage.DISCHARGE_AUTHORIZED, payable=figures.payable, family=figures.member)
