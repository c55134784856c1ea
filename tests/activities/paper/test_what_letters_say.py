"""What readers find in the letters of a case."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from activities.orders import LetterOrder
from activities.paper import PaperActs
from rules.cases import Side
from rules.china_time import at_shanghai
from rules.deadlines import ClockKind
from stores.papers import letters
from stores.papers.blobs import Blobs
from stores.papers.verified_letters import Standing, of_letter
from tests.activities.paper import stories
from tests.activities.paper.conftest import Begin
from tests.activities.paper.people import ADJUSTER, DESK, FAMILY
from tests.letters.reading import pdf_text, squeezed
from workflows.messages import Answer, Ask, Reply, Withdraw


class Reading:
    """Issues letters and reads them back as text without white space."""

    def __init__(self, acts: PaperActs, blobs: Blobs) -> None:
        """Take the acts that issue and the store that keeps."""
        self._acts = acts
        self._blobs = blobs

    def __call__(self, order: LetterOrder) -> str:
        """The text of the letter that the order makes."""
        self._acts.issue_letter(order)
        return pdf_text(self._blobs.get(f"letters/{order.case.case_number}/{order.number}.pdf"))


@pytest.fixture
def read(acts: PaperActs, blobs: Blobs) -> Reading:
    """Issues a letter and reads it."""
    return Reading(acts, blobs)


def test_a_guarantee_names_child_guardian_and_ceiling_and_masks_their_numbers(
    begin: Begin, read: Reading
) -> None:
    text = read(stories.approved(begin).order("LT-GOP"))

    for shown in ("欧阳小满", "310104********123X", "欧阳静怡（母亲）", "138****5678", "J35.3", "28.3"):
        assert shown in text
    assert "¥30,960.00" in text
    assert squeezed("人民币叁万零玖佰陆拾元整") in text
    assert "400-066-9090" in text
    assert "31010420200304123X" not in text
    assert "13812345678" not in text


def test_a_guarantee_names_the_second_person_where_one_signed(begin: Begin, read: Reading) -> None:
    text = read(stories.declined(begin).order("LT-PA-NO"))

    assert "理赔主管：岑若木" in text
    assert "经办人沈若澜" in text
    assert "手术日期在首次生效后第96天。" in text


def test_a_letter_that_no_person_decided_says_so_and_gives_the_facts(begin: Begin, read: Reading) -> None:
    text = read(stories.not_accepted(begin).order("LT-PA-NA"))

    assert "签发方式：系统自动签发" in text
    assert "保险期间自2026年1月1日起至2026年12月31日止，申请的治疗日期为2027年1月5日。" in text
    assert "R-020" not in text


def test_a_part_approval_gives_each_cut_its_reason(begin: Begin, read: Reading) -> None:
    story = stories.approved_in_part(begin)
    family, hospital = read(story.order("LT-PA-PART")), read(story.order("LT-GOP"))

    assert "过敏原检测¥2,400.00¥0.00过敏原检测不在保障范围（责任免除第7项）" in family
    assert "床位费（5天）¥12,000.00" in hospital


def test_what_the_family_pays_is_what_the_rules_come_to_on_the_approved_items(
    begin: Begin, read: Reading
) -> None:
    text = read(stories.approved_in_part(begin).order("LT-PA-PART"))

    # 40,000 approved, 10,000 deductible, a tenth of the rest.
    assert "¥13,000.00" in text
    assert "授权金额¥27,000.00" in text


def test_care_without_a_bed_has_no_days(begin: Begin, read: Reading) -> None:
    text = read(stories.approved(begin, request={"expected_days": 0}).order("LT-GOP"))

    assert "核准住院" not in text


def test_at_a_hospital_without_direct_billing_the_family_pays_first(begin: Begin, read: Reading) -> None:
    story = stories.approved(begin, assessment={"direct_billing": False})

    assert "请您先行支付" in read(story.order("LT-PA-OK"))
    assert [order.letter.code for order in story.orders] == ["LT-ACK", "LT-PA-OK"]


def test_the_first_list_asks_and_the_second_reminds(begin: Begin, read: Reading) -> None:
    story = stories.asked_twice(begin)
    first, reminder = read(story.order("LT-SUPP", 1)), read(story.order("LT-SUPP", 2))

    assert "这是目前所缺的全部材料" in first
    assert "我们曾于2026年11月16日告知" in reminder
    assert "请在2026年11月26日之前补齐" in reminder


def test_a_second_list_says_which_fact_made_it_necessary(begin: Begin, read: Reading) -> None:
    text = read(stories.asked_twice(begin).order("LT-SUPP", 3))

    assert "再次告知的原因：医院更改了拟行的手术。" in text
    assert "病理报告" in text
    assert "理赔主管：岑若木" in text


def test_a_reminder_of_a_query_asks_only_what_is_still_open(begin: Begin, read: Reading) -> None:
    story = begin().act(ADJUSTER, Ask(asked_of=Side.HOSPITAL, items=("指征？", "睡眠监测？")))
    story.act(DESK, Reply(answers=(Answer(item_id="Q1.1", text="反复感染"),)))
    text = read(story.reach(ClockKind.QUERY_WAIT, "REMINDER").order("LT-QRY", 2))

    assert "睡眠监测？" in text
    assert "指征？" not in text


@pytest.mark.parametrize(
    ("told", "clock", "cause"),
    [
        (stories.documents_missing, ClockKind.SUPPLEMENT_WAIT, "所需材料在期限内未能收齐"),
        (stories.questioned, ClockKind.QUERY_WAIT, "审核中提出的问题在期限内未获答复"),
        (stories.redirected, ClockKind.REDIRECT_WAIT, "期限内未选定网络医院"),
    ],
)
def test_a_lapse_names_what_the_case_waited_for(
    begin: Begin, read: Reading, told: stories.Told, clock: ClockKind, cause: str
) -> None:
    assert cause in read(told(begin).reach(clock, "LAPSE").order("LT-LAPSE"))


def test_a_redirect_names_the_hospital_and_what_going_elsewhere_costs(begin: Begin, read: Reading) -> None:
    text = read(stories.redirected(begin).order("LT-PA-RDR"))

    assert "复旦大学附属儿科医院上海市闵行区万源路399号021-6493-1990" in text
    assert "您须额外承担40%的医疗费用" in text


def test_an_amendment_shows_old_and_new_figures_and_both_versions(begin: Begin, read: Reading) -> None:
    text = read(stories.raised(begin).order("LT-GOP-AMD"))

    assert "担保限额¥30,960.00¥40,000.00" in text
    assert "核准天数5天8天" in text
    assert "变更原因：术后发热，须延长住院。" in text
    assert "V1" in text
    assert "V2" in text


def test_a_declined_amendment_leaves_the_letter_as_it_was(begin: Begin, read: Reading) -> None:
    story = stories.not_raised(begin)
    text = read(story.order("LT-GOP-AMD-NO"))

    assert "原担保函继续有效，内容不变。" in text
    assert "提高至¥40,000.00" in text
    assert "延长至8天" in text
    assert "延长至2026年12月20日" in text
    assert "恢复符合预期。" in text
    assert story.order("LT-GOP-AMD-NO").number.endswith("-V2")
    assert "第2版·变更未获同意" in text
    assert "V2" in text.partition("版本记录")[2]


def test_what_a_declined_change_was_says_that_the_version_before_it_stands(
    begin: Begin, read: Reading, engine: Engine
) -> None:
    story = stories.not_raised(begin)
    first, declined = story.order("LT-GOP"), story.order("LT-GOP-AMD-NO")
    read(first)
    read(declined)

    with Session(engine) as session:
        stands, no = (
            of_letter(session, letters.get(session, each.number), story.now) for each in (first, declined)
        )
    assert (stands.standing, stands.newest) == (Standing.VALID, None)
    assert (no.standing, no.newest) == (Standing.DECLINED, first.number)


def test_a_cancellation_gives_the_reason_of_who_cancelled(begin: Begin, read: Reading) -> None:
    text = read(stories.cancelled(begin).order("LT-GOP-CXL"))

    assert "投保人已解除合同。" in text
    assert "自2026年11月16日11:30起撤销" in text


def test_a_final_version_says_what_became_of_the_letter(begin: Begin, read: Reading) -> None:
    order = stories.settled(begin).order("LT-GOP-FIN")
    text = read(order)

    assert order.number.endswith("-V3")
    assert "取代第1版" in text
    assert "应付贵院¥27,410.50（人民币贰万柒仟肆佰壹拾元零伍角）" in text
    assert "账单金额－¥33,218.30" in text
    assert "DB-261216-000201-5" in text
    assert "担保限额与应付金额¥30,960.00¥27,410.50" in text
    assert "住院天数5天4天" in text
    assert "未使用的限额¥3,549.50" in text
    for line in ("V1", "初次签发", "V2", "变更未获同意", "V3", "最终结算"):
        assert line in text.partition("版本记录")[2]


def test_a_corrected_bill_gets_a_final_version_of_its_own(
    begin: Begin, read: Reading, engine: Engine
) -> None:
    story = stories.corrected(begin)
    first, second = story.order("LT-GOP-FIN"), story.order("LT-GOP-FIN", 2)
    before, text = read(first), read(second)

    assert "取代第3版" in text
    assert "由¥27,410.50改为¥26,900.00" in text
    assert "账单金额－¥32,707.80" in text
    assert "账单更正后已重新核定" not in before
    with Session(engine) as session:
        replaced, last = (
            of_letter(session, letters.get(session, each.number), story.now) for each in (first, second)
        )
    assert (replaced.standing, replaced.newest) == (Standing.REPLACED, second.number)
    assert (last.standing, last.newest, last.ceiling) == (Standing.FINAL, None, 26_900_00)


def test_who_holds_an_older_version_is_led_to_the_final_one(
    begin: Begin, read: Reading, engine: Engine
) -> None:
    story = stories.settled(begin)
    first, final = story.order("LT-GOP"), story.order("LT-GOP-FIN")
    read(first)
    read(final)

    with Session(engine) as session:
        used, last = (
            of_letter(session, letters.get(session, each.number), story.now) for each in (first, final)
        )
    assert (used.standing, used.newest, used.ceiling) == (Standing.USED, final.number, 30_960_00)
    assert (last.standing, last.newest, last.ceiling) == (Standing.FINAL, None, 27_410_50)


@pytest.mark.parametrize(
    ("told", "code", "event", "standing"),
    [
        (stories.cancelled, "LT-GOP-CXL", "撤销", Standing.CANCELLED),
        (stories.expired, "LT-GOP-EXP", "到期", Standing.EXPIRED),
        (stories.unbilled, "LT-GOP-EXP", "到期", Standing.EXPIRED),
    ],
)
def test_the_end_of_a_letter_is_its_last_version(
    begin: Begin,
    read: Reading,
    engine: Engine,
    told: stories.Told,
    code: str,
    event: str,
    standing: Standing,
) -> None:
    story = told(begin)
    first, last = story.order("LT-GOP"), story.order(code)
    read(first)
    text = read(last)

    assert last.number == first.number.replace("-V1", "-V2")
    assert "第2版" in text
    assert event in text.partition("版本记录")[2].partition("V2")[2]
    with Session(engine) as session:
        before, end = (
            of_letter(session, letters.get(session, each.number), story.now) for each in (first, last)
        )
    assert (before.standing, before.newest) == (standing, last.number)
    assert (end.standing, end.newest) == (standing, None)


def test_a_family_is_told_of_a_cancellation_by_a_letter_that_is_no_version(
    begin: Begin, read: Reading
) -> None:
    order = stories.cancelled(begin).order("LT-GOP-CXL", 2)
    text = read(order)

    assert order.letter.to is Side.GUARDIAN
    assert "-V" not in order.number
    assert "第2版" not in text
    assert "撤销" in text.partition("版本记录")[2]


def test_what_a_family_writes_when_it_withdraws_is_not_told_to_the_hospital(
    begin: Begin, read: Reading
) -> None:
    story = stories.approved(begin).act(FAMILY, Withdraw(reason="家中有事"))
    text = read(story.order("LT-GOP-CXL"))

    assert "申请方撤回申请" in text
    assert "家中有事" not in text


def test_an_expiry_gives_thirty_days_more_for_bills(begin: Begin, read: Reading) -> None:
    assert "2027年1月14日" in read(stories.expired(begin).order("LT-GOP-EXP"))


def test_an_expiry_of_a_letter_that_care_began_on_says_that_no_bill_came(begin: Begin, read: Reading) -> None:
    text = read(stories.unbilled(begin).order("LT-GOP-EXP"))

    assert "截至2027年1月14日我们未收到账单" in text
    assert "请最晚于" not in text


def test_a_letter_that_care_began_on_holds_for_it_beyond_its_last_day_until_no_bill_came(
    begin: Begin, read: Reading, engine: Engine
) -> None:
    story = stories.begun(begin)
    first = story.order("LT-GOP")
    read(first)
    assert story.case.guarantee
    last_day = at_shanghai(story.case.guarantee.current.valid_until, time(23, 59))

    def standing(at: datetime) -> Standing:
        with Session(engine) as session:
            return of_letter(session, letters.get(session, first.number), at).standing

    assert standing(last_day) is Standing.VALID
    assert standing(last_day + timedelta(days=1)) is Standing.HELD
    story.reach(ClockKind.BILL_WAIT, "LAPSE")
    assert standing(story.now) is Standing.EXPIRED


def test_a_letter_ordered_before_a_change_says_what_held_when_it_was_ordered(
    begin: Begin, read: Reading
) -> None:
    text = read(stories.raised(begin).order("LT-GOP"))

    assert "¥30,960.00" in text
    assert "¥40,000.00" not in text


def test_a_first_version_set_after_the_second_was_granted_still_is_the_first(
    begin: Begin, read: Reading
) -> None:
    story = stories.raised(begin)
    text = read(replace(story.order("LT-GOP"), case=story.case))

    assert "¥30,960.00" in text
    assert "¥40,000.00" not in text


def test_a_letter_is_found_by_its_code_however_it_is_typed(
    begin: Begin, read: Reading, engine: Engine
) -> None:
    order = stories.approved(begin).order("LT-GOP")
    text = read(order)

    with Session(engine) as session:
        letter = letters.get(session, order.number)
        code = letter.verification_code or ""
        found = letters.by_verification_code(session, code.lower().replace("-", " "))
    assert code in text
    assert found is not None
    assert found.number == order.number
    assert (found.guarantee_number, found.guarantee_ordinal) == (order.number.removesuffix("-V1"), 1)
