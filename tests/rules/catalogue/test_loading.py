"""What the catalogue says where it has no plan, or none for a day, and where each fault stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.catalogue.faults import CatalogueInvalidError, Fault
from rules.catalogue.loader import load_catalogue, shipped_catalogue
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import DateRange
from tests.rules.catalogue.drafts import Draft

CZ = "GYX-2021-CZ"
YX = "GYX-2021-YX"
CARD_NAME = "GYX-2021-XHX"


def test_a_folder_without_plans_says_what_it_expects(tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalidError) as refused:
        load_catalogue(tmp_path)

    assert refused.value.faults == [
        Fault(tmp_path, 1, "catalogue", "no plan file found: expected <code>/plan.yaml")
    ]


def test_a_day_without_a_version_is_told_the_days_of_those_that_there_are() -> None:
    newer = shipped_catalogue().version(CZ, date(2026, 6, 10))
    ended = DateRange.model_validate({"from": date(2020, 8, 1), "to": date(2021, 7, 31)})
    begun = DateRange.model_validate({"from": date(2022, 1, 1)})
    versions = tuple(newer.model_copy(update={"in_force": days}) for days in (ended, begun))

    with pytest.raises(LookupError) as refused:
        replace(shipped_catalogue(), versions=versions).version(CZ, date(2021, 8, 1))

    assert str(refused.value) == (
        f"no version of plan {CZ} was in force on 2021-08-01: its versions hold 2020-08-01 to 2021-07-31, "
        "2022-01-01 to open"
    )


@pytest.mark.parametrize(
    ("said", "sold"),
    [({"plan": CZ}, CZ), ({"plan": YX}, YX), ({"plan": "GYX-2025-STD"}, CARD_NAME), ({}, CARD_NAME)],
)
def test_a_card_name_is_sold_as_the_plan_that_the_schedule_says(said: dict[str, str], sold: str) -> None:
    assert shipped_catalogue().sold(CARD_NAME, Schedule.from_mapping(said), date(2026, 6, 10)).code == sold


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("    counted_visits:", "    counted_visit:"),
        ("    deductible: INPATIENT\n", "    deductible: DENTAL\n"),
    ],
)
def test_a_fault_names_the_file_in_which_it_stands(draft: Draft, written: str, changed: str) -> None:
    draft.change(CZ, written, changed)

    with pytest.raises(CatalogueInvalidError) as refused:
        load_catalogue(draft.folder)

    assert {fault.file for fault in refused.value.faults} >= {draft.folder / CZ / "plan.yaml"}
    assert all(fault.file.name == "plan.yaml" for fault in refused.value.faults)
