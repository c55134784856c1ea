"""Sample letters on what was determined."""

from datetime import date
from typing import Any

from letters.kinds import (
    BenefitStatement,
    Calculation,
    Finding,
    Letter,
    Reason,
    ReconsiderationOutcome,
    RefusalNotice,
    RefusedLine,
    Remittance,
    RemittanceLine,
    StatementLine,
    Visit,
)
from letters.samples.shared import Speech, family, frame, hospital, member, policy
from rules.vocabulary import EncounterType, Process

CLAIM = "RC-261208-000107-3"


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (_statement(say), _refusal(say), _reconsideration(say), _remittance(say))


def to_member(say: Speech, number: str, case: str = CLAIM) -> dict[str, Any]:
    """A letter to the family about its claim."""
    return {
        **frame(say, number, family()),
        "case_number": case,
        "insured": member(),
        "policy": policy(),
    }


def stay() -> Visit:
    """The stay that is claimed for."""
    return Visit(
        hospital="复旦大学附属儿科医院",
        hospital_english="Children’s Hospital of Fudan University",
        encounter=EncounterType.INPATIENT,
        on=date(2026, 12, 1),
        until_on=date(2026, 12, 6),
        billed=31_486_70,
        bills=("3106012612060004711", "3106012612060004712"),
    )


def calculation() -> Calculation:
    """How its benefit comes about."""
    return Calculation(
        billed=31_486_70,
        not_covered=2_340_00,
        other_payers=9_120_35,
        deductible=10_000_00,
        copay=0,
        coinsurance=1_002_64,
        penalty=0,
        over_limit=0,
        payable=9_023_71,
    )


def _statement(say: Speech) -> BenefitStatement:
    excluded = Reason(code="EXC-ALLERGEN", clause=say("责任免除第 7 项", "Exclusions, item 7"))
    return BenefitStatement(
        **to_member(say, "L-20261222-000511"),
        process=Process.REIMBURSEMENT,
        visit=stay(),
        decided_on=date(2026, 12, 22),
        lines=(
            StatementLine(item=say("手术费", "Surgery"), billed=9_800_00, covered=9_800_00),
            StatementLine(item=say("麻醉费", "Anesthesia"), billed=3_200_00, covered=3_200_00),
            StatementLine(item=say("床位费", "Room"), billed=4_500_00, covered=4_500_00),
            StatementLine(
                item=say("西药费", "Drugs"),
                billed=5_126_70,
                covered=4_766_70,
                reason=Reason(
                    code="EXC-UNLISTED",
                    explanation=say(
                        "营养补充剂 ¥360.00 不属于治疗药品", "supplements of ¥360.00 are no medicine"
                    ),
                ),
            ),
            StatementLine(
                item=say("过敏原检测", "Allergen panel"), billed=1_980_00, covered=0, reason=excluded
            ),
            StatementLine(
                item=say("检查、化验与护理", "Examinations and nursing"), billed=6_880_00, covered=6_880_00
            ),
        ),
        calculation=calculation(),
        visit_number=3,
        remaining=90_976_29,
        agree_by=date(2027, 1, 5),
    )


def _refusal(say: Speech) -> RefusalNotice:
    return RefusalNotice(
        **to_member(say, "L-20261222-000512"),
        visit=stay(),
        applied_on=date(2026, 12, 8),
        complete_on=date(2026, 12, 14),
        determined_on=date(2026, 12, 21),
        finding=Finding.PART,
        claimed=11_363_71,
        paid=9_023_71,
        refused=_refused_lines(say),
        explanation=say(
            "保险合同在责任免除第 7 项约定，过敏原检测的费用不属于保险责任；保险责任 2.1 "
            "约定给付的是治疗所需的药品"
            "费用。上列两项费用与约定相符，因此不予给付。其余费用已按合同核定给付。",
            "Item 7 of the exclusions says that the cost of allergen testing is not covered, and clause 2.1 "
            "covers medicine needed for treatment. The two charges fall under these terms and are not paid. "
            "All other charges were determined and paid under the policy.",
        ),
        highlighted=say(
            "2026 年 2 月 20 日投保时，责任免除条款以加粗字体单独成页展示，投保人逐条勾选确认并签名（存证号 "
            "EV-20260220-88412)。",
            "At the purchase on 20 February 2026 the exclusions were shown in bold on a page of their own; "
            "the policyholder confirmed each and signed (record EV-20260220-88412).",
        ),
        would_change=(
            say(
                "证明补充剂系医师开具、具有药品批准文号的处方",
                "A prescription that shows an approval number as medicine for the supplements",
            ),
        ),
        handled_by=say("岑若木", "Cen Ruomu"),
        reviewed_by=say("顾怀瑾", "Gu Huaijin"),
    )


def _refused_lines(say: Speech) -> tuple[RefusedLine, ...]:
    return (
        RefusedLine(
            item=say("过敏原检测", "Allergen panel"),
            amount=1_980_00,
            reason=Reason(
                code="EXC-ALLERGEN",
                clause=say("责任免除第 7 项", "Exclusions, item 7"),
                explanation=say(
                    "费用清单第 41 行载明食物与吸入过敏原检测 90 项。",
                    "Line 41 of the charge list shows a panel of 90 food and inhaled allergens.",
                ),
            ),
            evidence=say("费用清单 第 3 页", "Charge list, page 3"),
        ),
        RefusedLine(
            item=say("营养补充剂", "Supplements"),
            amount=360_00,
            reason=Reason(
                code="EXC-UNLISTED",
                clause=say("保险责任 2.1", "Cover, 2.1"),
                explanation=say(
                    "所列产品为特殊膳食食品，没有药品批准文号。",
                    "The products are special food without an approval number as medicine.",
                ),
            ),
            evidence=say("费用清单 第 2 页", "Charge list, page 2"),
        ),
    )


def _reconsideration(say: Speech) -> ReconsiderationOutcome:
    return ReconsiderationOutcome(
        **to_member(say, "L-20270112-000077"),
        requested_on=date(2026, 12, 28),
        decided_on=date(2027, 1, 12),
        before=9_023_71,
        now=9_347_71,
        explanation=say(
            "您补充的处方显示，其中一种补充剂具有药品批准文号，用于术后贫血治疗。相应费用 ¥360.00 "
            "属于保险责任，"
            "按自付比例核算后增加给付 ¥324.00。过敏原检测的部分维持原决定。",
            "The prescription that you added shows that one supplement is approved as medicine and "
            "treats the "
            "anemia after surgery. The charge of ¥360.00 is covered, which after coinsurance adds "
            "¥324.00. For "
            "the allergen panel the decision stands.",
        ),
        clause=say("保险责任 2.1", "Cover, 2.1"),
        decided_by=say("宋听澜", "Song Tinglan"),
    )


def _remittance(say: Speech) -> Remittance:
    return Remittance(
        **(frame(say, "L-20261230-000603", hospital()) | {"case_number": "DB-261215-000230-1"}),
        paid_on=date(2026, 12, 30),
        payment_reference="PAY-20261230-0000418",
        account="**** **** 7714",
        lines=(
            RemittanceLine(
                case_number="DB-261206-000201-5",
                bill="26317000000471100012",
                billed=52_310_00,
                paid=38_079_00,
                remark=say(
                    "减：免赔额 ¥10,000.00、按比例自付 ¥4,231.00",
                    "less deductible ¥10,000.00, coinsurance ¥4,231.00",
                ),
            ),
            RemittanceLine(
                case_number="DB-261215-000230-1",
                bill="26317000000471100077",
                billed=1_280_00,
                paid=980_00,
                remark=say("减：每次自付额 ¥300.00", "less copay ¥300.00"),
            ),
            RemittanceLine(
                case_number="DB-261216-000233-8",
                bill="26317000000471100091",
                billed=860_00,
                paid=860_00,
                remark=say("全额支付", "paid in full"),
            ),
        ),
        objections_until=date(2027, 1, 14),
    )
