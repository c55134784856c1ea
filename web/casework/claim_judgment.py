"""What the rules said of a case's claim, as staff see it."""

from rules.claims.case import ClaimCase
from web.api.views.billing_views import JudgmentView


def judgment(case: ClaimCase) -> JudgmentView | None:
    """The last judgment of the claim; None before the first."""
    judged = case.judged
    if judged is None:
        return None
    return JudgmentView(
        outcome=judged.outcome,
        billed=judged.figures.billed,
        payable=judged.payable,
        excluded=judged.figures.excluded,
        reasons=judged.reasons,
        referred_for=judged.referred_for,
        to_confirm=judged.to_confirm,
        concerns=case.concerns,
        accumulator_version=judged.accumulator_version,
    )
