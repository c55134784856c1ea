"""The file that a backup is: a tar of parts, with a manifest at its end that proves each part whole."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from embedded.errors import StackError

FORMAT = 1
MANIFEST = "manifest.json"


class Readable(Protocol):
    """An open file, or the body of an answer."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class ArchiveWriter:
    """Adds parts to a backup and remembers what it added."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._hashes: dict[str, str] = {}

    def add(self, name: str, content: Readable, size: int) -> None:
        """Add a part from something that can be read and whose size in bytes is known."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashed = _Hashed(content)
        self._tar.addfile(member, hashed)
        self._hashes[name] = hashed.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small part."""
        self.add(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a part from a file."""
        with path.open("rb") as file:
            self.add(name, file, path.stat().st_size)

    def finish(self, facts: dict[str, Any]) -> None:
        """Add the manifest: what is in here, and its SHA-256 sums."""
        manifest = {"format": FORMAT, **facts, "sha256": self._hashes}
        content = json.dumps(manifest, indent=2).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        piece = self._file.read(size)
        self._hash.update(piece)
        return piece

    def hexdigest(self) -> str:
        """Return the sum of all that was read."""
        return self._hash.hexdigest()


class ArchiveReader:
    """Gives the parts of a backup, after the whole of it was found sound."""

    def __init__(self, tar: tarfile.TarFile, path: Path) -> None:
        self._tar = tar
        self._path = path
        self.manifest = self._checked_manifest()

    def open(self, name: str) -> IO[bytes]:
        """Return a part as an open file."""
        try:
            part = self._tar.extractfile(name)
        except KeyError:
            part = None
        if part is None:
            raise StackError(f"{self._path} has no {name}: it is not a whole backup; use another one.")
        return part

    def holds(self, name: str) -> bool:
        """Say whether there is such a part; older backups have fewer."""
        return name in self._tar.getnames()

    def read(self, name: str) -> bytes:
        """Return a small part."""
        with self.open(name) as part:
            return part.read()

    def unpack(self, name: str, path: Path) -> None:
        """Write a part to a file that only its owner reads."""
        path.touch(mode=0o600)
        with self.open(name) as part, path.open("wb") as file:
            while piece := part.read(2**20):
                file.write(piece)

    def _checked_manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads(self.read(MANIFEST))
        if manifest.get("format") != FORMAT:
            raise StackError(
                f"{self._path} was written in format {manifest.get('format')}, and this release reads format"
                f" {FORMAT}: restore it with the release that wrote it."
            )
        for name, expected in manifest["sha256"].items():
            if self._sum(name) != expected:
                raise StackError(f"{name} in {self._path} was changed or damaged; use another backup.")
        return manifest

    def _sum(self, name: str) -> str:
        with self.open(name) as part:
            hashed = _Hashed(part)
            while hashed.read(2**20):
                pass
        return hashed.hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Write a backup that only its owner reads; it gets its name when it is whole."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        with tarfile.open(partial, "w") as tar:
            yield ArchiveWriter(tar)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """Open a backup and check all of it; raises StackError where it is not one, or not whole."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield ArchiveReader(tar, path)
    except (tarfile.TarError, json.JSONDecodeError, EOFError) as damaged:
        raise StackError(f"{path} is not a backup of Lipei, or is damaged ({damaged}).") from None
