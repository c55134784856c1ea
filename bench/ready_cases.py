"""Many open cases at once: copies of a few that were really opened, rows and workflows alike.

A copy has the state, the clocks and the record of its model under a number of its own. Its workflow starts
where the model stands, as after a continue-as-new, so its history is short. Its letters count as sent.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from psycopg import sql
from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client

from rules.cases import LetterState
from rules.event_chain import event_hash
from rules.opening import Opening
from rules.preauthorization.case import PreAuthorizationCase
from rules.roles import Actor, Role
from stores.casework import case_events
from stores.database import driver_connection, transaction
from workflows.case_shell import search_attributes
from workflows.client import CASES_QUEUE, Cases
from workflows.pre_authorization import PreAuthorization

STARTED_AT_ONCE = 24
ROWS = ("cases", "clock", "clock_interval", "case_event")


def number(place: int) -> str:
    """The number of a copy."""
    return f"PA-260929-{place:06}-9"


async def copy_cases(client: Client, engine: Engine, models: Sequence[str], count: int) -> list[str]:
    """Make that many copies, each of the next model; their numbers."""
    numbers = {
        model: [number(at) for at in range(place, count, len(models))] for place, model in enumerate(models)
    }
    for model, copies in numbers.items():
        await asyncio.to_thread(_copy_rows, engine, model, copies)
        state = cast("PreAuthorizationCase", await Cases(client).look(model))
        await _start(client, state, copies)
    return [each for copies in numbers.values() for each in copies]


def _copy_rows(engine: Engine, model: str, copies: Sequence[str]) -> None:
    with transaction(engine) as session:
        hashes = [(copy, *row) for copy in copies for row in _chain(session, model, copy)]
        connection = driver_connection(session)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE copied (case_number text, sequence int, previous text, hash text)"
                " ON COMMIT DROP"
            )
            with cursor.copy("COPY copied FROM STDIN") as copying:
                for row in hashes:
                    copying.write_row(row)
            for table in ROWS:
                cursor.execute(_clone(cursor, table), {"model": model})


def _chain(session: Session, model: str, copy: str) -> list[tuple[int, str | None, str]]:
    """Sequence, hash before and hash of each event, as the copy has them."""
    rows: list[tuple[int, str | None, str]] = []
    previous: str | None = None
    for event, _ in case_events.read(session, model):
        own = event_hash(copy, event, previous)
        rows.append((event.sequence, previous, own))
        previous = own
    return rows


def _clone(cursor: Any, table: str) -> sql.Composed:
    """The statement that copies a model's rows of a table."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        (table,),
    )
    names = [name for (name,) in cursor.fetchall()]
    own = {"case_number": "copied.case_number", "hash": "copied.hash", "previous_hash": "copied.previous"}
    wanted = sql.SQL(", ").join(
        sql.SQL(own[name]) if name in own else sql.SQL("model.{}").format(sql.Identifier(name))
        for name in names
    )
    same = "copied.sequence = model.sequence" if table == "case_event" else "copied.sequence = 1"
    return sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {wanted} FROM {table} AS model JOIN copied ON "
        + same
        + " WHERE model.case_number = %(model)s"
    ).format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        wanted=wanted,
    )


async def _start(client: Client, model: PreAuthorizationCase, copies: Sequence[str]) -> None:
    sent = tuple(replace(letter, state=LetterState.SENT) for letter in model.letters)
    opener, gate = Actor(model.opened_by, (Role.HOSPITAL_DESK,)), asyncio.Semaphore(STARTED_AT_ONCE)

    async def one(copy: str) -> None:
        async with gate:
            await client.start_workflow(
                PreAuthorization.run,
                Opening(case=replace(model, case_number=copy, letters=sent), opener=opener),
                id=copy,
                task_queue=CASES_QUEUE,
                search_attributes=search_attributes(model.process),
            )

    await asyncio.gather(*(one(copy) for copy in copies))
