"""Which team or insurer is counted on which working calendar."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlmodel import Session

from models.calendar import Calendar
from models.calendar_use import CalendarUse
from models.insurer import Insurer
from rules.calendar_edition import CalendarUser
from stores.csv_files import CellError, Column, Row, one_of
from stores.importers.upsert import Outcome, upsert

KINDS = {"团队": CalendarUser.TEAM, "保险公司": CalendarUser.INSURER}


class CalendarUses:
    """One row a team or insurer. Its open cases follow at the next comparison, or publication."""

    columns: ClassVar[Sequence[Column]] = (
        Column("user_kind", "使用方类型", one_of(CalendarUser, KINDS), required=True),
        Column("subject", "使用方", required=True),
        Column("calendar", "日历", required=True),
    )
    key: ClassVar[Sequence[str]] = ("user_kind", "subject")
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep who uses a calendar that was published."""
        calendar, subject = row.cells["calendar"], row.cells["subject"]
        if self.session.get(Calendar, calendar) is None:
            raise CellError("calendar", f"{calendar!r} was never published: load and publish it first")
        insurer = row.cells["user_kind"] is CalendarUser.INSURER
        if insurer and self.session.get(Insurer, subject) is None:
            raise CellError("subject", f"{subject!r} is no known insurer")
        key = {name: row.cells[name] for name in self.key}
        return upsert(self.session, CalendarUse, key, {"calendar": calendar})[1]
