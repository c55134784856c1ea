"""Sample letters on appointments, complaints and data requests."""

from datetime import UTC, date, datetime
from typing import Any

from letters.kinds import (
    AppointmentNotice,
    AppointmentOutcome,
    BreachNotice,
    BreachReport,
    ComplaintAnswer,
    ComplaintReceived,
    DataRequest,
    DataRequestAnswer,
    DataRequestOutcome,
    Letter,
    Recipient,
    RecipientRole,
    VaccineReminder,
)
from letters.samples.shared import Speech, family, frame, member

_RECEIVED_AT = datetime(2026, 12, 20, 5, 30, tzinfo=UTC)


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (
        _appointment_notice(say),
        _complaint_received(say),
        _complaint_answer(say),
        _data_request_answer(say),
        _vaccine_reminder(say),
        _breach_notice(say),
        _breach_report(say),
    )


def _subject(say: Speech) -> str:
    return say("对理赔处理时间的意见", "How long the claim has taken")


def _appointment_notice(say: Speech) -> AppointmentNotice:
    return AppointmentNotice(
        **frame(say, "L-20261125-000320", family()),
        insured=member(),
        outcome=AppointmentOutcome.BOOKED,
        hospital="复旦大学附属儿科医院",
        hospital_english="Children’s Hospital of Fudan University",
        department=say("特需门诊", "VIP outpatients"),
        at=datetime(2026, 11, 27, 1, 30, tzinfo=UTC),
        cancel_until=datetime(2026, 11, 26, 8, 0, tzinfo=UTC),
    )


def _complaint_received(say: Speech) -> ComplaintReceived:
    return ComplaintReceived(
        **frame(say, "L-20261220-000505", family()),
        received_at=_RECEIVED_AT,
        subject=_subject(say),
        due_on=date(2027, 1, 4),
    )


def _complaint_answer(say: Speech) -> ComplaintAnswer:
    return ComplaintAnswer(
        **frame(say, "L-20270104-000011", family()),
        received_at=_RECEIVED_AT,
        subject=_subject(say),
        facts=say(
            "申请于 12 月 8 日收到，材料于 12 月 14 日收齐。12 月 18 "
            "日因住院天数不一致向医院核实，医院于 12 月 21 日"
            "答复。核定于 12 月 22 日作出。",
            "The claim came on 8 December and was complete on 14 December. On 18 December the "
            "hospital was "
            "asked about the days of the stay; it answered on 21 December. The decision was made on 22 "
            "December.",
        ),
        answer=say(
            "核定在约定的十个工作日之内完成。但开始核实时没有及时告诉您原因，我们为此致歉，"
            "并已改为在核实开始的"
            "当天书面告知。",
            "The determination was made within the ten working days agreed. But we did not "
            "tell you in time "
            "why we asked the hospital. We apologize, and now write on the day on which such a "
            "check begins.",
        ),
        decided_by=say("客户权益部 宁知白", "Ning Zhibai, Customer Rights"),
    )


def _data_request_answer(say: Speech) -> DataRequestAnswer:
    return DataRequestAnswer(
        **frame(say, "L-20261228-000580", family()),
        insured=member(),
        request=DataRequest.DELETION,
        received_at=datetime(2026, 12, 16, 2, 0, tzinfo=UTC),
        outcome=DataRequestOutcome.RESTRICTED,
        explanation=say(
            "您要求删除 2024 年的理赔资料。依照保险与反洗钱方面的法律，理赔档案须保存十年，因此不能删除。",
            "You asked us to delete the claim file of 2024. Insurance and "
            "anti-money-laundering law makes us "
            "keep claim files for ten years, so we cannot delete it.",
        ),
        enclosed=(
            say("个人信息处理情况说明（共 2 页）", "Statement on the processing of personal data, 2 pages"),
        ),
    )


def _vaccine_reminder(say: Speech) -> VaccineReminder:
    return VaccineReminder(
        **frame(say, "L-20261124-000590", family()),
        insured=member(),
        dose=say("麻腮风疫苗第2剂", "measles, mumps and rubella, dose 2"),
        due_on=date(2026, 12, 1),
        answer_at="https://lipei.example/cases/VA-261124-000590-3",
    )


def _breach(say: Speech) -> dict[str, Any]:
    return {
        "happened_at": datetime(2026, 11, 20, 14, 0, tzinfo=UTC),
        "found_at": datetime(2026, 11, 21, 1, 10, tzinfo=UTC),
        "happened": say(
            "一份理赔给付说明被寄到了另一家庭的邮箱。",
            "A benefit statement was sent to the mailbox of another family.",
        ),
        "data_concerned": say(
            "姓名、就诊日期与赔付金额。", "Name, day of the visit and the amount that was paid."
        ),
        "measures": say(
            "邮件已经撤回并确认删除，发送前的收件人核对已改为两人复核。",
            "The mail was called back and is deleted; two people now check every recipient.",
        ),
    }


def _breach_notice(say: Speech) -> BreachNotice:
    return BreachNotice(**frame(say, "L-20261121-000591", family()), **_breach(say), insured=member())


def _breach_report(say: Speech) -> BreachReport:
    authority = Recipient(
        name=say("履行个人信息保护职责的部门", "Authority for personal data"), role=RecipientRole.AUTHORITY
    )
    return BreachReport(
        **frame(say, "L-20261121-000592", authority),
        **_breach(say),
        children=1,
        told=1,
        guardians_told_at=datetime(2026, 11, 21, 3, 0, tzinfo=UTC),
    )
