"""Words and layouts that letters were made with are never edited: their digests are kept beside them.

``python -m letters.released`` puts the files on the list that are not on it yet, and never another digest for
one that is. The words for values (``terms/``) are not on it: a new value adds its word to them.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, TemplateError

ROOM = Path(__file__).parent
LIST = ROOM / "released.sha256"
"""``<digest>  <path in letters/>`` a line, as ``sha256sum`` writes it."""


class WordsChangedError(TemplateError):
    """A version of a letter's words was edited after it was released."""


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
        wanted = self._released.get(template)
        if wanted and _digest(self._folder / template) != wanted:
            raise WordsChangedError(
                f"{template} was edited after its release: put it back, and write the next version beside it"
            )
        return self._files.get_source(environment, template)


@cache
def released() -> Mapping[str, str]:
    """The digest of every released file, by its path in ``letters/``."""
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def templates_released() -> Mapping[str, str]:
    """The same for the words alone, by their path in ``letters/templates/``."""
    return {
        path.removeprefix("templates/"): digest
        for path, digest in released().items()
        if path.startswith("templates/")
    }


def changed(room: Path = ROOM) -> tuple[str, ...]:
    """Released files that differ from what was released, or are gone; for good order none."""
    return tuple(path for path, digest in released().items() if _digest(room / path) != digest)


def unlisted() -> tuple[str, ...]:
    """Files that a letter may be made with and that are not on the list yet."""
    return tuple(path for path in _files() if path not in released())


def _files() -> Iterator[str]:
    for folder, pattern in (("templates", "**/*.j2"), ("layout", "**/*.typ")):
        for path in sorted((ROOM / folder).glob(pattern)):
            if path.parent.name != "terms":
                yield path.relative_to(ROOM).as_posix()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def main() -> None:
    """Put on the list what is not on it."""
    kept = dict(released()) | {path: _digest(ROOM / path) for path in unlisted()}
    LIST.write_text("".join(f"{kept[path]}  {path}\n" for path in sorted(kept)), "utf-8")


if __name__ == "__main__":
    main()
