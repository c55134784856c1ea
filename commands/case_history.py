"""`lipei case history`: the kept history of a case, a file a run."""

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from stores.papers.blobs import Blobs

To = Annotated[Path, typer.Option("--to", help="Folder to write to.")]
Number = Annotated[str, typer.Argument(help="Case number.", metavar="NUMBER")]


def history(number: Number, to: To = Path(), home: Home = None, as_json: Json = False) -> None:
    """Write the kept history of a case, as Temporal's own pages take it; its payloads stay encrypted."""
    with errors_as_sentences():
        from commands.retention import blobs_of
        from settings import load

        runs = kept_runs(blobs_of(load(home)), number)
    if not runs:
        fail(
            f"No history of {number} is kept: it is open, or closed since the last round (they are hourly),"
            " or was erased. What runs is in Temporal's pages.",
            Exit.BAD_INPUT,
        )
    to.mkdir(parents=True, exist_ok=True)
    files = [to / f"{number}-{ordinal}.json" for ordinal in range(1, len(runs) + 1)]
    for file, run in zip(files, runs, strict=True):
        file.write_bytes(run)
    if as_json:
        print_json([str(file) for file in files])
        return
    for file in files:
        typer.echo(str(file))


def kept_runs(blobs: "Blobs", number: str) -> list[bytes]:
    """Every kept run of a case as JSON, the first one first."""
    from stores.casework.histories import folder_of

    runs = [gzip.decompress(blobs.get(key)) for key in blobs.keys_in(folder_of(number))]
    return sorted(runs, key=_began_at)


def _began_at(run: bytes) -> str:
    began: str = json.loads(run)["events"][0]["eventTime"]
    return began
