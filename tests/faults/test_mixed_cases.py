"""Mixed cases of all processes while everything is killed: nothing is lost, stuck, or paid twice.

200 of them belong to the long tests; `MIXED_CASES` and `MIXED_KILLS` make a soak of more, and `MIXED_SEED`
repeats the deaths of a run.
"""

import os
import random
from itertools import pairwise

import pytest

from commands.bank_line import transfer
from stores.sample_money import FUNDS
from tests.faults import books
from tests.faults.chaos import KILLS, Chaos
from tests.faults.conftest import Mortal
from tests.faults.mixed_cases import live
from tests.faults.patient_stage import PatientStage
from tests.workflows.clinic import Clinic

CASES = int(os.environ.get("MIXED_CASES", "200"))
TIMES = int(os.environ.get("MIXED_KILLS", "1"))
FLOAT = 100_000_000_00


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.timeout(7200 if CASES <= 200 else 0)
def test_nothing_is_lost_stuck_or_paid_twice_while_everything_dies(ward: Clinic, mortal: Mortal) -> None:
    seed = int(os.environ.get("MIXED_SEED") or random.SystemRandom().randrange(10**6))
    print(f"MIXED_SEED={seed}")
    for each in FUNDS:
        transfer(ward.settings, FLOAT, each.top_up_reference, each.account_number)
    stage = PatientStage(ward.settings, ward.loop, ward.client, ward.engine)
    chaos = Chaos(ward.settings, mortal, seed, {name: times * TIMES for name, times in KILLS.items()})

    run = live(stage, CASES, chaos.spread_over(CASES), chaos.strike)

    assert len(chaos.killed) == 25 * TIMES
    assert len(run.ended) == CASES
    assert sorted(run.begun) == sorted(run.ended)
    assert books.paid_otherwise_than_the_bank_says(ward.engine, ward.settings) == []
    assert books.letters_numbered_twice(ward.engine) == []
    assert books.accounts_out_of_balance(ward.engine) == []
    for fund in books.insurers_and_providers(ward.engine):
        days = books.statements_of(ward.engine, fund)
        assert all(day.balances for day in days)
        assert all(before.closing == after.opening for before, after in pairwise(days))
        assert days[-1].closing == books.at_the_bank(ward.settings, fund.account_number)
