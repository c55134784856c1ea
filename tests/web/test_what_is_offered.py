"""What a case's page offers to whom, without any case."""

import pytest

from rules.permissions import Action, Relation
from rules.roles import Actor, Role
from rules.vocabulary import Process
from web.casework.allowed import Situation, allowed_actions, works_on

WAITING = Situation(
    process=Process.PREAUTHORIZATION, stage="IN_REVIEW", proposed_by="staff:ma", proposed=26_010_000
)


@pytest.mark.parametrize(
    ("name", "authority", "offered"),
    [
        ("staff:liang", 26_010_000, {Action.CO_SIGN, Action.SEND_BACK}),
        ("staff:liang", 26_009_999, {Action.SEND_BACK}),
        ("staff:ma", 26_010_000, set()),
    ],
)
def test_a_second_person_is_offered_to_sign_what_they_have_the_authority_for(
    name: str, authority: int, offered: set[Action]
) -> None:
    reader = Actor(name, (Role.SUPERVISOR,), authority)

    found = set(allowed_actions(WAITING, reader, Relation.STAFF))

    assert found & {Action.CO_SIGN, Action.SEND_BACK} == offered


@pytest.mark.parametrize(
    ("name", "proposed", "offered"),
    [
        ("staff:ma", False, set()),
        ("staff:luo", False, {Action.DECIDE_CLAIM}),
        ("staff:ma", True, {Action.SEND_BACK}),
        ("staff:luo", True, {Action.DECIDE_CLAIM, Action.CO_SIGN, Action.SEND_BACK}),
    ],
)
def test_a_claim_is_decided_and_signed_anew_by_others(
    name: str, *, proposed: bool, offered: set[Action]
) -> None:
    again = Situation(
        process=Process.REIMBURSEMENT,
        stage="RECONSIDERATION",
        deciders=frozenset({"staff:ma"}),
        proposed_by="staff:he" if proposed else "",
        decision_proposed=proposed,
    )

    found = set(allowed_actions(again, Actor(name, (Role.SUPERVISOR,), 1), Relation.STAFF))

    assert found & {Action.DECIDE_CLAIM, Action.CO_SIGN, Action.SEND_BACK} == offered


@pytest.mark.parametrize(
    ("role", "of_any", "of_complaints"),
    [
        (Role.ADJUSTER, True, False),
        (Role.COMPLAINT_HANDLER, True, True),
        (Role.AUDITOR, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_cases_are_given_to_those_who_have_work_in_them(
    role: Role, *, of_any: bool, of_complaints: bool
) -> None:
    assert works_on([role]) is of_any
    assert works_on([role], Process.COMPLAINT) is of_complaints
