"""Mails that wait are taken in and answered, one after another, whatever happened to the process before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP
from anyio import from_thread, to_thread
from fastapi import FastAPI

from letters.postbox import MailDeferredError, MailRefusedError, Postbox
from models.case_mail import CaseMail
from models.case_mail_address import CaseMailAddress
from settings import Settings
from stores.papers import mailed
from web import problems
from web.access import Caller
from web.api.actions import act_once
from web.api.bodies.action_bodies import SubmitDocumentsBody
from web.backend import Backend
from web.mailed.answer import compose
from web.mailed.door import MOST_BYTES, Door
from web.mailed.taking_in import Taken, take_in
from web.problems import ProblemError

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 30.0
"""For mails that were put off, and for those of a process that died."""
MOST_MOVES = 5
"""How often a case may move on between our look at it and the act."""
ANSWER_TRIES = 12
"""Ten hours, about; then the papers stand without an answer."""


@asynccontextmanager
async def taking_mail(app: FastAPI) -> AsyncIterator[None]:
    """Take mail as long as the app serves, unless the port is set to 0."""
    backend: Backend = app.state.backend
    settings = backend.settings
    if not settings.mail_in_port:
        yield
        return
    woken = asyncio.Event()
    server = await _listen(settings, Door(backend, woken.set))
    rounds = asyncio.create_task(_keep_on(backend, woken), name="mail rounds")
    try:
        yield
    finally:
        if server:
            server.close()
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


async def _listen(settings: Settings, door: Door) -> asyncio.Server | None:
    """The server; None where another program has the port: pages must not fall with it."""

    def session() -> SMTP:
        name = settings.mail_in_domain
        return SMTP(door, hostname=name, ident="Lipei", data_size_limit=MOST_BYTES, enable_SMTPUTF8=True)

    loop = asyncio.get_running_loop()
    host, port = settings.mail_in_host, settings.mail_in_port
    try:
        # Processes of one host share the port.
        return await loop.create_server(session, host, port, reuse_port=True)
    except OSError as taken:
        log.error("no mail is taken: the port cannot be had", port=port, why=taken.strerror)
        return None


async def _keep_on(backend: Backend, woken: asyncio.Event) -> None:
    while True:
        try:
            while await to_thread.run_sync(one, backend):
                pass
        except Exception as strange:  # noqa: BLE001  (the next round tries again; the web goes on)
            log.warning("mails wait", why=type(strange).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), LOOK_EVERY_SECONDS)
        woken.clear()


def one(backend: Backend) -> bool:
    """Take the mail a step further that waits longest; False where none does.

    Its row is held meanwhile, so nobody else takes it up; the hold ends with the process. What came of the
    files is committed before the answer, and before the mail itself goes: a repeat finds all it needs.
    """
    with backend.session() as session:
        found = mailed.next_waiting(session, backend.clock.wall())
        if found is None:
            return False
        mail, address = found
        at = backend.clock.wall()
        try:
            _see_to(backend.for_request(), mail, address, at)
        except Exception as strange:  # noqa: BLE001  (it is kept, and tried again)
            log.warning("a mail waits", mail=str(mail.id), why=type(strange).__name__)
            mailed.try_later(mail, at)
    return True


def _see_to(backend: Backend, mail: CaseMail, address: CaseMailAddress, at: datetime) -> None:
    if mail.outcome is None:
        taken = take_in(backend, mail, address, _act)
        mailed.judge(mail, taken.outcome, _report(taken), taken.taken, len(taken.fates) - taken.taken)
        log.info("mail taken in", mail=str(mail.id), outcome=taken.outcome.value, files=taken.taken)
        return
    backend.blobs.delete(mail.object_key)
    if mail.report and mail.report["answer"]:
        _answer(backend, mail, address, at)
    else:
        mailed.finish(mail, at)


def _report(taken: Taken) -> dict[str, Any]:
    files = [{"name": each.name, "refusal": each.refusal} for each in taken.fates]
    return {"files": files, "answer": not taken.quiet}


def _act(backend: Backend, caller: Caller, number: str, body: SubmitDocumentsBody, key: str) -> int:
    """Hand the papers in on the newest version; what was handed in before stays so."""
    for _ in range(MOST_MOVES):
        try:
            return from_thread.run(partial(act_once, backend, caller, number, body, key)).version
        except ProblemError as refused:
            if refused.kind is problems.KEY_REUSED:
                # An attempt that died after it was heard: the case has these papers.
                return body.seen_version
            if refused.kind is not problems.STALE:
                raise
            body = body.model_copy(update={"seen_version": int(refused.more["version"])})
    raise problems.unavailable("The case")


def _answer(backend: Backend, mail: CaseMail, address: CaseMailAddress, at: datetime) -> None:
    """Send the answer; a mail that no server takes now waits, one that is refused for good is let go."""
    post = Postbox(**backend.settings.mail_server)
    message = compose(backend, mail, address, post.sender, post.domain)
    try:
        if message and mail.sender and mail.sender.lower() != post.address.lower():
            post.send(message, mail.sender)
    except MailDeferredError:
        if mail.tries < ANSWER_TRIES:
            mailed.try_later(mail, at)
            return
        log.warning("no answer could be sent", mail=str(mail.id))
    except MailRefusedError:
        log.info("the answer was refused", mail=str(mail.id))
    mailed.finish(mail, at)
