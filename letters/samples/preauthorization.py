"""Sample letters of a pre-authorization."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from letters.kinds import (
    Acknowledgement,
    DecidedLine,
    DocumentsMissing,
    FamilyShare,
    LapseCause,
    Letter,
    MissingDocument,
    NetworkHospital,
    NotCovered,
    PreAuthorizationApproved,
    PreAuthorizationApprovedInPart,
    PreAuthorizationDeclined,
    PreAuthorizationNotAccepted,
    PreAuthorizationNotRequired,
    PreAuthorizationRedirected,
    Query,
    Reason,
    RequestLapsed,
    Stay,
)
from letters.samples.shared import Speech, about, family, frame, hospital, reply
from rules.vocabulary import DocumentKind


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (*_asking(say), *_granting(say), *_not_granting(say))


def _asking(say: Speech) -> tuple[Letter, ...]:
    return (_acknowledgement(say), _documents_missing(say), _query(say), _request_lapsed(say))


def _acknowledgement(say: Speech) -> Acknowledgement:
    return Acknowledgement(
        **_to_family(say, "L-20261121-000301"),
        received_at=datetime(2026, 11, 21, 2, 5, tzinfo=UTC),
        documents=(
            DocumentKind.PREAUTH_FORM,
            DocumentKind.MEDICAL_RECORD,
            DocumentKind.ADMISSION_NOTICE,
            DocumentKind.E_CARD,
        ),
        late=True,
        latest_request_on=date(2026, 11, 24),
        portal_url="https://lipei.example/cases/PA-261121-000042-7",
    )


def _documents_missing(say: Speech) -> DocumentsMissing:
    return DocumentsMissing(
        **_to_family(say, "L-20261121-000302"),
        missing=(
            MissingDocument(kind=DocumentKind.EXAMINATION_REPORT),
            MissingDocument(
                kind=DocumentKind.COST_ESTIMATE,
                why=say(
                    "现有预估只有总额，需要手术、麻醉、床位、药品分别的金额",
                    "the estimate gives a total only; we need surgery, anesthesia, room and drugs apart",
                ),
            ),
            MissingDocument(kind=DocumentKind.GUARDIAN_IDENTITY),
            MissingDocument(kind=DocumentKind.GUARDIANSHIP_PROOF, original=True),
            MissingDocument(kind=DocumentKind.CONSENT),
        ),
        reply=reply(say),
        answer_by=date(2026, 12, 1),
    )


def _query(say: Speech) -> Query:
    return Query(
        **(_to_family(say, "L-20261125-000318") | {"recipient": hospital()}),
        asked_at=datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
        questions=(
            say(
                "请说明睡眠监测的呼吸暂停低通气指数（AHI）与最低血氧饱和度，以及保守治疗的经过。",
                "Please give the apnea-hypopnea index (AHI) and the lowest oxygen saturation of the "
                "sleep study, and the course of conservative treatment.",
            ),
            say(
                "五天住院的安排依据是什么？贵院同类手术的通常住院日是多少？",
                "Why are five days planned? What is the usual stay for this operation at your hospital?",
            ),
        ),
        documents=(
            MissingDocument(kind=DocumentKind.EXAMINATION_REPORT),
            MissingDocument(kind=DocumentKind.TREATMENT_PLAN),
        ),
        reply=reply(say),
        answer_by=date(2026, 11, 26),
        first_sent_on=date(2026, 11, 23),
    )


def _request_lapsed(say: Speech) -> RequestLapsed:
    return RequestLapsed(
        **_to_family(say, "L-20261201-000344"),
        lapsed_on=date(2026, 12, 1),
        cause=LapseCause.DOCUMENTS_MISSING,
        missing=(DocumentKind.COST_ESTIMATE, DocumentKind.GUARDIANSHIP_PROOF),
        asked_on=date(2026, 11, 21),
    )


def _granting(say: Speech) -> tuple[Letter, ...]:
    granted: dict[str, Any] = {
        "decided_on": date(2026, 11, 21),
        "approved": 39_600_50,
        "stay": Stay(days=5, room_ceiling_per_day=2_800_00),
        "valid_from": date(2026, 11, 30),
        "valid_until": date(2026, 12, 15),
        "family_share": FamilyShare(
            deductible=10_000_00, copay=200_00, coinsurance=Decimal("0.10"), estimate=14_399_50
        ),
        "not_covered": (
            NotCovered(
                item=say("过敏原检测", "Allergen panel"),
                reason=Reason(code="EXC-ALLERGEN", clause=say("责任免除第 7 项", "Exclusions, item 7")),
            ),
        ),
    }
    return (
        PreAuthorizationApproved(
            **_to_family(say, "L-20261121-000311"), **granted, guarantee="GOP-20261121-000042-V1"
        ),
        PreAuthorizationApprovedInPart(
            **_to_family(say, "L-20261121-000312"),
            **granted,
            lines=_lines(say),
            explanation=say(
                "床位费按计划的标准单人间核定；套间的差额由您自行决定是否承担。",
                "The room is granted as a standard single, as the plan provides; whether to bear the "
                "difference to a suite is for you to decide.",
            ),
        ),
        PreAuthorizationNotRequired(
            **_to_family(say, "L-20261121-000313"),
            explanation=say(
                "门诊雾化治疗单次费用低于须授权的标准，且不属于列明的大型检查。",
                "The single outpatient session costs less than the level that needs authorization and is no "
                "large examination.",
            ),
            direct_billing=True,
        ),
    )


def _lines(say: Speech) -> tuple[DecidedLine, ...]:
    return (
        DecidedLine(
            item=say("扁桃体与腺样体手术", "Tonsil and adenoid surgery"), asked=26_000_00, granted=26_000_00
        ),
        DecidedLine(
            item=say("套间五天", "Suite, five days"),
            asked=22_500_00,
            granted=14_000_00,
            reason=Reason(
                code="LIMIT",
                clause=say("保障计划表“床位费”", "Schedule, “Room”"),
                explanation=say("每日不超过 ¥2,800.00", "¥2,800.00 a day at most"),
            ),
        ),
        DecidedLine(
            item=say("过敏原检测", "Allergen panel"),
            asked=1_980_00,
            granted=0,
            reason=Reason(code="EXC-ALLERGEN", clause=say("责任免除第 7 项", "Exclusions, item 7")),
        ),
        DecidedLine(
            item=say("药品、检查与护理", "Drugs, examinations, nursing"), asked=3_520_00, granted=3_520_00
        ),
    )


def _not_granting(say: Speech) -> tuple[Letter, ...]:
    return (
        _pre_authorization_declined(say),
        _pre_authorization_not_accepted(say),
        _pre_authorization_redirected(say),
    )


def _pre_authorization_declined(say: Speech) -> PreAuthorizationDeclined:
    return PreAuthorizationDeclined(
        **_to_family(say, "L-20261121-000314"),
        decided_on=date(2026, 11, 21),
        reason=Reason(
            code="WAIT-120",
            clause=say("保险合同第 3.2 条“等待期”", "Policy, clause 3.2, “Waiting period”"),
            explanation=say(
                "保单于 2026 年 9 月 1 日首次生效，拟行扁桃体手术的日期为 2026 年 12 月 1 日，"
                "是第 92 天，处于 120 天等待期之内。自 2026 年 12 月 30 日起可以重新申请。",
                "The policy first took effect on 1 September 2026. Tonsil surgery on 1 December 2026 "
                "falls on day 92, within the waiting period of 120 days. You may ask again for a date "
                "from 30 December 2026.",
            ),
        ),
        decided_by=say("岑若木", "Cen Ruomu"),
        co_signed_by=say("顾怀瑾", "Gu Huaijin"),
    )


def _pre_authorization_not_accepted(say: Speech) -> PreAuthorizationNotAccepted:
    return PreAuthorizationNotAccepted(
        **_to_family(say, "L-20261121-000315"),
        reasons=(
            Reason(
                code="NOT-INFORCE",
                clause=say("保险合同“保险期间”", "Policy, “Policy period”"),
                explanation=say(
                    "治疗日期为 2027 年 3 月 10 日，保险期间至 2027 年 2 月 28 日止，尚未见续保记录。",
                    "Treatment is planned for 10 March 2027. The policy period ends on 28 February 2027 "
                    "and no renewal is on record.",
                ),
            ),
        ),
    )


def _pre_authorization_redirected(say: Speech) -> PreAuthorizationRedirected:
    return PreAuthorizationRedirected(
        **_to_family(say, "L-20261121-000316"),
        hospitals=_network(say),
        reply=reply(say),
        explanation=say(
            "您选择的医院目前不在成长优享 2025 的住院网络内。下列网络医院均可开展该手术并直付结算。",
            "The hospital you chose is not in the inpatient network of Growth Select 2025. The network "
            "hospitals below perform this operation and bill us directly.",
        ),
        answer_by=date(2026, 11, 30),
    )


def _network(say: Speech) -> tuple[NetworkHospital, ...]:
    return (
        NetworkHospital(
            name="上海浦滨儿童医院",
            english_name="Shanghai Pubin Children’s Hospital",
            address=say("上海市浦东新区", "Pudong, Shanghai"),
            phone="021-5555-0101",
        ),
        NetworkHospital(
            name="上海美华妇儿医院",
            english_name="Shanghai American-Sino Women’s and Children’s Hospital",
            address=say("上海市长宁区", "Changning, Shanghai"),
            phone="021-5555-0102",
        ),
        NetworkHospital(
            name="上海和睦家医院",
            english_name="Shanghai United Family Hospital",
            address=say("上海市长宁区平塘路699号", "699 Pingtang Road, Changning, Shanghai"),
            phone="021-5555-0103",
        ),
    )


def _to_family(say: Speech, number: str) -> dict[str, Any]:
    return {**frame(say, number, family()), **about(say)}
