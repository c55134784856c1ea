"""Where the histories that are kept come from: a machine of its own, with the key that they share.

A history kept here must replay on every later version of the code. New ones are recorded beside them:
one that should be lived again, before its release, is removed first. All that they hold is invented.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from commands.lived.loops import LoopThread
from models.migrations import upgrade
from rules.cases import LetterState
from settings import CHECKOUT, Settings
from stores.database import connect as connect_database
from stores.seed import seed
from tests.embedded.machine import machine
from tests.workflows.clinic import OPENED_AT, Clinic, working
from tests.workflows.length import histories
from workflows.client import connect

KEY_FILE = Path(__file__).parent / "histories" / "keys.json"
"""A key for these histories alone."""

World = TypeVar("World")


@contextmanager
def lone_clinic() -> Iterator[Clinic]:
    """A clinic at work on a machine of its own, with the key that kept histories share."""
    loop = LoopThread()
    with tempfile.TemporaryDirectory() as home, machine(Path(home) / "lipei") as made:
        made.up()
        settings = made.settings().model_copy(update={"key_file": KEY_FILE})
        _fill(settings)
        client = loop.run(connect(settings))
        engine = connect_database(settings.database_owner_url, pool_size=4)
        with working(loop, client, settings):
            yield Clinic(settings, loop, client, engine)
        engine.dispose()
    loop.close()


def record(clinic: Clinic, world: World, paths: Sequence[Callable[[World], str]], folder: Path) -> None:
    """Live through every path that is not kept yet, and keep the history of its case."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        file = folder / f"{path.__name__}.json"
        if file.exists():
            continue
        number = path(world)
        clinic.loop.run(clinic.cases.handle(number).result())
        keep(clinic, number, file)


def letters_leave(clinic: Clinic, number: str, window: timedelta) -> None:
    """Let the undo window of every letter pass that was not taken back; none of them has left yet."""
    clinic.letters(number)
    for letter in clinic.see(number).letters:
        if letter.state is not LetterState.CANCELLED:
            clinic.skip(letter.number, window)


def keep(clinic: Clinic, number: str, file: Path) -> None:
    """Keep the history of a case that has ended: of every run, where it continued anew."""
    if clinic.see(number).letters:
        clinic.wait_until(lambda: clinic.all_sent(number), f"the letters of {number}")
    for place, history in enumerate(histories(clinic, number)):
        where = file.with_stem(f"{file.stem}.{place}") if place else file
        where.write_text(history.to_json(), "utf-8")


def _fill(settings: Settings) -> None:
    """Make the tables and load the sample."""
    upgrade(settings.database_owner_url)
    engine = connect_database(settings.database_owner_url, pool_size=1)
    seed(engine, plans_folder=CHECKOUT / "plans", tokens_file=settings.home / "tokens.json", at=OPENED_AT)
    engine.dispose()
