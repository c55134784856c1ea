"""Services beside the cover: which plan has which, and where."""

from pathlib import Path

import pytest

from rules.catalogue.faults import CatalogueInvalidError
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.value_added import ValueAdded, read_services, services_of, shipped_services


def test_every_service_is_shipped_for_plans_that_exist() -> None:
    codes = {version.code for version in shipped_catalogue().versions}

    assert set(shipped_services()) == set(ValueAdded)
    assert {code for terms in shipped_services().values() for code in terms.plans} <= codes


def test_plans_of_2025_have_a_family_doctor_and_those_of_2021_a_call_within_two_hours() -> None:
    assert ValueAdded.FAMILY_DOCTOR in services_of("GYX-2025-PLUS")
    assert ValueAdded.TELEPHONE_CONSULTATION not in services_of("GYX-2025-PLUS")
    assert services_of("GYX-2021-YX") == (
        ValueAdded.TELEPHONE_CONSULTATION,
        ValueAdded.VACCINE_ARRANGEMENT,
    )
    assert services_of("DENT-2021") == ()


def test_a_wrong_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    file.write_text("FAMILY_DOCTOR:\n  name: {zh: 家庭医生, en: Family doctor}\n", "utf-8")

    with pytest.raises(CatalogueInvalidError, match="plans"):
        read_services(file)
