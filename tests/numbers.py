"""Numbers of cases that tests open by themselves: whole ones, which every page takes."""

from datetime import date
from itertools import count
from random import SystemRandom

from rules.case_number import case_number
from rules.vocabulary import Process

_sequences = count(SystemRandom().randrange(100_000, 800_000))
"""Far from what the app gives on a new stack."""


def new_number(process: Process, on: date) -> str:
    """A number that no other case of this run has."""
    return case_number(process, on, next(_sequences))
