"""Parts of statements about many clocks: what rules/clock_state.py says of one, said of all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row
from sqlmodel import Session

from rules.clock_state import DUTIES, case_now, soon_until
from stores.clocks.kept_calendars import KeptCalendars
from stores.database import driver_connection

_FOLDER = Path(__file__).parent.parent / "sql"

_MOMENTS = """
SELECT DISTINCT clock.calendar_version, cases.clock_offset_seconds
FROM clock JOIN cases ON cases.case_number = clock.case_number
WHERE clock.stopped_at IS NULL AND cases.closed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Moments:
    """What time it is on open cases, and what is due soon there: one for each calendar and clock offset."""

    parameters: Mapping[str, Any]

    @classmethod
    def read(cls, session: Session, calendars: KeptCalendars, now: datetime) -> "Moments":
        """``now`` is the wall clock."""
        pairs = driver_connection(session).execute(_MOMENTS).fetchall()
        instants = [case_now(now, offset) for _, offset in pairs]
        soons = [
            soon_until(calendars.of_version(session, version), at)
            for (version, _), at in zip(pairs, instants, strict=True)
        ]
        return cls(
            {
                "moment_versions": [version for version, _ in pairs],
                "moment_offsets": [offset for _, offset in pairs],
                "moment_instants": instants,
                "moment_soons": soons,
                "duties": sorted(DUTIES),
            }
        )


def statement(last: str, *parts: str) -> bytes:
    """The statement in the file ``last`` of `stores/sql`, begun with the parts in the other files."""
    begun = b",\n".join(_file(part) for part in parts)
    return b"WITH " + begun + b"\n" + _file(last)


def _file(name: str) -> bytes:
    return (_FOLDER / f"{name}.sql").read_bytes().rstrip()


def rows(session: Session, said: bytes, given: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What a statement finds, each row by its column names."""
    with driver_connection(session).cursor(row_factory=dict_row) as cursor:
        return cursor.execute(said, given).fetchall()
