"""`lipei backup` and `lipei restore`: all data of this machine's stack in one file."""

from pathlib import Path
from typing import Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

Target = Annotated[Path, typer.Argument(help="File to write; it must not exist yet.", show_default=False)]
Source = Annotated[Path, typer.Argument(help="File that `lipei backup` wrote.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace what the stack holds.")]


def back_up(file: Target, home: Home = None, as_json: Json = False) -> None:
    """Copy database, Temporal's file, objects and keys to FILE, as of one instant.

    Worker and web stop while the copies are made. The file holds the keys: keep it as safe as the cases.
    """
    if file.exists():
        fail(f"{file} exists already: name a new file.", Exit.BAD_INPUT)
    if not file.absolute().parent.is_dir():
        fail(f"There is no folder {file.absolute().parent}: make it, or name another file.", Exit.BAD_INPUT)
    with errors_as_sentences():
        from embedded import backup
        from settings import load

        size = backup.back_up(load(home), file.absolute(), say)
    if as_json:
        print_json({"file": file.absolute(), "bytes": size})
    else:
        say(f"Wrote {file} ({size / 2**20:.1f} MB). It holds the keys: keep it as safe as the cases.")


def restore(file: Source, force: Force = False, home: Home = None, as_json: Json = False) -> None:
    """Put the data of a backup in the place of what the stack holds.

    What ran before runs again afterwards. A stack that holds anything is only replaced with --force.
    """
    if not file.is_file():
        fail(f"There is no file {file}.", Exit.BAD_INPUT)
    with errors_as_sentences():
        from commands.bring_up import bring_everything_up
        from embedded import backup, stack
        from settings import reload

        settings = stack.open_home(home)
        before = stack.running(settings)
        backup.restore(settings, file.absolute(), say, force=force)
        settings = reload(settings.home)
        bring_everything_up(settings, before or ["postgres"], say)
        if not before:
            with stack.only_one(settings.home):
                stack.take_down(settings, stack.ALL, say)
    if as_json:
        print_json({"file": file.absolute(), "running": before})
    else:
        say(f"Restored {file}." + ("" if before else " Run `lipei up` to go on from there."))
