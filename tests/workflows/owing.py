"""What families come to owe after a visit: a copay at a public hospital, cost outside cover."""

from datetime import timedelta
from itertools import count

from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.direct_billing.case import DebtState
from rules.direct_billing.values import Stage
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.roles import Role
from rules.vocabulary import DocumentKind
from tests.workflows.cases import actor
from tests.workflows.desks import VISIT_DAY, Visits, line, staff
from workflows.messages import CoSign
from workflows.messages_claims import DecideClaim
from workflows.messages_direct_billing import RuleLines

CHILD, OTHER = "M2025000002", "M2025000001"
ADJUSTER, SUPERVISOR = staff(Role.ADJUSTER), staff(Role.SUPERVISOR)
FAMILY = actor(Role.GUARDIAN)

_days = count(1)


def opened_at_a_public_hospital(visits: Visits, undo_seconds: int = 0) -> str:
    """A thirteenth visit, on a day of its own: bills of one day at one place make one visit (A-06)."""
    visits.counted(CHILD, 12)
    day, code = VISIT_DAY + timedelta(days=next(_days)), visits.public_hospital()
    return visits.open(child=CHILD, hospital=code, appointment=True, at=day, undo_seconds=undo_seconds)


def at_a_public_hospital(visits: Visits, amount: int = 600_00) -> str:
    """A thirteenth visit: 200 yuan are the family's, paid online."""
    number = opened_at_a_public_hospital(visits)
    visits.send(number, line("1", amount))
    case = visits.until(number, Stage.HOSPITAL_PAID)
    assert case.paid == amount
    assert case.copay is not None
    assert case.copay.amount == 200_00
    return number


def a_closed_visit(visits: Visits) -> str:
    """All of it was paid, and nobody owes anything."""
    visits.counted(OTHER, 0)
    number = visits.open(child=OTHER, at=VISIT_DAY + timedelta(days=next(_days)))
    visits.send(number, line("1", 300_00), line("2", 120_00))
    case = visits.until(number, Stage.CLOSED)
    assert case.paid == 420_00
    return number


def opened_without_herbs(visits: Visits, undo_seconds: int = 0) -> str:
    """A visit of a child whose plan covers no herbal medicine, on a day of its own."""
    visits.counted(OTHER, 0)
    day = VISIT_DAY + timedelta(days=next(_days))
    return visits.open(child=OTHER, at=day, undo_seconds=undo_seconds)


def a_recovery(visits: Visits) -> str:
    """Herbal medicine that the desk did not collect, honored and to be recovered."""
    number = opened_without_herbs(visits)
    visits.send(
        number,
        line("1", 300_00),
        line("2", 120_00, ItemCode.TCM),
        documents=(DocumentKind.SIGNED_BILL, DocumentKind.MEDICAL_RECORD),
    )
    visits.act(number, ADJUSTER, RuleLines(we_recover=True, reason="家长已离院，先行支付"))
    entry = ClaimDecisionInput(
        answer=ClaimAnswer.PAY, confirmed=(ReasonCode.EXCLUDED_TCM,), explanation="中医药费不在责任内"
    )
    visits.act(number, ADJUSTER, DecideClaim(decision=entry))
    assert visits.codes(number) == ["LT-EOB"]
    visits.sign_payment(number)
    case = visits.until(number, Stage.HOSPITAL_PAID)
    assert case.paid == 420_00
    assert case.recovery is not None
    assert (case.recovery.state, case.recovery.amount) == (DebtState.PROPOSED, 120_00)
    visits.act(number, SUPERVISOR, CoSign())
    return number
