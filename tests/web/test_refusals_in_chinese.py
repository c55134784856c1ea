"""Whatever is refused is said in the reader's language, with the values that it names."""

import re
from types import SimpleNamespace

import pytest

from rules.vocabulary import Language
from tests.web.refusals_written import shape, written
from tests.web.templates import words
from web.templating import told
from web.told.telling import FILES, catalogue

PLACES = re.compile(r"\{(\w+)\}")


def test_every_sentence_that_refuses_has_its_chinese() -> None:
    known = {shape(english) for english in catalogue()}

    silent = {said: where for said, where in written().items() if shape(said) not in known}

    assert len(written()) > 300
    assert silent == {}


def test_the_catalogue_holds_no_sentence_that_nobody_says_any_more() -> None:
    said = {shape(sentence) for sentence in written()}

    assert [each for name in ("cases", "pages") for each in catalogue(name) if shape(each) not in said] == []
    assert FILES == ("cases", "pages", "phrases")


def test_no_value_is_lost_or_added_in_chinese() -> None:
    for english, chinese in catalogue().items():
        assert set(PLACES.findall(chinese)) <= set(PLACES.findall(english)), english
        if english not in catalogue("phrases"):
            assert set(PLACES.findall(chinese)) == set(PLACES.findall(english)), english
        assert re.search("[\u4e00-\u9fff]", chinese), english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "The ceiling lies between 0.00 and the approved 18000.00 yuan.",
            "限额应在0.00元与已同意的18000.00元之间。",
        ),
        (
            "DECIDE is not possible in stage AWAITING_DOCS; possible now: ASSIGN, WITHDRAW.",
            "“待补材料”阶段不能进行“作出决定”；现在可以：分派、撤回申请。",
        ),
        (
            "This needs one of the roles: team lead, supervisor.",
            "此操作须由以下角色之一进行：组长、主管。",
        ),
        (
            "the file, line 3: not YAML: could not find expected ':': write 'key: value', indent by "
            "spaces, and close what is opened, on this line and the one before it",
            "文件第3行：不是YAML（could not find expected ':'）：请在该行及上一行按“键: 值”书写，用空格缩进，"
            "并闭合括号与引号",
        ),
        (
            "the file: year is 'x': write a number such as 2026",
            "文件：year（年份）为'x'：请填写数字，例如2026",
        ),
        ("no hospital has the code X-1: correct it", "没有代码为X-1的医院：请更正"),
        (
            "The decision approves in part but cuts no line; choose the outcome that fits the lines.",
            "该决定为部分同意，却没有削减任何一项；请选择与逐项决定相符的结果。",
        ),
        (
            "The member's accounts moved since you opened the case: 100.00 yuan can be guaranteed now. "
            "Decide again with that figure.",
            "您打开案件后，会员的账户已有变动：现在可担保100.00元。请按此金额重新决定。",
        ),
        (
            "Case DB-2026-1 is not known to you: check the number.",
            "没有找到案件DB-2026-1，或您无权查看：请核对编号。",
        ),
        (
            "ADVANCE_REVIEW was due on 2026-12-01 at 18:00, Shanghai time: say first why it is late "
            "(EXPLAIN_DELAY), then decide.",
            "“垫付审核”应于北京时间2026-12-01 18:00完成：请先说明延误原因，再作决定。",
        ),
        ("String should have at most 4000 characters", "最多填写4000个字"),
        ("Tuple should have at most 50 items after validation, not 51", "最多50项，现有51项"),
        ("is missing: send it", "请填写此项"),
    ],
)
def test_a_refusal_keeps_its_values_in_chinese(english: str, chinese: str) -> None:
    assert told(english, Language.CHINESE) == chinese
    assert told(english, Language.ENGLISH) == english


def test_words_that_nobody_translated_stay_as_they_were_said() -> None:
    assert told("The moon is made of cheese.", Language.CHINESE) == "The moon is made of cheese."


def test_a_field_says_what_is_wrong_in_the_language_of_the_page() -> None:
    field = SimpleNamespace(wrong="The ceiling is 0.00 or more.")
    strange = SimpleNamespace(wrong="The moon is made of cheese.")

    assert str(words("form.html", "zh").wrong_words(field)) == "限额须为0.00元或以上。"
    assert str(words("form.html", "en").wrong_words(field)) == "The ceiling is 0.00 or more."
    assert str(words("form.html", "zh").wrong_words(strange)) == (
        '<span lang="en">The moon is made of cheese.</span>'
    )
