"""Words, layouts and faces that letters were made with are never edited: their digests are kept beside them.

``python -m letters.released`` puts on the list what is not on it yet, and never another digest for what is.
The words for values (``terms/``) are listed one by one: a new value adds its word, and no word changes.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, TemplateError

ROOM = Path(__file__).parent
LIST = ROOM / "released.sha256"
"""``<digest>  <path in letters/>`` a line, as ``sha256sum`` writes it; a word: ``<path>#<name>.<value>``."""

_MADE_WITH = (("templates", "**/*.j2"), ("layout", "**/*.typ"), ("layout", "**/*.j2"), ("faces", "*.ttf"))


class WordsChangedError(TemplateError):
    """A version of a letter's words or layout was edited after it was released."""


class Kept(BaseLoader):
    """Loads templates, and refuses one that differs from what was released."""

    def __init__(self, folder: Path, released: Mapping[str, str]) -> None:
        """``released`` has the digests by path in ``folder``."""
        self._files = FileSystemLoader(folder)
        self._folder, self._released = folder, released

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """The template as it was released, or one that was not released yet."""
        if edited := _edited(self._folder, template, self._released):
            raise WordsChangedError(
                f"{edited[0]} was edited after its release: put it back, and write the next version beside it"
            )
        return self._files.get_source(environment, template)


@cache
def released() -> Mapping[str, str]:
    """The digest of every released file and word, by its path in ``letters/``."""
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def released_in(folder: str) -> Mapping[str, str]:
    """The same for one folder alone, ``templates`` or ``layout``, by the path in it."""
    inside = f"{folder}/"
    kept = released().items()
    return {path.removeprefix(inside): digest for path, digest in kept if path.startswith(inside)}


@cache
def require_layout(version: int) -> None:
    """WordsChangedError where the layout of that version, or a face, was edited after its release."""
    faces = (path for path in released() if path.startswith("faces/"))
    for path in (f"layout/v{version}/letter.typ", *faces):
        if edited := _edited(ROOM, path, released()):
            raise WordsChangedError(f"{edited[0]} was edited after its release: put it back")


def changed(room: Path = ROOM) -> tuple[str, ...]:
    """Released files and words that differ from what was released, or are gone; for good order none."""
    paths = dict.fromkeys(path.partition("#")[0] for path in released())
    return tuple(each for path in paths for each in _edited(room, path, released()))


def unlisted() -> tuple[str, ...]:
    """Files and words that a letter may be made with and that are not on the list yet."""
    return tuple(path for path in _made_with(ROOM) if path not in released())


def _made_with(room: Path) -> dict[str, str]:
    """The digest of all that letters are made with, by path."""
    found: dict[str, str] = {}
    for folder, pattern in _MADE_WITH:
        for path in sorted((room / folder).glob(pattern)):
            found |= _digests(room, path.relative_to(room).as_posix())
    return found


def _edited(folder: Path, path: str, released: Mapping[str, str]) -> tuple[str, ...]:
    """What was released as that file, or as a word of it, and is not there as it was."""
    wanted = {name: digest for name, digest in released.items() if name.partition("#")[0] == path}
    now = _digests(folder, path) if wanted else {}
    return tuple(name for name, digest in wanted.items() if now.get(name) != digest)


def _digests(folder: Path, path: str) -> dict[str, str]:
    """The digest of a file; of terms that of each word."""
    file = folder / path
    if not file.is_file():
        return {}
    if file.parent.name != "terms":
        return {path: hashlib.sha256(file.read_bytes()).hexdigest()}
    return {
        f"{path}#{name}": hashlib.sha256(word.encode()).hexdigest()
        for name, word in _terms(file.read_text("utf-8"))
    }


def _terms(source: str) -> Iterator[tuple[str, str]]:
    words = vars(Environment(autoescape=True).from_string(source).module)
    for name, values in words.items():
        if isinstance(values, dict):
            yield from ((f"{name}.{value}", word) for value, word in values.items())


def main() -> None:
    """Put on the list what is not on it."""
    kept = _made_with(ROOM) | dict(released())
    LIST.write_text("".join(f"{kept[path]}  {path}\n" for path in sorted(kept)), "utf-8")


if __name__ == "__main__":
    main()
