"""The stack as a whole: which parts there are, bringing them up side by side, taking them down."""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded import applications, bank_part, mail_part, objects, parts, postgres, processes, temporal_server
from embedded.credentials import ensure_keys, ensure_secrets
from embedded.errors import StackError
from embedded.temporal_namespace import make_namespace
from settings import Settings, home_folder, reload

INFRASTRUCTURE = ("postgres", "temporal", "s3", "mail", "bank")
APPLICATIONS = ("worker", "web")
ALL = INFRASTRUCTURE + APPLICATIONS

FOLDERS = ("logs", "run", "temporal", "s3", "mail", "bank")
"""Folders in the home folder that nobody else may look into; Postgres makes its own."""

FREE_BYTES = 300 * 2**20
"""Below this, databases fail in the middle of things; better not to begin."""

Report = Callable[[str], None]
"""Takes a line of progress."""


def quietly(line: str) -> None:
    """Report nothing."""
    del line


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """One part as `status` shows it."""

    name: str
    title: str
    state: str
    """`running`, `not answering` or `stopped`."""
    pids: list[int]
    address: str
    log: str


def prepare_home(home: Path | None) -> Settings:
    """Make the home folder with its secrets, keys and seal where there is none, and read the settings.

    Raises StackError where the folder cannot be written, the disk is nearly full, or the keys are lost.
    """
    # Certificates take a while to load, and most commands need none.
    from embedded.authority import ensure_seal

    settings = open_home(home)
    try:
        if not settings.key_file.exists():
            _refuse_lost_keys(settings)
            ensure_keys(settings.key_file)
        ensure_seal(settings)
    except OSError as refused:
        raise unwritable(settings.home, refused) from None
    return settings


def open_home(home: Path | None) -> Settings:
    """Make the home folder with its secrets where there is none, and read the settings; keys may be missing.

    Raises StackError where the folder cannot be written or the disk is nearly full.
    """
    folder = home_folder(home)
    try:
        # Others may pass through, so that Postgres can reach its own folder when it runs as its own user.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        ensure_secrets(folder)
    except OSError as refused:
        raise unwritable(folder, refused) from None
    refuse_full_disk(folder)
    return reload(folder)


def _refuse_lost_keys(settings: Settings) -> None:
    """New keys beside old cases would hide that these can no longer be read."""
    if (settings.home / "temporal" / "temporal.sqlite").exists():
        raise StackError(
            f"The key file {settings.key_file} is gone, and the cases in {settings.home} need it to be read:"
            " put it back, or restore a backup with `lipei restore --force`."
        )


def unwritable(folder: Path, refused: OSError) -> StackError:
    """Word an error of the file system as a sentence that says what to do."""
    where = refused.filename or folder
    return StackError(
        f"{where} cannot be written ({refused.strerror}): make room or permit it, or choose another home"
        " folder with LIPEI_HOME or --home."
    )


def refuse_full_disk(folder: Path, needed: int = FREE_BYTES) -> None:
    """Raise StackError where the disk has less free than the stack needs to work."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StackError(
            f"Only {free >> 20} MB are free under {folder}, and Lipei needs {needed >> 20} MB: free some, or"
            " choose another home folder with LIPEI_HOME or --home."
        )


ADDRESSES = {
    "postgres": "database_owner_url",
    "temporal": "temporal_address",
    "s3": "s3_endpoint",
    "mail": "smtp_host",
    "bank": "bank_url",
}
"""The setting that, where it is set, says that a part runs elsewhere."""


def parts_here(settings: Settings, names: Sequence[str] = ALL) -> list[parts.Part]:
    """Return those of the named parts that this machine is to run, in order."""
    every = _every_part(settings)
    outside = {name for name, address in ADDRESSES.items() if not settings.is_embedded(address)}
    return [part for part in every if part.name in names and part.name not in outside]


def _every_part(settings: Settings) -> list[parts.Part]:
    infrastructure = [
        made.part(settings) for made in (postgres, temporal_server, objects, mail_part, bank_part)
    ]
    return infrastructure + applications.parts_of(settings)


def bring_up(settings: Settings, names: Sequence[str], report: Report) -> list[str]:
    """Start the named parts that do not run, side by side; return the names of those started.

    To be called inside `only_one`. Raises the first StackError after every part has come up or failed.
    """
    chosen = parts_here(settings, names)
    started: list[str] = []
    errors: list[StackError] = []
    with ThreadPoolExecutor(max_workers=len(chosen) or 1) as pool:
        coming = {pool.submit(parts.bring_up, part, settings): part for part in chosen}
        for done in as_completed(coming):
            part = coming[done]
            error = done.exception()
            if isinstance(error, OSError):
                error = unwritable(settings.home, error)
            if isinstance(error, StackError):
                errors.append(error)
            elif done.result():
                started.append(part.name)
                report(f"{part.title} is up ({part.address})")
    if errors:
        raise errors[0]
    return started


def take_down(settings: Settings, names: Sequence[str], report: Report) -> list[str]:
    """Stop the named parts, the applications before what they use; return the names of those stopped.

    To be called inside `only_one`.
    """
    stopped: list[str] = []
    for group in (APPLICATIONS, INFRASTRUCTURE):
        chosen = [part for part in _every_part(settings) if part.name in group and part.name in names]
        running = [part for part in chosen if parts.running_programs(part, settings)]
        with ThreadPoolExecutor(max_workers=len(running) or 1) as pool:
            list(pool.map(lambda part: parts.stop(part, settings), running))
        for part in running:
            stopped.append(part.name)
            report(f"{part.title} is down")
    return stopped


def make_outside_ready(settings: Settings, names: Sequence[str]) -> None:
    """Make the namespace and the bucket of those of the named parts that run elsewhere.

    Raises StackError where a server does not answer or does not let Lipei in.
    """
    if "temporal" in names and not settings.is_embedded("temporal_address"):
        make_namespace(settings)
    if "s3" in names and not settings.is_embedded("s3_endpoint"):
        objects.ensure_bucket(settings)


def running(settings: Settings) -> list[str]:
    """Return the names of the parts that run."""
    return [part.name for part in _every_part(settings) if parts.running_programs(part, settings)]


def states(settings: Settings) -> list[PartState]:
    """Return how each part does."""
    return [_state(part, settings) for part in parts_here(settings)]


def _state(part: parts.Part, settings: Settings) -> PartState:
    alive = parts.running_programs(part, settings)
    state = "stopped"
    if alive:
        serves = len(alive) == len(part.programs) and part.answers()
        state = "running" if serves else "not answering"
    return PartState(
        name=part.name,
        title=part.title,
        state=state,
        pids=[program.pid for program in alive.values()],
        address=part.address,
        log=str(processes.log_file(settings.home, part.name)),
    )


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Let one command at a time start or stop parts of a home folder; others wait for it."""
    with (home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
