"""What somebody has entered in a form and not sent: kept as they write, and shown when they come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.permissions import Action
from stores.casework import case_drafts
from web.access import Caller
from web.api.views.case_views import EventView
from web.backend import Backend
from web.casework.acting import changes_since
from web.casework.case_room import CaseRoom
from web.forms.entry import Sent

MOST_FIELDS = 2000
_NOT_KEPT = frozenset({"csrf", "_sure", "_price", "_more", "_draft", "_key", "seen_version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft as it was left; ``changes`` is what happened to the case since its writer saw it."""

    sent: Sent
    saved_at: datetime
    changes: Sequence[EventView]


def kept_draft(backend: Backend, caller: Caller, room: CaseRoom, action: Action) -> Kept | None:
    """The caller's draft of this act."""
    number = room.view.case_number
    with backend.session() as session:
        row = case_drafts.read(session, caller.reference, number, action)
    if row is None:
        return None
    changes: Sequence[EventView] = ()
    if row.seen_version < room.view.version:
        _, changes = changes_since(backend, caller, number, row.seen_version)
    return Kept(sent=Sent(row.fields), saved_at=row.saved_at, changes=changes)


def to_keep(fields: Sequence[tuple[str, object]]) -> dict[str, list[str]]:
    """What of a sent form is kept: words and choices, no files and nothing of the browser's session."""
    kept: dict[str, list[str]] = {}
    for name, value in fields[:MOST_FIELDS]:
        if isinstance(value, str) and name not in _NOT_KEPT:
            kept.setdefault(name, []).append(value)
    return kept
