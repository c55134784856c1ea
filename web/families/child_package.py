"""Packs what is kept of a child: one JSON file, and the letters to its guardian as they were sent (L-34)."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from stores.papers.blobs import BlobMissingError, Blobs
from stores.trust.exports import ChildsData

FORMAT = "lipei-child/1"
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same data gives the same bytes."""


def pack(data: ChildsData, blobs: Blobs, made_at: datetime) -> bytes:
    """A zip of ``data.json`` and ``letters/<number>.pdf``; a letter that was erased meanwhile is left out."""
    letters = {number: file for number, key in data.letters if (file := _file(blobs, key))}
    said = {
        "format": FORMAT,
        "made_at": made_at,
        **data.sections,
        "letter_files": [f"letters/{number}.pdf" for number in letters],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        _write(package, "data.json", json.dumps(said, ensure_ascii=False, indent=2, default=_plain).encode())
        for number, file in letters.items():
            _write(package, f"letters/{number}.pdf", file)
    return buffer.getvalue()


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)


def _file(blobs: Blobs, key: str) -> bytes | None:
    try:
        return blobs.get(key)
    except BlobMissingError:
        return None


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
