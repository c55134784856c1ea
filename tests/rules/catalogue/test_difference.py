"""What changes for members between two plans, in words and numbers."""

from datetime import date

from rules.catalogue.difference import Change, Effect, changes
from rules.catalogue.loader import shipped_catalogue
from tests.rules.catalogue.drafts import Draft

A_DAY = date(2026, 6, 10)


def differing(old: str, new: str) -> list[Change]:
    catalogue = shipped_catalogue()
    return list(changes(catalogue.version(old, A_DAY), catalogue.version(new, A_DAY), A_DAY))


def test_a_plan_does_not_differ_from_itself() -> None:
    assert differing("GYX-2021-CZ", "GYX-2021-CZ") == []


def test_visits_are_compared_number_by_number() -> None:
    found = {change.heading.subject.en: change for change in differing("GYX-2021-CZ", "GYX-2021-YX")}

    cheaper = found["visit 6-10 at ordinary network hospitals"]
    assert cheaper.before and cheaper.after
    assert (cheaper.before.en, cheaper.after.en, cheaper.effect) == ("50 %", "nothing", Effect.BETTER)
    assert found["visit 11 on at ordinary network hospitals"].effect is Effect.OTHER
    assert "visit 1-5 at ordinary network hospitals" not in found


def test_a_lower_deductible_is_better_for_members() -> None:
    deductible = next(
        change
        for change in differing("GYX-2021-CZ", "GYX-2021-YX")
        if "deductible" in change.heading.subject.en
    )

    assert deductible.before and deductible.after
    assert (deductible.before.zh, deductible.after.zh) == ("10,000.00 元", "0.00 元")
    assert deductible.effect is Effect.BETTER


def test_an_exclusion_that_goes_and_a_limit_that_falls_are_both_told(draft: Draft) -> None:
    before = draft.load().version("GYX-2021-CZ", A_DAY)
    draft.change("GYX-2021-CZ", "vaccine, tcm, dental", "vaccine, dental")
    draft.change("GYX-2021-CZ", 'value: "100000.00", schedule', 'value: "90000.00", schedule')
    after = draft.load().version("GYX-2021-CZ", A_DAY)

    found = list(changes(before, after, A_DAY))

    limit = next(change for change in found if change.heading.subject.en == "limit")
    gone = [change for change in found if change.after is None]
    assert limit.effect is Effect.WORSE
    assert {change.before.en for change in gone if change.before} == {"traditional Chinese medicine"}
