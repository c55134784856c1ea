"""What members of staff are told about a case, and what they are asked to see to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """ESCALATION: a milestone of a clock. DEALT: a case was given to you, for somebody is away or late.

    CALENDAR: a calendar was published, and a deadline of your case is another one now.
    """

    ESCALATION = "ESCALATION"
    DEALT = "DEALT"
    CALENDAR = "CALENDAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing told to one person. ``key`` names it within its case, so that a repeat is harmless.

    ``made_at`` is when it became true; ``deliver_at`` is later where the person does not work then. With
    ``task`` it is also something to be seen to. ``in_place_of`` is the person who is away.
    """

    key: str
    kind: NoticeKind
    recipient: str
    clock: str = ""
    subject: str = ""
    in_place_of: str = ""
    due_at: datetime | None = None
    made_at: datetime
    deliver_at: datetime
    task: bool = False
