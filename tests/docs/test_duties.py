"""The page of duties leaves none out, and names only what is there."""

import re
from datetime import date

from rules.adjudication.result import Outcome
from rules.reasons import ReasonCode
from settings import CHECKOUT
from tests.rules.adjudication.builders import price, reimbursement

PAGE = CHECKOUT / "docs" / "duties.md"
ROW = re.compile(r"^\| ([RL]-\d+) \| ([^|]+) \| `([^`]+)` \| `([^`]+)`([^|]*)\|$", re.MULTILINE)
RULES = ((100, 111), (120, 124), (130, 134), (140, 146), (150, 165), (170, 175), (180, 186), (190, 192))
"""First and last number of each chapter of the handbooks, from direct billing to contact points."""

ROWS = ROW.findall(PAGE.read_text("utf-8"))


def test_every_rule_and_every_duty_of_the_law_has_one_row() -> None:
    rules = [f"R-{number}" for first, last in RULES for number in range(first, last + 1)]
    law = [f"L-{number:02}" for number in range(1, 36)]

    assert [duty for duty, *_ in ROWS] == rules + law


def test_every_place_and_every_test_is_there() -> None:
    files = {name for _, _, place, file, _ in ROWS for name in (place, file)}
    assert [name for name in files if not (CHECKOUT / name).is_file()] == []
    texts = {file: (CHECKOUT / file).read_text("utf-8") for *_, file, _ in ROWS}
    tests = [(file, "test_" + name.strip().replace(" ", "_")) for *_, file, name in ROWS if name.strip()]

    assert [each for each in tests if f"def {each[1]}(" not in texts[each[0]]] == []


def test_nothing_is_refused_for_coming_late() -> None:
    """Two years are a mark that a person reads; the answer is the same (L-01, L-09)."""
    on = date(2026, 4, 1)
    soon = price(reimbursement(300_00, on=on, submitted_on=on))
    late = price(reimbursement(300_00, on=on, submitted_on=date(2029, 4, 2)))

    assert late.outcome is soon.outcome is Outcome.PAY
    assert late.amounts == soon.amounts
    assert [ReasonCode.LIMITATION in each.flags for each in (soon, late)] == [False, True]
