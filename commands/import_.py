"""`lipei import`: take over hospitals, networks, members, policies, staff and uses of calendars from CSV."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Never

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.csv_files import Fault

SHOWN = 50
"""Bad rows that are printed; --json gives all."""


class Kind(StrEnum):
    """What a file holds."""

    HOSPITALS = "hospitals"
    NETWORKS = "networks"
    MEMBERS = "members"
    POLICIES = "policies"
    STAFF = "staff"
    CALENDARS = "calendars"
    INSURER_STAFF = "insurer-staff"


What = Annotated[Kind, typer.Argument(help="What the file holds.", show_default=False)]
Source = Annotated[Path, typer.Argument(help="CSV file in UTF-8 or GB18030.", show_default=False)]


def import_(kind: What, file: Source, home: Home = None, as_json: Json = False) -> None:
    """Take over every row of FILE, or none: rows that are known already are updated.

    Headings are English or Chinese. Each bad row is named with line, column and reason; exit code 2. What
    was taken and looks odd, such as a policy that does not last a year, is named too.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read ({error.strerror}): name a CSV file.", Exit.BAD_INPUT)
    with errors_as_sentences():
        from sqlalchemy.exc import OperationalError

        from settings import load
        from stores import database
        from stores.csv_files import BadFileError
        from stores.import_ import import_rows

        engine = database.connect(load(home).database_owner_url)
        try:
            with database.transaction(engine) as session:
                summary = import_rows(session, kind, content)
        except BadFileError as error:
            _refuse(file, error.faults, as_json)
        except OperationalError:
            fail("The database does not answer: run `lipei up`, then import again.", Exit.NOT_RUNNING)
        finally:
            engine.dispose()
    if as_json:
        print_json({"file": file, "kind": kind, **asdict(summary)})
    else:
        say(f"{file}: {summary.added} added, {summary.updated} updated, {summary.unchanged} unchanged.")
        for doubt in summary.doubts[:SHOWN]:
            say(f"{file}: taken, but {doubt}")


def _refuse(file: Path, faults: "Sequence[Fault]", as_json: bool) -> Never:
    if as_json:
        print_json({"file": file, "taken": 0, "faults": [asdict(fault) for fault in faults]})
    else:
        for fault in faults[:SHOWN]:
            say(f"{file}: {fault}")
    more = f" ({len(faults) - SHOWN} more are not shown; --json lists all)" if len(faults) > SHOWN else ""
    fail(f"Nothing of {file} was taken: put this right and import it again{more}.", Exit.BAD_INPUT)
