"""Cases that nobody asked for, on the running stack: reminders of vaccines, and notices of a breach."""

import time
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from commands.lived.insured import Insured
from models import Case, Incident, Member
from rules.consents import ConsentNeed, ConsentRecipient
from rules.requests.arrangement import Stage
from rules.requests.breach import Stage as NoticeStage
from rules.vocabulary import ConsentPurpose, Process
from stores.database import transaction
from stores.trust import breach_notices, consents, incidents
from tests.workflows.children import new_child
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.family_requests import FAMILY
from tests.workflows.requesting import codes
from workflows.messages_requests import AnswerReminder
from workflows.requests.self_begun_round import QUEUE, RoundInput, SelfBegunRound

REMINDERS = ConsentNeed(ConsentPurpose.VACCINE_REMINDERS, ConsentRecipient.TPA)


@pytest.fixture
def child(clinic: Clinic) -> Insured:
    """Eight months old on the day after."""
    made = new_child(clinic.engine)
    with transaction(clinic.engine) as session:
        session.get_one(Member, UUID(made.member_id)).born_on = date(2026, 1, 30)
    return made


def go_round(clinic: Clinic) -> None:
    """One round at the clinic's time."""
    ahead = (OPENED_AT - datetime.now(UTC)).total_seconds()
    begun = clinic.client.execute_workflow(
        SelfBegunRound.run, RoundInput(ahead_seconds=ahead), id=f"round-{time.time_ns()}", task_queue=QUEUE
    )
    clinic.loop.run(begun)


def cases_of(clinic: Clinic, child: Insured, process: Process) -> list[str]:
    """Numbers of the child's cases of that process."""
    query = select(Case.case_number).where(Case.member_id == UUID(child.member_id), Case.process == process)
    with Session(clinic.engine) as session:
        return sorted(session.exec(query.order_by(col(Case.case_number))))


def test_a_family_that_wants_reminders_is_reminded_of_each_dose_once(clinic: Clinic, child: Insured) -> None:
    go_round(clinic)
    assert cases_of(clinic, child, Process.VACCINE_ARRANGEMENT) == [], "nobody consented"
    member, guardian = UUID(child.member_id), UUID(child.guardian_id)
    with transaction(clinic.engine) as session:
        consents.give(session, member, guardian, REMINDERS, form_version="2026-1", at=OPENED_AT)

    go_round(clinic)
    go_round(clinic)

    clinic.wait_until(lambda: len(cases_of(clinic, child, Process.VACCINE_ARRANGEMENT)) == 2, "two doses")
    first, second = cases_of(clinic, child, Process.VACCINE_ARRANGEMENT)
    assert {clinic.row(number).view["dose"] for number in (first, second)} == {"MMR-1", "JE-1"}
    clinic.wait_until(lambda: [len(clinic.mails(each)) for each in (first, second)] == [1, 1], "the mails")
    assert codes(clinic, first) == codes(clinic, second) == ["LT-VAC"]

    clinic.act(first, FAMILY, AnswerReminder(given=True))
    clinic.act(second, FAMILY, AnswerReminder(given=False))
    go_round(clinic)
    assert [clinic.row(each).stage for each in (first, second)] == [Stage.DONE, Stage.DECLINED]
    assert len(cases_of(clinic, child, Process.VACCINE_ARRANGEMENT)) == 2


def test_every_family_of_a_breach_is_written_to_once_and_that_goes_on_record(
    clinic: Clinic, child: Insured
) -> None:
    with transaction(clinic.engine) as session:
        number = session.get_one(Member, UUID(child.member_id)).number
        facts = {
            "id": uuid4(),
            "happened_at": OPENED_AT,
            "found_at": OPENED_AT,
            "what": "一份给付说明被寄到了另一家庭。",
            "data_concerned": "姓名与赔付金额。",
            "measures": "邮件已撤回。",
            "members": (number, number),
        }
        breach = incidents.record(session, "staff:head", facts, OPENED_AT)
        breach_notices.begin(session, breach, OPENED_AT)

    go_round(clinic)
    go_round(clinic)
    clinic.wait_until(lambda: len(cases_of(clinic, child, Process.BREACH_NOTICE)) == 1, "a notice")
    (notice,) = cases_of(clinic, child, Process.BREACH_NOTICE)
    clinic.wait_until(lambda: clinic.row(notice).stage == NoticeStage.TOLD, "the family to be told")
    go_round(clinic)

    assert codes(clinic, notice) == ["LT-INC"]
    (mail,) = clinic.mails(notice)
    words = mail.get_body(("plain",))
    assert words is not None
    assert "一份给付说明被寄到了另一家庭。" in words.get_content()
    with Session(clinic.engine) as session:
        found = session.get_one(Incident, facts["id"])
        assert breach_notices.told(session, found.id) == 1
        assert found.guardians_told_at == clinic.row(notice).closed_at
