"""The `lipei` command: composes the commands in `commands/`, one noun a file.

To add one: write `commands/<noun>.py` with plain functions, or a `typer.Typer()` named `app` where the noun
has several verbs, and register it in `compose`. Import what is heavy inside the functions: help must be
instant.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

MACHINE = "This machine"
CASES = "Cases"
CONFIGURATION = "Configuration"
RULES = "Rules"


def compose() -> "typer.Typer":
    """Return the command line with every command in its panel of the help."""
    import typer

    from commands import (
        accounts,
        adjudicate,
        advance,
        backup,
        bank,
        calendar,
        case,
        check,
        demo,
        finance,
        import_,
        keys,
        ledger,
        letter,
        plan,
        prepare,
        reference,
        retention,
        settings,
        sla,
        stack,
        webhook,
        worker,
    )

    app = typer.Typer(
        name="lipei",
        help="Lipei (理赔): claims adjudication for private medical insurance.",
        epilog="Exit codes: 0 done, 1 failed, 2 bad input, 3 not running.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command(rich_help_panel=MACHINE)(stack.up)
    app.command(rich_help_panel=MACHINE)(stack.down)
    app.command(rich_help_panel=MACHINE)(stack.status)
    app.command(rich_help_panel=MACHINE)(demo.demo)
    app.command(rich_help_panel=MACHINE)(worker.worker)
    app.add_typer(accounts.app, name="accounts", rich_help_panel=MACHINE)
    app.command("sms", rich_help_panel=MACHINE)(accounts.sms)
    app.command("backup", rich_help_panel=MACHINE)(backup.back_up)
    app.command("restore", rich_help_panel=MACHINE)(backup.restore)
    app.add_typer(case.app, name="case", rich_help_panel=CASES)
    app.add_typer(advance.app, name="advance", rich_help_panel=CASES)
    app.add_typer(ledger.app, name="ledger", rich_help_panel=CASES)
    app.add_typer(letter.app, name="letter", rich_help_panel=CASES)
    app.add_typer(sla.app, name="sla", rich_help_panel=CASES)
    app.add_typer(finance.app, name="finance", rich_help_panel=CASES)
    app.add_typer(bank.app, name="bank", rich_help_panel=MACHINE)
    app.add_typer(retention.app, name="retention", rich_help_panel=MACHINE)
    app.command(rich_help_panel=CONFIGURATION)(prepare.prepare)
    app.command("import", rich_help_panel=CONFIGURATION)(import_.import_)
    app.add_typer(keys.app, name="keys", rich_help_panel=CONFIGURATION)
    app.add_typer(webhook.app, name="webhook", rich_help_panel=CONFIGURATION)
    app.command("settings", rich_help_panel=CONFIGURATION)(settings.show)
    app.command(rich_help_panel=CONFIGURATION)(reference.reference)
    app.command(rich_help_panel=RULES)(check.check)
    app.command(rich_help_panel=RULES)(adjudicate.adjudicate)
    app.add_typer(plan.app, name="plan", rich_help_panel=RULES)
    app.add_typer(calendar.app, name="calendar", rich_help_panel=RULES)
    return app


def main() -> None:
    """Run the command line."""
    try:
        app = compose()
    except ModuleNotFoundError as missing:
        sys.exit(f"The package {missing.name} is not installed: run `make setup`.")
    app()


if __name__ == "__main__":
    main()
