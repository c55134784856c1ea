"""Two people on one case, the same act twice, and cases that outlive keys and histories."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from rules.cases import Priority
from rules.deadlines import ClockKind
from rules.permissions import Relation
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Actor, Role
from tests.workflows.cases import actor
from tests.workflows.clinic import OPENED_AT, Clinic
from workflows.client import connect
from workflows.codec import KeyRing
from workflows.messages import Assign, Body, Command, Decide, FlagFraud, Withdraw

ADJUSTER, SUPERVISOR, DESK = (actor(role) for role in (Role.ADJUSTER, Role.SUPERVISOR, Role.HOSPITAL_DESK))
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))


def refusal(
    clinic: Clinic, number: str, who: Actor, body: Body, version: int | None = None
) -> ApplicationError:
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        clinic.act(number, who, body, version=version)
    assert isinstance(caught.value.cause, ApplicationError)
    return caught.value.cause


def test_of_two_people_who_saw_the_same_version_one_wins_and_the_other_is_told(clinic: Clinic) -> None:
    number = clinic.open()
    seen = clinic.look(number).version
    clinic.act(number, ADJUSTER, Assign(assignee="staff:ma"), version=seen)

    refused = refusal(clinic, number, SUPERVISOR, Assign(assignee="staff:luo"), version=seen)

    assert refused.type == "StaleVersion"
    assert refused.details[0] == {"version": seen + 1}
    assert clinic.look(number).assignee == "staff:ma"


def test_the_same_act_sent_twice_happens_once_and_answers_the_same(clinic: Clinic) -> None:
    number = clinic.open()
    version, act_id = clinic.look(number).version, uuid4().hex

    first = clinic.act(number, ADJUSTER, APPROVE, version=version, act_id=act_id)
    again = clinic.act(number, ADJUSTER, APPROVE, version=version, act_id=act_id)

    assert first == again
    decided = [event for event in clinic.events(number) if event.kind == "DECIDE"]
    assert len(decided) == 1
    clinic.act(number, DESK, Withdraw(reason="完成"))


@pytest.mark.parametrize(
    ("who", "relation", "type_"),
    [
        (actor(Role.INTAKE_CLERK), Relation.STAFF, "Forbidden"),
        (actor(Role.AUDITOR), Relation.STAFF, "Forbidden"),
        (DESK, Relation.OWN_HOSPITAL, "Forbidden"),
    ],
)
def test_the_case_itself_refuses_who_may_not(
    clinic: Clinic, who: Actor, relation: Relation, type_: str
) -> None:
    assert refusal(clinic, clinic.open(), who, APPROVE).type == type_


def test_a_stranger_to_the_case_is_refused_even_with_the_role(clinic: Clinic) -> None:
    number = clinic.open()
    stranger = actor(Role.HOSPITAL_DESK, "other")
    command = Command(actor=stranger, relation=Relation.NONE, seen_version=None, body=Withdraw(reason="x"))
    with pytest.raises(WorkflowUpdateFailedError):
        clinic.loop.run(clinic.cases.act(number, command, uuid4().hex))


def test_what_the_stage_does_not_allow_says_what_it_does_allow(clinic: Clinic) -> None:
    number = clinic.open(documents=())

    refused = refusal(clinic, number, ADJUSTER, APPROVE)

    assert refused.type == "NotNow"
    assert "SUBMIT_DOCUMENTS" in refused.message


def test_a_ceiling_above_what_is_left_is_a_conflict_with_the_figure(clinic: Clinic) -> None:
    number = clinic.open(child="M2021000003", hospital_id="MEIHUA-FUER")
    huge = replace(clinic.look(number).request.items[0], amount=500_000_00)
    clinic.act(number, DESK, Withdraw(reason="重报"))
    number = clinic.open(child="M2021000003", items=(huge,))

    refused = refusal(clinic, number, actor(Role.HEAD), APPROVE)

    assert refused.type == "InsufficientBenefit"
    assert refused.details[0]["available"] < 500_000_00
    assert clinic.look(number).stage is Stage.IN_REVIEW


def test_accounts_that_moved_since_they_were_shown_are_a_conflict(clinic: Clinic) -> None:
    number = clinic.open()
    stale = DecisionInput(outcome=Outcome.APPROVE, accumulator_version=999_999)

    refused = refusal(clinic, number, ADJUSTER, Decide(decision=stale))

    assert refused.type == "StaleVersion"
    assert clinic.look(number).decision is None


def test_an_emergency_is_urgent_and_has_an_hour_for_the_first_answer(clinic: Clinic) -> None:
    number = clinic.open(
        emergency=True, admitted_at=OPENED_AT - timedelta(hours=3), planned_on=OPENED_AT.date()
    )

    case = clinic.look(number)
    assert case.priority is Priority.URGENT
    first = case.clock(ClockKind.EMERGENCY_FIRST_ANSWER)
    assert first and first.due_at - first.started_at == timedelta(hours=1)
    clinic.act(number, ADJUSTER, FlagFraud(reason="x"))
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_the_servers_index_and_card_follow_the_case(clinic: Clinic) -> None:
    number = clinic.open()
    clinic.act(number, SUPERVISOR, Assign(assignee="staff:ma"))

    described = clinic.loop.run(clinic.cases.handle(number).describe())
    attributes = {pair.key.name: pair.value for pair in described.typed_search_attributes}

    assert attributes["LipeiStage"] == "IN_REVIEW"
    assert attributes["LipeiProcess"] == "PA"
    assert attributes["LipeiAssignee"] == "staff:ma"
    assert attributes["LipeiDueAt"] == clinic.row(number).due_at


def test_a_case_goes_on_after_its_keys_were_rotated(clinic: Clinic, tmp_path: Path) -> None:
    number = clinic.open()
    rotated = tmp_path / "keys.json"
    copyfile(clinic.settings.key_file, rotated)
    KeyRing.rotate(rotated)
    client = clinic.loop.run(connect(clinic.settings.model_copy(update={"key_file": rotated})))
    later = Clinic(clinic.settings, clinic.loop, client, clinic.engine)

    assert later.look(number).case_number == number
