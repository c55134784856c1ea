"""Every shipped plan says to members what it said when a person last read it."""

from datetime import date

import pytest

from rules.catalogue.portrait import portrait
from tests.rules.catalogue.drafts import Draft
from tests.rules.catalogue.portraits import PORTRAITS
from tests.rules.kept import differs


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_plan_says_what_it_said_before(name: str) -> None:
    assert differs(name, PORTRAITS[name]()) == ""


@pytest.mark.parametrize(
    ("key", "old", "values"),
    [
        ("preauthorization/lead", "lead_working_days: {value: 5,", ("4", "6")),
        ("preauthorization/share", 'extra_member_share: {value: "0.40",', ('"0.30"', '"0.50"')),
        ("INPATIENT/min_grade", "min_grade: {value: 2, source: R-043}", ("1", "3")),
    ],
)
def test_a_plan_says_what_is_in_force_on_the_day(
    draft: Draft, key: str, old: str, values: tuple[str, str]
) -> None:
    name, until, since = old.partition(":")[0], date(2026, 6, 9), date(2026, 6, 10)
    first = f"{{value: {values[0]}, to: {until}, source: R-081}}"
    second = f"{{value: {values[1]}, from: {since}, source: R-081}}"
    draft.change("GYX-2021-CZ", old, f"{name}: [{first}, {second}] #")
    plan = draft.load().version("GYX-2021-CZ", since)

    said = [next(each for each in portrait(plan, on) if each.key == key) for on in (until, since)]

    assert [str(each.amount) for each in said] == [value.strip('"') for value in values]
