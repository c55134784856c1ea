"""`lipei settings`: every setting, what it is now and where that came from."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Home, Json, errors_as_sentences, print_json

if TYPE_CHECKING:
    from settings import Settings

Reference = Annotated[
    bool, typer.Option("--reference", help="Print the reference of all settings as Markdown, without values.")
]


def show(reference: Reference = False, home: Home = None, as_json: Json = False) -> None:
    """Show every setting with its value and where that comes from; secrets are hidden."""
    with errors_as_sentences():
        from settings import defaults, load

        if reference:
            typer.echo(as_markdown(defaults()))
            return
        rows = _rows(load(home))
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            typer.echo(f"{row['name']}={row['value']}  ({row['source']})")


def _rows(settings: "Settings") -> list[dict[str, str]]:
    from settings import variable

    return [
        {
            "name": variable(field),
            "value": _shown(settings, field),
            "source": settings.source_of(field),
            "about": " ".join((about.description or "").split()),
        }
        for field, about in type(settings).model_fields.items()
    ]


def _shown(settings: "Settings", field: str) -> str:
    value = getattr(settings, field)
    if value is None or value == "":
        return ""
    return str(value) if type(settings).model_fields[field].repr else "***"


def as_markdown(settings: "Settings") -> str:
    """The reference of all settings: what each means and its default, secrets only by that word."""
    from settings import CHECKOUT
    from settings import __doc__ as about

    lines = ["# Settings", "", (about or "").strip(), "", "| Variable | Default | Meaning |", "|---|---|---|"]
    for row, field in zip(_rows(settings), type(settings).model_fields.values(), strict=True):
        default = f"`{row['value'].replace(str(CHECKOUT), '.')}`" if row["value"] else ""
        meaning = row["about"].replace("|", "\\|")
        lines.append(f"| `{row['name']}` | {default if field.repr else '(secret)'} | {meaning} |")
    return "\n".join(lines)
