"""The catalogue that comes with Lipei: every product, versions in time, JSON and back."""

from datetime import date

import pytest

from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import PlanVersion, dated_values
from rules.catalogue.resolution import resolve
from rules.catalogue.schedule import Schedule
from rules.vocabulary import EncounterType, Process
from tests.rules.catalogue.drafts import Draft

A_DAY = date(2026, 6, 10)
CODES = (
    "DENT-2021", "DENTAL-OPT-2025", "GYX-2021-CZ", "GYX-2021-XHX", "GYX-2021-YX", "GYX-2025-PLUS",
    "GYX-2025-STD", "GYX-BJ-CZ", "VAC-2025", "VISION-OPT-2025",
)  # fmt: skip


def test_every_product_is_in_the_catalogue() -> None:
    assert shipped_catalogue().codes() == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_version_comes_back_equal_from_its_json(code: str) -> None:
    version = shipped_catalogue().version(code, A_DAY)

    again = PlanVersion.from_json(version.to_json())

    assert again == version
    assert again.content_hash == version.content_hash


@pytest.mark.parametrize("code", CODES)
def test_every_value_says_where_it_is_stated(code: str) -> None:
    version = shipped_catalogue().version(code, A_DAY)

    assert all(stated.source for dated in dated_values(version) for stated in dated.root)


def test_an_heir_keeps_what_it_does_not_say_and_replaces_what_it_says() -> None:
    parent, heir = (shipped_catalogue().version(code, A_DAY) for code in ("GYX-2021-CZ", "GYX-2021-YX"))

    assert heir.waiting == parent.waiting
    assert heir.benefits["INPATIENT"] == parent.benefits["INPATIENT"]
    assert heir.benefits["OUTPATIENT_EMERGENCY"].tiers != parent.benefits["OUTPATIENT_EMERGENCY"].tiers
    assert heir.hotlines == parent.hotlines


def test_an_unknown_plan_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(LookupError, match="did you mean 'GYX-2021-CZ'"):
        shipped_catalogue().version("GYX-2021-C", A_DAY)


def test_a_day_before_the_first_version_is_answered_with_what_there_is() -> None:
    with pytest.raises(LookupError, match="no version of plan GYX-2025-STD was in force on 2024-12-31"):
        shipped_catalogue().version("GYX-2025-STD", date(2024, 12, 31))


def test_the_version_of_the_day_is_found_among_several(draft: Draft) -> None:
    draft.change("GYX-2021-CZ", "from: 2020-08-01, to: null", "from: 2020-08-01, to: 2026-12-31")
    text = draft.file("GYX-2021-CZ").read_text("utf-8").replace('version: "2021.1"', 'version: "2027.1"')
    text = text.replace("from: 2020-08-01, to: 2026-12-31", "from: 2027-01-01, to: null", 1)
    (draft.folder / "GYX-2021-CZ" / "plan-2027.yaml").write_text(text, "utf-8")

    catalogue = draft.load()

    assert catalogue.version("GYX-2021-CZ", date(2026, 12, 31)).version == "2021.1"
    assert catalogue.version("GYX-2021-CZ", date(2027, 1, 1)).version == "2027.1"


def test_a_dated_value_changes_on_its_day(draft: Draft) -> None:
    old = 'OUTPATIENT_EMERGENCY: {value: "100000.00", schedule: outpatient_limit, source: [R-031, A-44]}'
    new = (
        "OUTPATIENT_EMERGENCY:\n"
        '    - {value: "100000.00", to: 2026-12-31, source: R-031}\n'
        '    - {value: "120000.00", from: 2027-01-01, source: R-031}'
    )
    plan = draft.change("GYX-2021-CZ", old, new).load().version("GYX-2021-CZ", A_DAY)

    limits = [
        resolve(plan, Schedule(), (), day).by_encounter[EncounterType.OUTPATIENT].limit.value
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert limits == [100_000_00, 120_000_00]
    assert plan.change_days == (date(2027, 1, 1),)


def test_a_gap_between_dated_values_is_a_fault(draft: Draft) -> None:
    old = 'OUTPATIENT_EMERGENCY: {value: "100000.00", schedule: outpatient_limit, source: [R-031, A-44]}'
    new = (
        "OUTPATIENT_EMERGENCY:\n"
        '    - {value: "100000.00", to: 2026-12-31, source: R-031}\n'
        '    - {value: "120000.00", from: 2027-02-01, source: R-031}'
    )
    draft.change("GYX-2021-CZ", old, new)

    assert any(
        "each must begin the day after the one before it ends" in f.message
        for f in draft.faults("GYX-2021-CZ")
    )


WITH_CHECKLISTS = (
    Process.PREAUTHORIZATION,
    Process.DIRECT_BILLING,
    Process.REIMBURSEMENT,
    Process.HOSPITAL_ADVANCE,
)


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("GYX")])
def test_medical_plans_ask_for_documents_in_every_process(code: str) -> None:
    version = shipped_catalogue().version(code, A_DAY)

    assert all(version.checklist(process) for process in WITH_CHECKLISTS)
    assert version.hotline().number
