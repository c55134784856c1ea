"""`lipei letter bounced`: take what a mail server returned, and tell the case of its letter."""

import asyncio
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from commands.outcome import Home, errors_as_sentences, fail, say

if TYPE_CHECKING:
    from sqlmodel import Session

    from letters.bounces import Bounce
    from models.letter import Letter
    from rules.cases import LetterNews
    from settings import Settings

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the mail, and hands it over again later."""


def bounced(home: Home = None) -> None:
    """Read a mail that came back to the sender's address from standard input; mail servers pipe it here.

    A delivery status that says "failed" marks the recipient's delivery as bounced and gives a supervisor a
    task, once however often it comes. Any other mail is left alone. Exit codes: 0 read; 75 the database or
    Temporal does not answer, or the key file is missing: hand it over again later; 2 the settings are wrong.
    """
    with errors_as_sentences():
        from letters.bounces import read_bounce
        from settings import load

        settings = load(home)
        found = read_bounce(sys.stdin.buffer.read())
    if found is None:
        say("No bounce: the mail reports no failed delivery of a letter. Nothing was changed.")
        return
    letter = _on_record(settings, found)
    if letter is None:
        say(f"No letter here has the Message-ID {found.message_id}. Nothing was changed.")
        return
    typer.echo(f"{letter.number} came back: {found.reason}.")


def _on_record(settings: "Settings", found: "Bounce") -> "Letter | None":
    """Mark the delivery, then tell the case: a run that dies between them is made good by the next."""
    from sqlalchemy.exc import OperationalError
    from temporalio.client import RPCTimeoutOrCancelledError
    from temporalio.service import RPCError

    from stores import database
    from stores.papers import deliveries
    from workflows.codec import KeyFileError

    engine = database.connect(settings.database_activities_url, pool_size=1)
    try:
        with database.transaction(engine) as session:
            letter = deliveries.mark_bounced(session, found.message_id, found.reason)
        if letter and not asyncio.run(_told(settings, letter)):
            with database.transaction(engine) as session:
                _record_closed(session, letter)
    except KeyFileError as wrong:
        fail(str(wrong), TRY_AGAIN)
    except OperationalError:
        fail("The database does not answer: hand the mail over again later.", TRY_AGAIN)
    except (RPCError, RPCTimeoutOrCancelledError, RuntimeError):
        fail("Temporal does not answer: hand the mail over again later.", TRY_AGAIN)
    finally:
        engine.dispose()
    return letter


async def _told(settings: "Settings", letter: "Letter") -> bool:
    from workflows.client import Cases, connect

    return await Cases(await connect(settings)).tell_of_letter(letter.case_number, _news(letter))


def _record_closed(session: "Session", letter: "Letter") -> None:
    """Nobody else writes the record of a case that has ended."""
    from models.case import Case
    from rules.clock_state import case_now
    from stores.casework import closed_cases

    case = session.get_one(Case, letter.case_number)
    at = case_now(datetime.now(UTC), case.clock_offset_seconds)
    news = _news(letter)
    closed_cases.record(session, letter.case_number, news.event, news.detail(letter.code, letter.number), at)


def _news(letter: "Letter") -> "LetterNews":
    from rules.cases import LetterNews, LetterState

    return LetterNews(key=f"{letter.code}/{letter.ordinal}", state=LetterState.BOUNCED, problem="MailBounced")
