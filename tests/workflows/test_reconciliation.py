"""What Postgres says of open cases is compared with their workflows, healed, and reported."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session
from temporalio.client import Client
from typer.testing import CliRunner

from activities.reconciliation_orders import FindingKind, Reconciled
from cli import compose
from commands.lived.insured import Insured
from rules.consents import ConsentNeed, ConsentRecipient, news
from rules.roles import Role
from rules.vocabulary import ConsentPurpose, Process
from stores.casework import reconciliations
from stores.clocks import calendars
from stores.database import transaction
from stores.trust import consents
from tests.numbers import new_number
from tests.patience import PATIENCE_SECONDS
from tests.workflows.cases import actor
from tests.workflows.children import new_child
from tests.workflows.clinic import Clinic
from tests.workflows.publishing import edition, load, publish, set_others_aside
from workflows.client import Cases
from workflows.messages import Withdraw
from workflows.reconciliation import SCHEDULE, keep_schedule, reconcile_now

DESK = actor(Role.HOSPITAL_DESK)


NEED = ConsentNeed(ConsentPurpose.MEDICAL_RECORDS, ConsentRecipient.HOSPITAL)


@dataclass(frozen=True)
class Consented:
    """A family of its own, whose words on one consent no case is told."""

    clinic: Clinic
    child: Insured
    need: ConsentNeed = NEED

    @classmethod
    def family(cls, clinic: Clinic) -> "Consented":
        """One that consented."""
        family = cls(clinic, new_child(clinic.engine))
        family.give()
        return family

    def case(self) -> str:
        """A case of its child."""
        return opened(self.clinic, member_id=self.child.member_id, policy_id=self.child.policy_id)

    def withdraw(self) -> datetime:
        """Take it back; the instant."""
        at = datetime.now(UTC)
        with transaction(self.clinic.engine) as session:
            assert consents.withdraw(session, UUID(self.child.member_id), self.need, at=at)
        return at

    def give(self) -> datetime:
        """Give it again; the instant."""
        at = datetime.now(UTC)
        with transaction(self.clinic.engine) as session:
            child, guardian = UUID(self.child.member_id), UUID(self.child.guardian_id)
            consents.give(session, child, guardian, self.need, form_version="2026-1", at=at)
        return at


@pytest.fixture(autouse=True, scope="module")
def alone(clinic: Clinic) -> None:
    """Only the cases of this file are compared: others may have nobody left who answers for them."""
    set_others_aside(clinic)


def opened(clinic: Clinic, **request: Any) -> str:
    """A case in review whose letters have left, so that nothing more is written by itself."""
    number = clinic.open(planned_on=date(2026, 10, 26), **request)
    clinic.wait_until(lambda: clinic.all_sent(number), "letters")
    return number


def reconciled(clinic: Clinic) -> Reconciled:
    comparison = reconcile_now(clinic.client, uuid4().hex, grace_seconds=0.5)
    return clinic.loop.start(comparison).result(timeout=PATIENCE_SECONDS)


def found(clinic: Clinic, number: str) -> list[tuple[FindingKind, bool]]:
    """What a comparison finds of one case."""
    findings = reconciled(clinic).findings
    return [(each.kind, each.healed) for each in findings if each.case_number == number]


def spoil(clinic: Clinic, statement: str, number: str) -> None:
    with Session(clinic.engine) as session:
        session.execute(text(statement), {"number": number})
        session.commit()


def test_a_case_that_agrees_is_no_finding(clinic: Clinic) -> None:
    number = opened(clinic)

    assert found(clinic, number) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET stage = 'TRIAGED' WHERE case_number = :number",
        "UPDATE cases SET due_at = due_at + interval '1 day' WHERE case_number = :number",
        "UPDATE cases SET assignee = 'staff:nobody' WHERE case_number = :number",
    ],
)
def test_a_row_that_differs_is_written_anew(clinic: Clinic, statement: str) -> None:
    number = opened(clinic)
    right = clinic.row(number)
    spoil(clinic, statement, number)

    assert found(clinic, number) == [(FindingKind.STALE_ROW, True)]

    row = clinic.row(number)
    assert (row.stage, row.due_at, row.assignee) == (right.stage, right.due_at, right.assignee)
    assert found(clinic, number) == []


def test_a_closed_case_that_still_stands_open_is_closed(clinic: Clinic) -> None:
    number = opened(clinic)
    clinic.act(number, DESK, Withdraw(reason="改期"))
    clinic.loop.run(clinic.cases.handle(number).result())
    spoil(clinic, "UPDATE cases SET closed_at = NULL WHERE case_number = :number", number)

    assert found(clinic, number) == [(FindingKind.CLOSED_WORKFLOW, True)]

    assert clinic.row(number).closed_at


def test_a_case_that_did_not_hear_what_became_of_a_consent_is_told(clinic: Clinic) -> None:
    given = Consented.family(clinic)
    number, need = given.case(), given.need

    given.withdraw()
    assert found(clinic, number) == [(FindingKind.UNHEARD_CONSENT, True)]
    clinic.wait_until(lambda: clinic.row(number).view["unconsented"] == [str(need)], "the case to hear of it")
    assert clinic.look(number).mute_to_hospital
    assert found(clinic, number) == []

    spoil(clinic, "UPDATE cases SET view = view - 'unconsented' WHERE case_number = :number", number)
    assert found(clinic, number) == [(FindingKind.UNHEARD_CONSENT, True)], "the case knew, its row did not"

    given.give()
    assert found(clinic, number) == [(FindingKind.UNHEARD_CONSENT, True)]
    clinic.wait_until(lambda: not clinic.row(number).view["unconsented"], "the case to go on")
    kinds = [each.kind for each in clinic.events(number)]
    assert (kinds.count("CONSENT_WITHDRAWN"), kinds.count("CONSENT_GIVEN")) == (1, 1)


def test_the_last_word_of_a_family_counts_whatever_order_it_arrived_in(clinic: Clinic) -> None:
    given = Consented.family(clinic)
    number, need = given.case(), given.need
    taken_back = given.withdraw()
    given_again = given.give()
    tell = Cases(clinic.client).tell_of_consent
    for said in (news(need, given_again, stands=True), news(need, taken_back, stands=False)):
        assert clinic.loop.run(tell(number, said))
    clinic.wait_until(lambda: clinic.row(number).view["unconsented"] == [str(need)], "the older word")

    assert found(clinic, number) == [(FindingKind.UNHEARD_CONSENT, True)]

    clinic.wait_until(lambda: not clinic.row(number).view["unconsented"], "the newer word")


def test_an_open_case_without_a_workflow_is_reported(clinic: Clinic) -> None:
    number, lost = opened(clinic), new_number(Process.PREAUTHORIZATION, date(2026, 10, 1))
    spoil(
        clinic,
        "INSERT INTO cases (case_number, process, stage, state_version, member_id, opened_by, emergency,"
        f" late, priority, escalated, clock_offset_seconds, opened_at, updated_at, view) SELECT '{lost}',"
        " process, stage, state_version, member_id, opened_by, emergency, late, priority, escalated, 0,"
        " opened_at,"
        " updated_at, view FROM cases WHERE case_number = :number",
        number,
    )
    try:
        assert found(clinic, lost) == [(FindingKind.NO_WORKFLOW, False)]
    finally:
        spoil(clinic, "DELETE FROM cases WHERE case_number = :number", lost)


def test_a_case_that_missed_a_calendar_follows_at_the_next_comparison(clinic: Clinic) -> None:
    number = opened(clinic)
    before = clinic.row(number).due_at
    with transaction(clinic.engine) as session:
        calendars.publish(session, edition(rest=(date(2026, 10, 9),)), at=datetime.now(UTC), by="staff:1")
    assert clinic.row(number).due_at == before

    reconciled(clinic)

    assert clinic.row(number).due_at == datetime(2026, 10, 13, 10, tzinfo=UTC)
    publish(clinic, load(clinic, edition()))
    assert clinic.row(number).due_at == before


def test_each_comparison_is_kept_with_what_it_found(clinic: Clinic) -> None:
    number = opened(clinic)
    spoil(clinic, "UPDATE cases SET stage = 'TRIAGED' WHERE case_number = :number", number)
    reconciled(clinic)

    with transaction(clinic.engine) as session:
        run = reconciliations.newest(session)[0]

    assert run.compared >= 1
    assert run.healed >= 1
    assert {"case_number": number, "kind": "STALE_ROW", "healed": True} in run.findings


def test_the_terminal_compares_and_says_what_differed(clinic: Clinic) -> None:
    number = opened(clinic)
    spoil(clinic, "UPDATE cases SET stage = 'TRIAGED' WHERE case_number = :number", number)

    ended = CliRunner().invoke(compose(), ["case", "reconcile"])

    assert f"{number}  STALE_ROW  healed" in ended.stdout
    assert re.search(r"\d+ open cases compared", ended.stdout)


def test_the_comparison_is_made_every_hour_and_is_set_up_once(clinic: Clinic, client: Client) -> None:
    clinic.loop.run(keep_schedule(client))
    clinic.loop.run(keep_schedule(client))

    described = clinic.loop.run(client.get_schedule_handle(SCHEDULE).describe())
    clinic.loop.run(client.get_schedule_handle(SCHEDULE).delete())
    assert [each.every.total_seconds() for each in described.schedule.spec.intervals] == [3600]
