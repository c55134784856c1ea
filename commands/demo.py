"""`lipei demo`: sample data, and four families from the first word to the last payment."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from commands.outcome import Home, Json, errors_as_sentences, print_json, say

if TYPE_CHECKING:
    from pathlib import Path

    from settings import Settings
    from stores.seed import Sample

REMEMBERED = "demonstration.json"
FLOATS = (
    ("FLOAT-JDAZ", "310010000000001"),
    ("FLOAT-FENGSHI", "310010000000002"),
    ("FLOAT-HAIDE", "310010000000003"),
)
FLOAT = 1_000_000_00
"""Fen that each float is filled with, so that payments can leave."""


def demo(home: Home = None, as_json: Json = False) -> None:
    """Load the sample and live four families through, in case time; a second time show what came of it."""
    with errors_as_sentences():
        from commands.sample import load_sample, require_running
        from settings import load

        settings = load(home)
        require_running(settings)
        told = _remembered(settings)
        if told is None:
            say("Loading sample hospitals, plans, policies and families")
            told = _live(settings, load_sample(settings))
        else:
            load_sample(settings)
            say("Four families were lived through on this stack before; here is what came of it")
    if as_json:
        print_json(told)
    else:
        _show(settings, told)


def _live(settings: "Settings", sample: "Sample") -> dict[str, Any]:
    """Fill the floats, live the families, and remember what came of it."""
    from commands import demo_families
    from commands.bank_line import transfer
    from commands.demo_case import live_through
    from commands.demo_statement import as_mapping, statement_of
    from commands.lived.stage import stage

    for reference, account in FLOATS:
        transfer(settings, FLOAT, reference, account)
    say("The insurer's and the provider's float are filled with 1,000,000.00 yuan each")
    asked = live_through(settings, sample, say)
    with stage(settings) as here:
        lived = (
            demo_families.stay_on_a_letter(here, asked.case_number, say),
            demo_families.family_claim(here, say),
            demo_families.advance_and_refund(here, say),
            demo_families.visit_with_copay(here, say),
        )
        families = [as_mapping(statement_of(here, each)) for each in lived]
    told = {
        "case": asked.case_number,
        "stages": [{"at": at.isoformat(), "stage": name, "by": by} for at, name, by in asked.stages],
        "due": asked.due_at.isoformat(),
        "guarantee": asked.guarantee,
        "amount": asked.ceiling,
        "valid_until": asked.valid_until,
        "letter": str(asked.pdf),
        "families": families,
        "web": settings.public_url,
        "mail": settings.mail_url,
        "temporal": settings.temporal_ui_url,
        "accounts": str(settings.home / "accounts.json"),
        "tokens": str(settings.home / "tokens.json"),
    }
    _remember(settings, told)
    return told


def _file(settings: "Settings") -> "Path":
    return settings.home / REMEMBERED


def _remember(settings: "Settings", told: dict[str, Any]) -> None:
    import json

    from embedded.credentials import write_private

    write_private(_file(settings), json.dumps(told, ensure_ascii=False, indent=2).encode())


def _remembered(settings: "Settings") -> dict[str, Any] | None:
    import json

    file = _file(settings)
    if not file.exists():
        return None
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return told


def _show(settings: "Settings", told: dict[str, Any]) -> None:
    from commands.demo_statement import statement_lines

    typer.echo()
    typer.echo(f"{'time (China)':<21}{'stage':<16}by")
    for step in told["stages"]:
        at = datetime.fromisoformat(step["at"])
        typer.echo(f"{at:%Y-%m-%d %H:%M:%S}  {step['stage']:<16}{step['by']}")
    due = datetime.fromisoformat(told["due"])
    typer.echo(f"decision due: {due:%Y-%m-%d %H:%M} China time")
    typer.echo(f"guaranteed: {told['amount']} yuan, until {told['valid_until']}, letter {told['guarantee']}")
    for family in told["families"]:
        typer.echo()
        for line in statement_lines(family):
            typer.echo(line)
    typer.echo()
    typer.echo(f"accounts: {told['accounts']} (sign in at {settings.public_url}/sign-in)")
    typer.echo(f"tokens: {told['tokens']}")
    typer.echo(f"case: {told['case']}")
    typer.echo(f"letter: {told['letter']}")
    typer.echo(f"web: {settings.public_url}")
    typer.echo(f"mail: {settings.mail_url}")
    typer.echo(f"temporal: {settings.temporal_ui_url}")
