"""Sample letters about a guarantee, as long as they get."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from letters.kinds import (
    BillingTerms,
    Coded,
    FamilyShare,
    GuaranteeAmendment,
    GuaranteeAmendmentDeclined,
    GuaranteeCancellation,
    GuaranteeExpiry,
    GuaranteeFinal,
    GuaranteeLetter,
    GuaranteeVersion,
    ItemCeiling,
    Letter,
    NotCovered,
    Reason,
    Stay,
)
from letters.samples.shared import (
    ISSUED_AT,
    OFFICE,
    Speech,
    care,
    child,
    frame,
    guardian,
    hospital,
    member,
    policy,
    verification,
)
from rules.vocabulary import GuaranteeVersionKind

ROOT = "GOP-20261121-000042"


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (
        GuaranteeLetter(**_promise(say), history=_history(1)),
        _amendment(say),
        GuaranteeAmendmentDeclined(
            **_notice(say, GuaranteeVersionKind.DECLINED, datetime(2026, 12, 4, 9, tzinfo=UTC)),
            requested_at=datetime(2026, 12, 4, 2, 15, tzinfo=UTC),
            requested_ceiling=90_000_00,
            requested_days=14,
            requested_until=date(2026, 12, 28),
            reason=_reason(
                say,
                "EXC-UNLISTED",
                "术后恢复符合预期，所附病程记录未说明继续住院的医学必要性；门诊随访可以满足后续治疗需要。",
                "Recovery is as expected. The notes enclosed give no medical need for a longer stay; "
                "outpatient follow-up serves the remaining treatment.",
            ),
        ),
        GuaranteeCancellation(
            **_notice(say, GuaranteeVersionKind.CANCELLED, datetime(2026, 12, 5, 2, tzinfo=UTC)),
            effective_at=datetime(2026, 12, 5, 2, 0, tzinfo=UTC),
            reason=_reason(
                say,
                "NOT-INFORCE",
                "投保人于 2026 年 12 月 4 日解除合同，治疗之日保单已不在有效期内。",
                "The policyholder terminated the contract on 4 December 2026; the policy is not in force on "
                "the day of treatment.",
            ),
        ),
        GuaranteeExpiry(
            **_notice(say, GuaranteeVersionKind.EXPIRED, datetime(2026, 12, 20, 16, tzinfo=UTC))
            | {"template_version": "3"},
            bills_until=date(2027, 1, 21),
        ),
        _final(say),
    )


def _promise(say: Speech) -> dict[str, Any]:
    planned = care(say)
    return {
        **frame(say, ROOT, hospital()),
        "verification": verification(),
        "insured": child(),
        "guardian": guardian(),
        "policy": policy(),
        "authorization_types": planned.authorization_types,
        **_treatment(say),
        "department": planned.department,
        "doctor": say("周明远 主任医师", "Dr Zhou Mingyuan, Chief Physician"),
        "planned_on": planned.planned_on,
        "stay": Stay(days=5, room_ceiling_per_day=2_800_00),
        "estimate": 54_000_00,
        "ceiling": 39_600_50,
        "item_ceilings": _item_ceilings(say),
        "family_share": FamilyShare(deductible=10_000_00, coinsurance=Decimal("0.10"), estimate=14_399_50),
        "not_covered": (
            NotCovered(
                item=say("过敏原检测（食物与吸入 90 项）", "Allergen panel, 90 food and inhaled allergens"),
                reason=Reason(code="EXC-ALLERGEN", clause=say("责任免除第 7 项", "Exclusions, item 7")),
            ),
        ),
        "special_conditions": (
            say(
                "术后病理报告出具后三个工作日内，请一并送达服务管理商。",
                "Please send the pathology report within three working days of its date.",
            ),
        ),
        "valid_from": date(2026, 11, 30),
        "valid_until": date(2026, 12, 15),
        "billing": BillingTerms(
            address=say(
                f"{OFFICE} 直付结算组", "Direct Billing, Room 1201, 596 Longhua Middle Road, Xuhui, Shanghai"
            ),
            email="billing@tpa.example",
        ),
    }


def _treatment(say: Speech) -> dict[str, Any]:
    return {
        "diagnoses": (
            Coded(name=say("扁桃体肥大伴腺样体肥大", "Hypertrophy of tonsils with adenoids"), code="J35.3"),
            Coded(name=say("睡眠呼吸暂停", "Sleep apnea"), code="G47.3"),
        ),
        "treatment": care(say).treatment,
        "procedures": (
            Coded(name=say("扁桃体切除术伴腺样体切除术", "Tonsillectomy with adenoidectomy"), code="28.3"),
        ),
    }


def _item_ceilings(say: Speech) -> tuple[ItemCeiling, ...]:
    return (
        ItemCeiling(
            item=say("手术与麻醉", "Surgery and anesthesia"),
            ceiling=21_600_50,
            note=say("含术中一次性耗材", "with single-use supplies"),
        ),
        ItemCeiling(
            item=say("床位", "Room"),
            ceiling=14_000_00,
            note=say("5 天，每日不超过 ¥2,800.00", "5 days, ¥2,800.00 a day at most"),
        ),
        ItemCeiling(
            item=say("药品、检查与护理", "Drugs, examinations, nursing"),
            ceiling=4_000_00,
            note=say("限于本次授权的诊断", "for the authorized diagnoses"),
        ),
    )


def _amendment(say: Speech) -> GuaranteeAmendment:
    promise = _promise(say)
    promise |= {
        "version": 4,
        "ceiling": 61_300_00,
        "stay": Stay(days=9, room_ceiling_per_day=2_800_00),
        "estimate": 78_000_00,
        "item_ceilings": _item_ceilings(say)[:1],
        "family_share": FamilyShare(deductible=10_000_00, coinsurance=Decimal("0.10"), estimate=16_700_00),
        "valid_until": date(2026, 12, 20),
        "issued_at": datetime(2026, 12, 4, 8, 5, tzinfo=UTC),
    }
    return GuaranteeAmendment(
        **promise,
        history=_history(4),
        template_version="2",
        replaces=3,
        reason=say(
            "术后第三日出现迟发性出血，须二次止血并延长观察；"
            "病程记录与手术医师说明已于 2026 年 12 月 4 日收到。",
            "Delayed bleeding on the third day needs a second procedure and longer observation; notes and "
            "the surgeon’s statement were received on 4 December 2026.",
        ),
        previous_ceiling=45_000_00,
        previous_days=7,
        previous_valid_until=date(2026, 12, 18),
    )


def _history(count: int) -> tuple[GuaranteeVersion, ...]:
    steps = (
        (ISSUED_AT, GuaranteeVersionKind.INITIAL, 39_600_50, 5, date(2026, 12, 15)),
        (
            datetime(2026, 12, 2, 3, 40, tzinfo=UTC),
            GuaranteeVersionKind.RAISED_AND_EXTENDED,
            48_000_00,
            7,
            date(2026, 12, 18),
        ),
        (
            datetime(2026, 12, 3, 9, 12, tzinfo=UTC),
            GuaranteeVersionKind.REDUCED,
            45_000_00,
            7,
            date(2026, 12, 18),
        ),
        (
            datetime(2026, 12, 4, 8, 5, tzinfo=UTC),
            GuaranteeVersionKind.RAISED_AND_EXTENDED,
            61_300_00,
            9,
            date(2026, 12, 20),
        ),
    )
    return tuple(
        GuaranteeVersion(
            version=version, issued_at=at, kind=kind, ceiling=ceiling, approved_days=days, valid_until=until
        )
        for version, (at, kind, ceiling, days, until) in enumerate(steps[:count], 1)
    )


def _event(kind: GuaranteeVersionKind, at: datetime) -> GuaranteeVersion:
    return replace(_history(4)[-1], version=5, kind=kind, issued_at=at)


def _final(say: Speech) -> GuaranteeFinal:
    """A raise was declined, the bill settled, corrected and settled again."""
    notice = _notice(say, GuaranteeVersionKind.DECLINED, datetime(2026, 12, 4, 9, tzinfo=UTC))
    first, corrected = (
        GuaranteeVersion(
            version=version,
            issued_at=at,
            kind=GuaranteeVersionKind.FINAL,
            ceiling=settled,
            approved_days=8,
            valid_until=date(2026, 12, 20),
        )
        for version, at, settled in (
            (6, datetime(2026, 12, 16, 6, 20, tzinfo=UTC), 57_846_30),
            (7, datetime(2026, 12, 28, 3, 5, tzinfo=UTC), 56_910_80),
        )
    )
    changed = {
        "version": 7,
        "guarantee": f"{ROOT}-V7",
        "ceiling": corrected.ceiling,
        "approved_days": corrected.approved_days,
        "history": (*notice["history"], first, corrected),
        "issued_at": corrected.issued_at,
    }
    return GuaranteeFinal(
        **(notice | changed),
        replaces=6,
        settled_before=first.ceiling,
        promised=61_300_00,
        billed=73_282_80,
        previous_days=9,
        billing_case="DB-261201-000201-5",
    )


def _notice(say: Speech, kind: GuaranteeVersionKind, at: datetime) -> dict[str, Any]:
    return {
        **frame(say, ROOT, hospital()),
        "version": 5,
        "template_version": "2",
        "verification": verification(),
        "guarantee": f"{ROOT}-V4",
        "hospital": "上海和睦家医院",
        "hospital_english": "Shanghai United Family Hospital",
        "insured": member(),
        "ceiling": 61_300_00,
        "approved_days": 9,
        "valid_from": date(2026, 11, 30),
        "valid_until": date(2026, 12, 20),
        "history": (*_history(4), _event(kind, at)),
        "issued_at": at,
    }


def _reason(say: Speech, code: str, chinese: str, english: str) -> Reason:
    return Reason(
        code=code,
        clause=say("保险合同第二章“保险责任”", "Policy, chapter 2, “Cover”"),
        explanation=say(chinese, english),
    )
