"""`lipei adjudicate --replay`: run what was decided on a case again and compare it byte by byte."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commands.outcome import Exit, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from stores.benefits.replays import Replay

SHOWN = 20
"""Differences that are printed of one decision; --json gives all."""


def replay_case(case_number: str, home: Path | None, *, as_json: bool) -> None:
    """Print whether each recorded adjudication of the case runs to the same bytes; exit code 1 where not."""
    replays = _replays(case_number, home)
    if as_json:
        print_json([_plain(each) for each in replays])
    else:
        _print(replays)
    if not all(each.same for each in replays):
        raise typer.Exit(Exit.FAILED)


def _replays(case_number: str, home: Path | None) -> "list[Replay]":
    with errors_as_sentences():
        from sqlalchemy.exc import OperationalError

        from settings import load
        from stores import database
        from stores.benefits.replays import replay
        from stores.cover.parties import PartyMissingError

        engine = database.connect(load(home).database_web_url, pool_size=1)
        try:
            with database.transaction(engine) as session:
                replays = replay(session, case_number)
        except PartyMissingError as missing:
            fail(f"{str(missing)[0].upper()}{str(missing)[1:]}.", Exit.BAD_INPUT)
        except OperationalError:
            fail("The database does not answer: run `lipei up`, then try again.", Exit.NOT_RUNNING)
        finally:
            engine.dispose()
    if not replays:
        fail(f"No adjudication of {case_number} is recorded: nothing of it was priced yet.", Exit.BAD_INPUT)
    return replays


def _print(replays: "Sequence[Replay]") -> None:
    from rules.money import format_yuan

    for each in replays:
        verdict = "same" if each.same else "differs"
        typer.echo(f"version {each.version}  {each.outcome}  {format_yuan(each.payable)}  {verdict}")
        for difference in each.differences[:SHOWN]:
            typer.echo(f"  {difference.path}: recorded {difference.recorded}, now {difference.now}")
        if len(each.differences) > SHOWN:
            typer.echo(f"  {len(each.differences) - SHOWN} more; --json lists all")


def _plain(each: "Replay") -> dict[str, object]:
    from rules.money import format_yuan

    return {
        "version": each.version,
        "outcome": each.outcome,
        "payable": format_yuan(each.payable),
        "same": each.same,
        "differences": [
            {"path": found.path, "recorded": found.recorded, "now": found.now} for found in each.differences
        ],
    }
