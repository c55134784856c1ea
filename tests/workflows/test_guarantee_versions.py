"""Each version of a guarantee letter says what it changed."""

from datetime import timedelta

import pytest

from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome
from rules.roles import Role
from rules.vocabulary import GuaranteeVersionKind
from tests.workflows.cases import actor, in_review
from workflows.messages import Decide, DecideAmendment, RequestAmendment

ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))


@pytest.mark.parametrize(
    ("ceiling", "days", "later", "kind"),
    [
        (19_000_00, 0, 0, GuaranteeVersionKind.RAISED),
        (19_000_00, 0, 7, GuaranteeVersionKind.RAISED_AND_EXTENDED),
        (17_000_00, 0, 0, GuaranteeVersionKind.REDUCED),
        (17_000_00, 0, 7, GuaranteeVersionKind.REDUCED),
        (18_000_00, 0, 7, GuaranteeVersionKind.EXTENDED),
        (18_000_00, 2, 0, GuaranteeVersionKind.EXTENDED),
        (18_000_00, -1, 0, GuaranteeVersionKind.REDUCED),
        (18_000_00, 0, -1, GuaranteeVersionKind.REDUCED),
        (18_000_00, 2, -1, GuaranteeVersionKind.EXTENDED),
    ],
)
def test_a_version_says_what_it_changed(
    ceiling: int, days: int, later: int, kind: GuaranteeVersionKind
) -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve()
    assert story.case.guarantee and story.case.guarantee.current.ceiling == 18_000_00
    first = story.case.guarantee.current
    asked = RequestAmendment(
        ceiling=ceiling,
        approved_days=first.approved_days + days,
        valid_until=first.valid_until + timedelta(days=later),
        reason="病情有变化",
    )

    story.act(DESK, asked)
    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True))).reserve()

    assert [each.change for each in story.case.guarantee.versions] == [GuaranteeVersionKind.INITIAL, kind]
