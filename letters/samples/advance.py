"""Sample letters of a hospital advance and of refunds."""

from datetime import date
from typing import Any

from letters.kinds import (
    AdvanceApproved,
    AdvanceDeclined,
    AdvanceDelayed,
    AdvanceMandate,
    AdvancePayment,
    AdvanceSettlement,
    Letter,
    Organization,
    OrganizationAccount,
    OverpaymentNotice,
    Reason,
    RecoveryNotice,
    RefundLine,
    RefundNotice,
    RefundReminder,
)
from letters.samples.settlement import to_member
from letters.samples.shared import Speech, guardian

_CASE = "AD-261201-000018-4"
_PROVIDER = "上海安程医疗垫付服务有限公司"


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (*_deciding(say), *_settling(say))


def _advance(say: Speech, number: str) -> dict[str, Any]:
    return {
        **to_member(say, number, _CASE),
        "hospital": "复旦大学附属儿科医院",
        "hospital_english": "Children’s Hospital of Fudan University",
        "provider": Organization(name=_PROVIDER, english_name="Ancheng Medical Advance Services Co., Ltd."),
        "admitted_on": date(2026, 12, 1),
    }


def _deciding(say: Speech) -> tuple[Letter, ...]:
    return (_advance_approved(say), _advance_declined(say), _advance_mandate(say), _advance_delayed(say))


def _advance_approved(say: Speech) -> AdvanceApproved:
    return AdvanceApproved(
        **_advance(say, "L-20261203-000420"),
        estimate=60_000_00,
        amount=38_000_00,
        basis=say(
            "预估费用的 80% 减去剩余免赔额 ¥10,000.00；不超过剩余保障额度",
            "80% of the estimate less the remaining deductible of ¥10,000.00, within the remaining limit",
        ),
        sign_by=date(2026, 12, 10),
        sign_url="https://lipei.example/sign/AD-261201-000018-4",
    )


def _advance_declined(say: Speech) -> AdvanceDeclined:
    return AdvanceDeclined(
        **_advance(say, "L-20261203-000421"),
        reasons=(
            Reason(
                code="ADV-SI-REMOTE",
                clause=say("服务手册“住院垫付”", "Service handbook, “Hospital advance”"),
                explanation=say(
                    "被保险人参加外省医保，出院时不能实时结算，自付比例无法确定。",
                    "The child is in the public insurance of another province, which cannot settle at "
                    "discharge, so the share is not known.",
                ),
            ),
            Reason(
                code="ADV-DEPOSIT",
                clause=say("服务手册“住院垫付”", "Service handbook, “Hospital advance”"),
            ),
        ),
    )


def _advance_mandate(say: Speech) -> AdvanceMandate:
    return AdvanceMandate(
        **_advance(say, "L-20261203-000422"),
        guardian=guardian(),
        guardian_identity_number="310104********0028",
        ceiling=38_000_00,
    )


def _advance_delayed(say: Speech) -> AdvanceDelayed:
    return AdvanceDelayed(
        **_advance(say, "L-20261204-000430"),
        cause=say(
            "门诊病历显示起病时间早于保单生效日，需要向首诊医院核实病史。",
            "The record puts the onset before the policy took effect; we ask the first hospital about it.",
        ),
        target_on=date(2026, 12, 14),
        due_on=date(2026, 12, 24),
    )


def _settling(say: Speech) -> tuple[Letter, ...]:
    return (
        _advance_settlement(say),
        _refund_notice(say),
        _refund_reminder(say),
        _recovery_notice(say),
        _overpayment(say),
    )


def _account(say: Speech) -> OrganizationAccount:
    return OrganizationAccount(
        holder=say(_PROVIDER, f"Ancheng Medical Advance Services Co., Ltd. ({_PROVIDER})"),
        bank=say("招商银行上海分行营业部", "China Merchants Bank, Shanghai Branch"),
        number="121912345610401",
        reference="RCV-261201-000007-3",
    )


def _refund_lines(say: Speech) -> tuple[RefundLine, ...]:
    return (
        RefundLine(
            item=say("免赔额", "Deductible"),
            amount=4_976_29,
            reason=Reason(code="DED", clause=say("保障计划表", "Schedule")),
        ),
        RefundLine(
            item=say("过敏原检测", "Allergen panel"),
            amount=1_980_00,
            reason=Reason(code="EXC-ALLERGEN", clause=say("责任免除第 7 项", "Exclusions, item 7")),
        ),
    )


def _advance_settlement(say: Speech) -> AdvanceSettlement:
    return AdvanceSettlement(
        **_advance(say, "L-20261222-000520"),
        claim_number="RC-261208-000107-3",
        determined_on=date(2026, 12, 22),
        payments=(
            AdvancePayment(
                paid_on=date(2026, 12, 4), amount=30_000_00, payment_reference="PAY-20261204-0000120"
            ),
            AdvancePayment(
                paid_on=date(2026, 12, 5), amount=8_000_00, payment_reference="PAY-20261205-0000131"
            ),
        ),
        payable=31_043_71,
    )


def _refund_notice(say: Speech) -> RefundNotice:
    return RefundNotice(
        **to_member(say, "L-20261222-000521", _CASE),
        advanced=38_000_00,
        payable=31_043_71,
        lines=_refund_lines(say),
        account=_account(say),
        due_on=date(2027, 1, 6),
    )


def _refund_reminder(say: Speech) -> RefundReminder:
    return RefundReminder(
        **to_member(say, "L-20270107-000033", _CASE),
        amount=6_956_29,
        noticed_on=date(2026, 12, 22),
        due_on=date(2027, 1, 6),
        account=_account(say),
        legal_from=date(2027, 2, 5),
    )


def _recovery_notice(say: Speech) -> RecoveryNotice:
    return RecoveryNotice(
        **to_member(say, "L-20261223-000530", "DB-261206-000201-5"),
        hospital="上海和睦家医院",
        hospital_english="Shanghai United Family Hospital",
        visited_on=date(2026, 12, 1),
        lines=_refund_lines(say)[1:],
        account=_account(say),
        due_on=date(2027, 1, 7),
    )


def _overpayment(say: Speech) -> OverpaymentNotice:
    return OverpaymentNotice(
        **to_member(say, "L-20261223-000531", "RC-261006-000077-2"),
        paid=1_968_50,
        due=1_500_00,
        open=468_50,
        account=_account(say),
        due_on=date(2027, 1, 7),
    )
