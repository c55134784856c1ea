"""How a command ends, and the options that all commands share."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Never

import typer


class Exit(IntEnum):
    """Exit codes; scripts may rely on them."""

    OK = 0
    FAILED = 1
    BAD_INPUT = 2
    NOT_RUNNING = 3


Home = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Folder that holds all state. [default: LIPEI_HOME, else .lipei in the checkout]"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def say(line: str) -> None:
    """Print a line of progress; it goes to standard error, so that results can be piped."""
    typer.echo(line, err=True)


def print_json(value: object) -> None:
    """Print a result for machines."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def fail(sentence: str, code: int = Exit.FAILED) -> Never:
    """End the command with a sentence that says what to do."""
    say(sentence)
    raise typer.Exit(code)


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """End with one sentence, never a traceback, where the settings or the stack say what is wrong."""
    from embedded.errors import StackError
    from settings import SettingsError

    try:
        yield
    except SettingsError as wrong:
        fail(str(wrong), Exit.BAD_INPUT)
    except StackError as wrong:
        fail(str(wrong))
    except ModuleNotFoundError as missing:
        fail(f"The package {missing.name} is not installed: run `make setup`.")
