"""The longest paths of a pre-authorization on the real server, in virtual time."""

from datetime import UTC, date, datetime, timedelta

from commands.lived.stage import papers
from rules.cases import Side
from rules.china_time import at_shanghai
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import AmendmentInput, DecisionInput, LineInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import Benefit, DocumentKind, GuaranteeStatus
from tests.workflows.cases import PLANNED_ON, actor
from tests.workflows.children import new_child
from tests.workflows.clinic import DIRECT, INDIRECT, OPENED_AT, Clinic
from workflows.messages import (
    Answer,
    Ask,
    CoSign,
    Decide,
    DecideAmendment,
    Reply,
    RequestAmendment,
    SubmitDocuments,
    Withdraw,
)

ADJUSTER, SUPERVISOR = actor(Role.ADJUSTER), actor(Role.SUPERVISOR)
DESK = actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))


def sent(clinic: Clinic, number: str, code: str) -> bool:
    return clinic.all_sent(number, code)


def test_approve_from_the_request_to_the_letter_in_the_hospitals_inbox(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    number = clinic.open(member_id=child.member_id, policy_id=child.policy_id)
    waiting = clinic.row(number)
    assert waiting.stage == Stage.IN_REVIEW
    assert waiting.due_at == at_shanghai(date(2026, 10, 10), datetime.min.time().replace(hour=18))

    clinic.act(number, ADJUSTER, APPROVE)
    clinic.wait_until(lambda: sent(clinic, number, "LT-GOP"), "the guarantee letter")

    case = clinic.look(number)
    assert case.stage is Stage.GUARANTEED
    assert case.guarantee
    row = next(letter for letter in clinic.letters(number) if letter.code == "LT-GOP")
    assert row.number == case.guarantee.number
    held = clinic.accounts_of(child.policy_id, PLANNED_ON).accounts[Benefit.INPATIENT].reserved
    assert held == case.guarantee.current.ceiling
    (to_hospital,) = [mail for mail in clinic.mails(number) if "meihua" in str(mail["To"])]
    assert case.guarantee.number in str(to_hospital["Subject"])
    assert next(to_hospital.iter_attachments()).get_content().startswith(b"%PDF")
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_partial_approval_cuts_a_line_and_reserves_only_the_rest(clinic: Clinic) -> None:
    number = clinic.open()
    lines = (LineInput(approved=8_000_00), LineInput(approved=4_000_00, reason_code="LIMIT", clause="7.1"))

    clinic.act(number, ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE_IN_PART, lines=lines)))
    clinic.wait_until(lambda: sent(clinic, number, "LT-PA-PART"), "the letter to the family")

    case = clinic.look(number)
    assert case.stage is Stage.GUARANTEED
    assert case.decision and sum(line.approved for line in case.decision.lines) == 12_000_00
    assert case.reserved == case.decision.ceiling
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_decline_takes_two_people_and_tells_both_sides(clinic: Clinic) -> None:
    number = clinic.open()
    entry = DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
    clinic.act(number, ADJUSTER, Decide(decision=entry))
    assert clinic.row(number).stage == Stage.IN_REVIEW

    clinic.act(number, SUPERVISOR, CoSign())
    result = clinic.loop.run(clinic.cases.handle(number).result())

    assert result == Stage.DECLINED
    assert {letter.code for letter in clinic.letters(number)} == {"LT-ACK", "LT-PA-NO"}
    assert clinic.row(number).closed_at is not None


def test_silence_lapses_after_ten_days_with_one_reminder(clinic: Clinic) -> None:
    number = clinic.open(at=datetime(2026, 9, 1, 2, 0, tzinfo=UTC), documents=(DocumentKind.PREAUTH_FORM,))
    assert clinic.row(number).stage == Stage.AWAITING_DOCS
    clock = clinic.look(number).clock(ClockKind.SUPPLEMENT_WAIT)
    assert clock
    assert clock.due_at == at_shanghai(date(2026, 9, 12), datetime.min.time())

    clinic.skip_to(number, clock.due_at - timedelta(minutes=1))
    assert clinic.look(number).stage is Stage.AWAITING_DOCS
    clinic.skip_to(number, clock.due_at)
    result = clinic.loop.run(clinic.cases.handle(number).result())

    assert result == Stage.LAPSED
    codes = [letter.code for letter in clinic.letters(number)]
    assert codes.count("LT-SUPP") == 2
    assert codes.count("LT-LAPSE") == 2


def test_an_amendment_then_expiry_releases_all_that_was_held(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    number = clinic.open(member_id=child.member_id, policy_id=child.policy_id)
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, RequestAmendment(ceiling=19_500_00, approved_days=8, reason="病情加重"))
    clinic.act(number, ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    clinic.wait_until(lambda: sent(clinic, number, "LT-GOP-AMD"), "the amended letter")
    amended = clinic.look(number)
    assert amended.guarantee and amended.guarantee.current.ordinal == 2
    assert amended.reserved == 19_500_00
    clock = amended.clock(ClockKind.GUARANTEE_EXPIRY)
    assert clock
    assert clock.due_at == at_shanghai(date(2026, 10, 27), datetime.min.time())

    clinic.skip_to(number, clock.due_at)
    result = clinic.loop.run(clinic.cases.handle(number).result())

    assert result == Stage.EXPIRED
    after = clinic.accounts_of(child.policy_id, PLANNED_ON).accounts[Benefit.INPATIENT]
    assert (after.reserved, after.consumed) == (0, 0)
    assert {letter.code for letter in clinic.letters(number)} >= {"LT-GOP", "LT-GOP-AMD", "LT-GOP-EXP"}


def test_a_query_moves_the_due_instant_by_the_working_days_it_took(clinic: Clinic) -> None:
    number = clinic.open(at=datetime(2026, 9, 14, 2, 0, tzinfo=UTC))
    planned = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert planned
    assert planned.due_at == at_shanghai(date(2026, 9, 20), datetime.min.time().replace(hour=18))

    clinic.act(number, actor(Role.MEDICAL_REVIEWER), Ask(items=("体温记录?",), asked_of=Side.HOSPITAL))
    clinic.skip(number, timedelta(days=2))
    clinic.act(number, DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5 度"),)))

    resumed = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert resumed
    assert resumed.due_at == at_shanghai(date(2026, 9, 22), datetime.min.time().replace(hour=18))
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_a_missed_decision_is_escalated_at_its_instant_and_once(clinic: Clinic) -> None:
    number = clinic.open()
    clock = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert clock

    clinic.skip_to(number, clock.due_at)
    clinic.wait_until(lambda: clinic.row(number).priority == 2, "the breach on record")

    reached = [event for event in clinic.events(number) if event.kind == "MILESTONE"]
    assert [event.detail["milestone"] for event in reached] == [
        "REMINDER",
        "TEAM_LEAD",
        "SUPERVISOR",
        "BREACH",
    ]
    assert abs(reached[-1].at - clock.due_at) < timedelta(seconds=5)
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_a_hospital_without_direct_billing_is_authorized_without_a_guarantee_letter(clinic: Clinic) -> None:
    number = clinic.open(hospital_id=INDIRECT)

    clinic.act(number, ADJUSTER, APPROVE)

    assert clinic.look(number).stage is Stage.AUTHORIZED
    clinic.wait_until(lambda: sent(clinic, number, "LT-PA-OK"), "the approval")
    assert "LT-GOP" not in {letter.code for letter in clinic.letters(number)}
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_documents_that_complete_the_file_start_the_clock_of_that_moment(clinic: Clinic) -> None:
    number = clinic.open(at=datetime(2026, 9, 21, 2, 0, tzinfo=UTC), documents=())
    missing = clinic.look(number).missing
    assert missing

    clinic.skip(number, timedelta(days=1))
    clinic.act(number, DESK, SubmitDocuments(documents=papers(*missing)))

    clock = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert clock
    assert clock.due_at == at_shanghai(date(2026, 9, 30), datetime.min.time().replace(hour=18))
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_a_cancelled_guarantee_is_no_longer_valid_and_the_hospital_is_told(clinic: Clinic) -> None:
    number = clinic.open(hospital_id=DIRECT, at=OPENED_AT)
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, Withdraw(reason="家长改期"))
    clinic.loop.run(clinic.cases.handle(number).result())

    case = clinic.look(number)
    assert case.guarantee and case.guarantee.status is GuaranteeStatus.CANCELLED
    assert "LT-GOP-CXL" in {letter.code for letter in clinic.letters(number)}


def test_the_last_letter_of_a_case_that_ends_long_after_the_others_still_goes_out(clinic: Clinic) -> None:
    number = clinic.open()
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.wait_until(lambda: clinic.all_sent(number), "every letter so far")

    clinic.act(number, DESK, Withdraw(reason="家长改变计划"))

    clinic.wait_until(lambda: sent(clinic, number, "LT-GOP-CXL"), "the letter that ends the promise")
