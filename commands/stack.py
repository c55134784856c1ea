"""`lipei up`, `down` and `status`: the stack on this machine."""

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

if TYPE_CHECKING:
    from settings import Settings

Parts = Annotated[
    list[str] | None,
    typer.Argument(
        help="Parts: postgres, temporal, s3, mail, bank, worker, web. [default: all]", show_default=False
    ),
]


def up(names: Parts = None, home: Home = None, as_json: Json = False) -> None:
    """Start what does not run yet: databases, Temporal, object store, mail, bank, worker, web."""
    with errors_as_sentences():
        from commands.bring_up import bring_everything_up
        from embedded import stack

        begun = time.monotonic()
        settings = stack.prepare_home(home)
        started = bring_everything_up(settings, _known(names), say)
    if as_json:
        print_json({"started": started, "web": settings.public_url, "home": settings.home})
    elif started:
        say(f"Lipei is up after {time.monotonic() - begun:.1f} s: {settings.public_url}")
    else:
        say(f"Everything is running already: {settings.public_url}")


def down(names: Parts = None, home: Home = None, as_json: Json = False) -> None:
    """Stop the stack; all data stays. `lipei up` goes on where it stopped."""
    with errors_as_sentences():
        from embedded import stack
        from settings import SECRETS_FILE, home_folder, load

        stopped: list[str] = []
        if (home_folder(home) / SECRETS_FILE).exists():
            settings = load(home)
            with stack.only_one(settings.home):
                stopped = stack.take_down(settings, _known(names), say)
    if as_json:
        print_json({"stopped": stopped})
    elif not stopped:
        say("Nothing was running.")


def status(home: Home = None, as_json: Json = False) -> None:
    """Show how each part does; exit 3 where one does not run, or a scanner that payments wait for is away."""
    with errors_as_sentences():
        from embedded import stack
        from settings import SECRETS_FILE, home_folder, load

        if not (home_folder(home) / SECRETS_FILE).exists():
            _not_started(home_folder(home), as_json)
        settings = load(home)
        states = stack.states(settings)
        scanner = _scanner(settings)
    parts_run = all(part.state == "running" for part in states)
    runs = parts_run and (settings.scanning == "advisory" or scanner["state"] == "running")
    if as_json:
        parts = [asdict(part) for part in states]
        print_json({"home": settings.home, "running": runs, "parts": parts, "scanner": scanner})
    else:
        for part in states:
            pid = part.pids[-1] if part.pids else "-"
            typer.echo(f"{part.title:<20}{part.state:<16}{pid:>8}  {part.address}")
        typer.echo(f"{'Malware scanner':<20}{scanner['state']:<16}{'-':>8}  {scanner['says']}")
    raise typer.Exit(Exit.OK if runs else Exit.NOT_RUNNING)


def _scanner(settings: "Settings") -> dict[str, str]:
    """How the malware scanner does, which runs elsewhere, and what that means for papers."""
    from intake.scanner import Scanner, Standing

    standing = Scanner(settings.clamd_address).standing()
    states = {Standing.ANSWERS: "running", Standing.SILENT: "not answering", Standing.NOT_SET: "not set"}
    where = settings.clamd_address or "LIPEI_CLAMD_ADDRESS names none"
    means = "no payment of an unscanned case leaves" if settings.scanning == "required" else "blocks nothing"
    says = where if standing is Standing.ANSWERS else f"{where}: papers stay not scanned; {means}"
    return {"state": states[standing], "scanning": settings.scanning, "says": says}


def _not_started(folder: object, as_json: bool) -> None:
    if as_json:
        print_json({"home": folder, "running": False, "parts": []})
    fail(f"Nothing has been started in {folder}: run `lipei up`.", Exit.NOT_RUNNING)


def _known(names: list[str] | None) -> list[str]:
    from embedded.stack import ALL

    unknown = sorted(set(names or []) - set(ALL))
    if unknown:
        fail(f"There is no part {', '.join(unknown)}; the parts are {', '.join(ALL)}.", Exit.BAD_INPUT)
    return list(names or ALL)
