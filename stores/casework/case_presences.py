"""Who is at a case just now. Wall-clock instants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from psycopg.rows import class_row

STAYS = timedelta(seconds=75)
"""Pages say every half minute that they are open; who missed two such calls has left."""

_COME = """
INSERT INTO case_presence (case_number, person, seen_at, editing)
VALUES (%(case_number)s, %(person)s, %(now)s, %(editing)s)
ON CONFLICT (case_number, person) DO UPDATE SET seen_at = excluded.seen_at, editing = excluded.editing
"""
_PROLONG = """
UPDATE case_lease SET expires_at = %(until)s
WHERE case_number = %(case_number)s AND holder = %(person)s AND expires_at > %(now)s
"""
_OTHERS = """
SELECT person, editing FROM case_presence
WHERE case_number = %(case_number)s AND person <> %(person)s AND seen_at > %(since)s
ORDER BY person
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody else at the case; ``editing``: with something that is not sent yet."""

    person: str
    editing: bool


def come(
    connection: psycopg.Connection,
    case_number: str,
    person: str,
    now: datetime,
    *,
    editing: bool,
    lease: timedelta,
) -> None:
    """Say that the person is here; a lease that they hold lasts ``lease`` from now."""
    said = {
        "case_number": case_number,
        "person": person,
        "now": now,
        "editing": editing,
        "until": now + lease,
    }
    connection.execute(_COME, said)
    connection.execute(_PROLONG, said)


def leave(connection: psycopg.Connection, case_number: str, person: str) -> None:
    """Say that the page was closed."""
    query = "DELETE FROM case_presence WHERE case_number = %s AND person = %s"
    connection.execute(query, (case_number, person))


def others(connection: psycopg.Connection, case_number: str, person: str, now: datetime) -> Sequence[Present]:
    """Everybody else who is here."""
    asked = {"case_number": case_number, "person": person, "since": now - STAYS}
    with connection.cursor(row_factory=class_row(Present)) as cursor:
        return cursor.execute(_OTHERS, asked).fetchall()
