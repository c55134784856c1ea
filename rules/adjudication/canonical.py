"""Canonical JSON: same values, same bytes."""

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

_PLAIN = frozenset({str, int, bool, type(None)})
"""Most values of a result are such already."""


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces; money is in fen."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Values as JSON has them: enums and dates as text, records as mappings, sets in order."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "to_mapping"):
        return value.to_mapping()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in value._fields}
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value
