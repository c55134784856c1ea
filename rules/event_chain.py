"""The hash chain of a case's events: whoever edits, drops or inserts one is found out."""

import hashlib
import json
from collections.abc import Iterable

from rules.cases import CaseEvent


def event_hash(case_number: str, event: CaseEvent, previous: str | None) -> str:
    """SHA-256 over the event's canonical JSON and the hash before it."""
    content = {
        "case": case_number,
        "sequence": event.sequence,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "role": event.role,
        "from": event.from_stage,
        "to": event.to_stage,
        "reason": event.reason_code,
        "detail": event.detail,
        "previous": previous,
    }
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def first_break(case_number: str, chain: Iterable[tuple[CaseEvent, str]]) -> int | None:
    """Sequence of the first event that does not fit its hash or its place; None for a whole chain."""
    previous: str | None = None
    for place, (event, kept) in enumerate(chain, 1):
        if event.sequence != place or event_hash(case_number, event, previous) != kept:
            return place
        previous = kept
    return None
