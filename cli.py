"""The `lipei` command: composes the commands in `commands/`, one noun a file.

To add one: write `commands/<noun>.py` with plain functions, or a `typer.Typer()` named `app` where the noun
has several verbs, and register it below. Import what is heavy inside the functions: help must be instant.
"""

import typer

from commands import stack

app = typer.Typer(
    name="lipei",
    help="Lipei (理赔): claims adjudication for private medical insurance.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

THE_STACK = "This machine"

app.command(rich_help_panel=THE_STACK)(stack.up)
app.command(rich_help_panel=THE_STACK)(stack.down)
app.command(rich_help_panel=THE_STACK)(stack.status)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
