"""`lipei keys`: the keys that encrypt what Temporal stores."""

from typing import Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

app = typer.Typer(
    help="The keys that encrypt what Temporal stores, and the seal of letters.", no_args_is_help=True
)

Force = Annotated[bool, typer.Option("--force", help="Although worker or web run on this machine.")]


@app.callback()
def keys() -> None:
    """The keys that encrypt what Temporal stores."""


@app.command("renew-seal")
def renew_seal(home: Home = None, as_json: Json = False) -> None:
    """Make a fresh certificate for the letters by the stack's own authority; earlier letters stay genuine.

    The worker reads it when it starts: restart it after.
    """
    with errors_as_sentences():
        from embedded import authority
        from settings import load

        settings = load(home)
        if not settings.is_embedded("seal_file"):
            fail("LIPEI_SEAL_FILE names a seal of your own: ask who made it for a new one.", Exit.BAD_INPUT)
        ends_at = authority.renew_seal(settings)
    if as_json:
        print_json({"file": settings.seal_file, "ends_at": ends_at})
    else:
        say(f"Seal {settings.seal_file} holds until {ends_at:%Y-%m-%d}. Back it up, then restart the worker.")


@app.command()
def rotate(force: Force = False, home: Home = None, as_json: Json = False) -> None:
    """Add a fresh key and encrypt with it from now on; older keys stay, so that open cases stay readable.

    Worker and web read the key file when they start: stop them, rotate, start them.
    """
    with errors_as_sentences():
        from embedded import stack
        from settings import load
        from workflows.codec import KeyFileError, KeyRing

        settings = load(home)
        running = [name for name in stack.running(settings) if name in stack.APPLICATIONS]
        if running and not force:
            fail(f"Stop {' and '.join(running)} first: `lipei down {' '.join(running)}`.", Exit.BAD_INPUT)
        try:
            name = KeyRing.rotate(settings.key_file)
        except KeyFileError as wrong:
            fail(str(wrong), Exit.BAD_INPUT)
    if as_json:
        print_json({"active": name, "file": settings.key_file})
    else:
        say(f"Key {name} is active in {settings.key_file}. Back the file up, then start worker and web.")
