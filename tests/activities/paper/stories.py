"""Ways that a case takes to each of its letters."""

from collections.abc import Callable
from datetime import date

from rules.cases import CaseNews, Side
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import AmendmentInput, DecisionInput, LineInput
from rules.preauthorization.values import Finding, Outcome, Weight
from rules.vocabulary import DocumentKind
from tests.activities.paper.conftest import Begin
from tests.activities.paper.people import ADJUSTER, DESK, FAMILY, SUPERVISOR
from tests.activities.paper.story import Story
from workflows.messages import (
    Ask,
    CancelGuarantee,
    CoSign,
    Decide,
    DecideAmendment,
    RequestAmendment,
    RequestDocuments,
)

Told = Callable[..., Story]


def approved(begin: Begin, **changes: object) -> Story:
    """Granted as asked; the hospital holds a letter."""
    return begin(**changes).act(ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))


def approved_in_part(begin: Begin, **changes: object) -> Story:
    """The bed is cut, the allergen test left out."""
    lines = (
        LineInput(approved=28_000_00),
        LineInput(approved=12_000_00, reason_code="LIMIT", clause="保险单 住院床位费"),
        LineInput(approved=0, reason_code="EXC-ALLERGEN", clause="责任免除第 7 项"),
    )
    decision = DecisionInput(
        outcome=Outcome.APPROVE_IN_PART, lines=lines, explanation="过敏原检测与本次手术无关。"
    )
    return begin(**changes).act(ADJUSTER, Decide(decision=decision))


def declined(begin: Begin, **changes: object) -> Story:
    """Not granted, by two people."""
    decision = DecisionInput(
        outcome=Outcome.DECLINE,
        reason_code="WAIT-120",
        clause="等待期条款第 2 项",
        explanation="手术日期在首次生效后第 96 天。",
    )
    return begin(**changes).act(ADJUSTER, Decide(decision=decision)).act(SUPERVISOR, CoSign())


def redirected(begin: Begin, **changes: object) -> Story:
    """Sent to a network hospital."""
    decision = DecisionInput(outcome=Outcome.REDIRECT, network_hospitals=("SH-CMC",))
    return begin(**changes).act(ADJUSTER, Decide(decision=decision))


def documents_missing(begin: Begin, **changes: object) -> Story:
    """Nothing was handed in."""
    return begin(case={"documents": ()}, **changes)


def asked_twice(begin: Begin, **changes: object) -> Story:
    """A reminder, then a second list with a reason."""
    story = documents_missing(begin, **changes).reach(ClockKind.SUPPLEMENT_WAIT, "REMINDER")
    wanted = RequestDocuments(kinds=(DocumentKind.PATHOLOGY_REPORT,), reason="医院更改了拟行的手术。")
    return story.act(SUPERVISOR, wanted)


def questioned(begin: Begin, **changes: object) -> Story:
    """The hospital is asked two things and reminded."""
    asked = Ask(asked_of=Side.HOSPITAL, items=("拟行手术的指征？", "是否已做睡眠监测？"))
    return begin(**changes).act(ADJUSTER, asked).reach(ClockKind.QUERY_WAIT, "REMINDER")


def lapsed(begin: Begin, **changes: object) -> Story:
    """The answer never came."""
    return questioned(begin, **changes).reach(ClockKind.QUERY_WAIT, "LAPSE")


def not_required(begin: Begin, **changes: object) -> Story:
    """The plan asks for no approval."""
    return begin(assessment={"required": False}, **changes)


def not_accepted(begin: Begin, **changes: object) -> Story:
    """The policy is not in force on the day."""
    found = Finding(code="NOT-INFORCE", weight=Weight.BLOCKS, clause="R-020", detail="2026-01-01/2026-12-31")
    judged = {"accepted": False, "required": None, "findings": (found,)}
    return begin(assessment=judged, request={"planned_on": date(2027, 1, 5)}, **changes)


def raised(begin: Begin, **changes: object) -> Story:
    """The hospital asks for more and gets it."""
    return _amended(begin, AmendmentInput(approve=True), **changes)


def not_raised(begin: Begin, **changes: object) -> Story:
    """The hospital asks for more; the letter stands as it was."""
    answer = AmendmentInput(approve=False, reason_code="EXC-UNLISTED", explanation="恢复符合预期。")
    return _amended(begin, answer, **changes)


def settled(begin: Begin, **changes: object) -> Story:
    """A raise is declined, then the stay's bill is settled."""
    figures: dict[str, str | int | bool | None] = {"settled": 27_410_50, "days": 4, "correctable": 1}
    bill = "DB-261216-000201-5"
    news = CaseNews(
        key=f"{bill}/BILL_SETTLED", fact="BILL_SETTLED", sender=bill, amount=33_218_30, detail=figures
    )
    return not_raised(begin, **changes).hear(news)


def corrected(begin: Begin, **changes: object) -> Story:
    """The settled bill is corrected: the hospital gets less."""
    figures: dict[str, str | int | bool | None] = {"settled": 26_900_00, "days": 4, "correctable": 1}
    bill = "DB-261216-000201-5"
    news = CaseNews(
        key=f"{bill}/BILL_SETTLED/2", fact="BILL_SETTLED", sender=bill, amount=32_707_80, detail=figures
    )
    return settled(begin, **changes).hear(news)


def _amended(begin: Begin, answer: AmendmentInput, **changes: object) -> Story:
    wanted = RequestAmendment(
        ceiling=40_000_00, approved_days=8, valid_until=date(2026, 12, 20), reason="术后发热，须延长住院。"
    )
    return approved(begin, **changes).act(DESK, wanted).act(ADJUSTER, DecideAmendment(decision=answer))


def cancelled(begin: Begin, **changes: object) -> Story:
    """The promise is taken back."""
    body = CancelGuarantee(reason_code="NOT-INFORCE", explanation="投保人已解除合同。")
    return approved(begin, **changes).act(ADJUSTER, body)


def expired(begin: Begin, **changes: object) -> Story:
    """The letter ran out unused."""
    return approved(begin, **changes).reach(ClockKind.GUARANTEE_EXPIRY, "LAPSE")


def begun(begin: Begin, **changes: object) -> Story:
    """The child is admitted on the letter."""
    stay = "DB-261216-000201-5"
    news = CaseNews(key=f"{stay}/STAY_BEGUN", fact="STAY_BEGUN", sender=stay)
    return approved(begin, **changes).hear(news)


def unbilled(begin: Begin, **changes: object) -> Story:
    """No bill of the stay comes."""
    return begun(begin, **changes).reach(ClockKind.BILL_WAIT, "LAPSE")


STORIES: tuple[Told, ...] = (
    approved,
    approved_in_part,
    declined,
    redirected,
    documents_missing,
    asked_twice,
    questioned,
    lapsed,
    not_required,
    not_accepted,
    raised,
    not_raised,
    cancelled,
    expired,
    unbilled,
)

__all__ = ["FAMILY", "STORIES", "Told"]
