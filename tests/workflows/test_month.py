"""Part of a month in virtual time on the real server: every milestone once, none after the duty was met."""

import pytest

from tests.workflows.clinic import Clinic
from tests.workflows.month import (
    assert_each_milestone_fired_once_at_its_instant,
    clocks_on_record,
    live_through,
)


@pytest.mark.long
def test_every_milestone_fires_once_at_its_instant_and_none_after_the_duty(clinic: Clinic) -> None:
    for lived in list(live_through(clinic, count=8, threads=4)):
        assert_each_milestone_fired_once_at_its_instant(clinic, lived)
        case = clinic.look(lived.number)
        assert clinic.row(lived.number).state_version == case.event_count
        assert sorted(clocks_on_record(clinic, lived.number), key=str) == sorted(case.clocks, key=str)
