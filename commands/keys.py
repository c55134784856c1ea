"""`lipei keys`: the keys that encrypt what Temporal stores."""

from typing import Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

app = typer.Typer(help="The keys that encrypt what Temporal stores.", no_args_is_help=True)

Force = Annotated[bool, typer.Option("--force", help="Although worker or web run on this machine.")]


@app.callback()
def keys() -> None:
    """The keys that encrypt what Temporal stores."""


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
