"""The next case: the most urgent that a person may do, given to one person at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import psycopg

from rules.preauthorization.case import LETTERS_AT_REST
from stores.worded import Worded

LASTS = timedelta(minutes=15)
RESTING = tuple(sorted(LETTERS_AT_REST))
"""What stands beside a stage and asks for nothing."""
_LOOKED_AT = 200
"""Candidates that one call looks at: so many colleagues may take a case in the same moment."""

# The web may not lock rows of cases: an advisory lock on the number stands for SKIP LOCKED. Two calls that
# read before either had written meet at the lease's key, where only one of them gets in.
_CANDIDATES = """
    SELECT cases.case_number FROM cases
    LEFT JOIN case_lease AS lease ON lease.case_number = cases.case_number
    WHERE cases.closed_at IS NULL
        AND (
            (cases.process, cases.stage) IN (SELECT * FROM unnest(%(processes)s::text[], %(stages)s::text[]))
            OR (cases.process, cases.stage)
                    IN (SELECT * FROM unnest(%(some_processes)s::text[], %(some_stages)s::text[]))
                AND coalesce(
                    cases.view @> '{"proposal": true}' OR cases.view @> '{"hold": true}'
                    OR (cases.view -> 'beside') - %(resting)s::text[] <> '[]', false
                )
        )
        AND (%(signs)s OR NOT coalesce(cases.view @> '{"proposal": true}', false))
        AND (cases.assignee IS NULL OR cases.assignee = %(person)s)
        AND (cases.waiting_on IS NULL OR cases.waiting_on = 'US')
        AND NOT coalesce(cases.view -> 'barred' ? %(person)s, false)
        AND (lease.case_number IS NULL OR lease.expires_at <= %(now)s)
        AND NOT EXISTS (
            SELECT FROM case_skip AS skip
            WHERE skip.case_number = cases.case_number AND skip.person = %(person)s
                AND skip.state_version = cases.state_version
        )
    ORDER BY cases.priority DESC, cases.queue_at, cases.case_number
    LIMIT %(looked_at)s
"""
_TAKE = f"""
WITH candidate AS MATERIALIZED ({_CANDIDATES}), free AS (
    SELECT case_number FROM candidate
    WHERE pg_try_advisory_xact_lock(hashtextextended('lipei next ' || case_number, 0))
    LIMIT 1
)
INSERT INTO case_lease (case_number, holder, taken_at, expires_at)
SELECT case_number, %(person)s, %(now)s, %(until)s FROM free
ON CONFLICT (case_number) DO UPDATE
    SET holder = EXCLUDED.holder, taken_at = EXCLUDED.taken_at, expires_at = EXCLUDED.expires_at
    WHERE case_lease.expires_at <= EXCLUDED.taken_at
RETURNING case_number
"""  # noqa: S608  (both parts are constants)
HELD = Worded(
    """
SELECT lease.case_number FROM case_lease AS lease
JOIN cases ON cases.case_number = lease.case_number AND cases.closed_at IS NULL
WHERE lease.holder = %(person)s AND lease.expires_at > %(now)s
ORDER BY lease.taken_at LIMIT 1
""",
    {},
)
_TRIES = 20


def take(
    connection: psycopg.Connection,
    person: str,
    doable: Sequence[tuple[str, str]],
    now: datetime,
    *,
    at_times: Sequence[tuple[str, str]] = (),
    signs: bool = True,
) -> str | None:
    """Lease the most urgent free case to the person; None where nothing is left for them.

    ``doable`` are the pairs of process and stage in which the person has something to do, ``at_times`` those
    where that needs a proposal, a hold or something beside the stage. Whoever does not sign gets no case that
    waits for a second signature. What the person skipped stays away until the case has moved.
    """
    asked = {
        "person": person,
        "processes": [process for process, _ in doable],
        "stages": [stage for _, stage in doable],
        "some_processes": [process for process, _ in at_times],
        "some_stages": [stage for _, stage in at_times],
        "resting": list(RESTING),
        "signs": signs,
        "now": now,
        "until": now + LASTS,
        "looked_at": _LOOKED_AT,
    }
    for _ in range(_TRIES):
        with connection.transaction():
            found = connection.execute(_TAKE, asked).fetchone()
        if found:
            return str(found[0])
        if connection.execute(_CANDIDATES, asked).fetchone() is None:
            return None
    return None


def held(connection: psycopg.Connection, person: str, now: datetime) -> str | None:
    """The case that the person took first and still holds."""
    found = connection.execute(HELD.text.encode(), {"person": person, "now": now}).fetchone()
    return str(found[0]) if found else None


def holder(connection: psycopg.Connection, case_number: str, now: datetime) -> str | None:
    """Who holds a case just now."""
    query = "SELECT holder FROM case_lease WHERE case_number = %s AND expires_at > %s"
    found = connection.execute(query, (case_number, now)).fetchone()
    return str(found[0]) if found else None


def keep(connection: psycopg.Connection, person: str, case_number: str, now: datetime) -> bool:
    """Hold the case for another quarter of an hour; False where somebody else holds it."""
    query = """
        INSERT INTO case_lease (case_number, holder, taken_at, expires_at) VALUES (%s, %s, %s, %s)
        ON CONFLICT (case_number) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
            WHERE case_lease.holder = EXCLUDED.holder OR case_lease.expires_at <= EXCLUDED.taken_at
        RETURNING case_number
    """
    return connection.execute(query, (case_number, person, now, now + LASTS)).fetchone() is not None


def release(connection: psycopg.Connection, person: str, case_number: str) -> None:
    """Let the case go."""
    connection.execute("DELETE FROM case_lease WHERE case_number = %s AND holder = %s", (case_number, person))


def skip(connection: psycopg.Connection, person: str, case_number: str, reason: str, now: datetime) -> None:
    """Leave the case to others, with the reason, and let it go."""
    query = """
        INSERT INTO case_skip (id, case_number, person, state_version, reason, skipped_at)
        SELECT gen_random_uuid(), case_number, %s, state_version, %s, %s FROM cases WHERE case_number = %s
    """
    connection.execute(query, (person, reason, now, case_number))
    release(connection, person, case_number)
