"""Sample letters along a reimbursement claim."""

from datetime import UTC, date, datetime

from letters.kinds import (
    ClaimDormant,
    ClaimRequirements,
    InterimPayment,
    InvestigationNotice,
    Letter,
    MissingDocument,
    OriginalsReceived,
    PaymentFailed,
    PaymentMade,
    PersonAccount,
)
from letters.samples.settlement import stay, to_member
from letters.samples.shared import Speech, reply
from rules.vocabulary import DocumentKind


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (*_papers(say), *_payments(say))


def _papers(say: Speech) -> tuple[Letter, ...]:
    return (
        _claim_requirements(say),
        _originals_received(say),
        _claim_dormant(say),
        _investigation_notice(say),
    )


def _claim_requirements(say: Speech) -> ClaimRequirements:
    return ClaimRequirements(
        **to_member(say, "L-20261208-000450"),
        reported_at=datetime(2026, 12, 8, 1, 12, tzinfo=UTC),
        documents=(
            MissingDocument(kind=DocumentKind.CLAIM_FORM),
            MissingDocument(kind=DocumentKind.INVOICE, original=True),
            MissingDocument(kind=DocumentKind.ITEMISED_LIST),
            MissingDocument(kind=DocumentKind.DISCHARGE_SUMMARY),
            MissingDocument(kind=DocumentKind.SETTLEMENT_STATEMENT),
            MissingDocument(kind=DocumentKind.BIRTH_CERTIFICATE),
            MissingDocument(kind=DocumentKind.GUARDIAN_IDENTITY),
            MissingDocument(kind=DocumentKind.BANK_CARD),
        ),
        reply=reply(say),
    )


def _originals_received(say: Speech) -> OriginalsReceived:
    return OriginalsReceived(
        **to_member(say, "L-20261214-000472"),
        received_at=datetime(2026, 12, 14, 6, 40, tzinfo=UTC),
        tracking="SF1023004711889",
        documents=(DocumentKind.INVOICE, DocumentKind.ITEMISED_LIST),
        absent=(DocumentKind.SETTLEMENT_STATEMENT,),
    )


def _claim_dormant(say: Speech) -> ClaimDormant:
    return ClaimDormant(
        **to_member(say, "L-20270314-000213"),
        asked_on=date(2026, 12, 14),
        dormant_on=date(2027, 3, 14),
        missing=(DocumentKind.SETTLEMENT_STATEMENT, DocumentKind.BANK_CARD),
        reply=reply(say),
    )


def _investigation_notice(say: Speech) -> InvestigationNotice:
    return InvestigationNotice(
        **to_member(say, "L-20261218-000490"),
        opened_on=date(2026, 12, 18),
        scope=say(
            "出院小结与费用清单的住院天数不一致（5 天与 6 天），需要向医院核实实际出院时间与床位费的计算。",
            "Discharge summary and charge list differ in the days of the stay, five and six. We ask the "
            "hospital when the child was discharged and how the room was charged.",
        ),
        due_on=date(2027, 1, 7),
    )


def _payments(say: Speech) -> tuple[Letter, ...]:
    account = PersonAccount(
        holder="欧阳静怡",
        bank=say("中国工商银行上海市陆家嘴支行", "ICBC, Lujiazui Sub-branch, Shanghai"),
        number="**** **** **** 0006",
    )
    return (
        InterimPayment(
            **to_member(say, "L-20270206-000140"),
            visit=stay(),
            received_on=date(2026, 12, 8),
            amount=6_500_00,
            account=account,
            outstanding=say(
                "医保结算数据尚待医院更正，麻醉与药品费用的应赔金额须待更正之后核定。",
                "The hospital has yet to correct the public insurance figures; the benefit for "
                "anesthesia and "
                "drugs can be determined after that.",
            ),
        ),
        PaymentMade(
            **to_member(say, "L-20261229-000588"),
            amount=9_023_71,
            paid_on=date(2026, 12, 29),
            account=account,
            payment_reference="PAY-20261229-0000397",
            late_compensation=12_60,
        ),
        PaymentFailed(
            **to_member(say, "L-20261230-000590"),
            amount=9_023_71,
            failed_on=date(2026, 12, 30),
            account=account,
            cause=say("户名与账号不符", "holder and account number do not match"),
            reply=reply(say),
        ),
    )
