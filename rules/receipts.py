"""What a case answers: small enough to keep a hundred of them across continue-as-new."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The case after an act; ``digest`` is that of the command, to know a key that comes with another act."""

    case_number: str
    stage: str
    version: int
    due_at: datetime | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenUpdate:
    """An act that was taken before, with its answer."""

    update_id: str
    receipt: Receipt


KEPT_UPDATES = 100
