"""Real Postgres, object store and mail server for the letters under test."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from activities.paper import PaperActs
from embedded.mailbox import Mailbox, Message
from letters.postbox import Postbox
from letters.signing import Seal
from rules.vocabulary import Language
from settings import Settings
from stores.papers.blobs import Blobs
from tests.activities.paper import people
from tests.activities.paper.people import Rows
from tests.activities.paper.story import Story
from tests.database import database_url, migrated, postgres

__all__ = ["database_url", "migrated", "postgres"]

HOSPITAL_MAIL = "direct-billing@hospital.example"
FAMILY_MAIL = "ouyang@family.example"

Begin = Callable[..., Story]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Engine on a fresh database, in the role that the worker has."""
    options = "-c timezone=UTC -c role=lipei_activities"
    engine = create_engine(database_url, connect_args={"options": options})
    yield engine
    engine.dispose()


@pytest.fixture
def blobs(stack: Settings) -> Blobs:
    """The test stack's object store."""
    return Blobs(**stack.object_store)


@pytest.fixture
def postbox(stack: Settings) -> Postbox:
    """The test stack's mail catcher."""
    return Postbox(host=stack.smtp_host, port=stack.smtp_port, sender="Lipei <letters@lipei.example>")


@pytest.fixture
def seal(stack: Settings) -> Seal:
    """The test stack's seal."""
    return Seal.read(stack.seal_file)


@pytest.fixture
def acts(engine: Engine, blobs: Blobs, postbox: Postbox, seal: Seal) -> PaperActs:
    """Acts as a worker has them."""
    return PaperActs(
        engine=engine,
        blobs=blobs,
        postbox=postbox,
        public_url="https://lipei.example",
        secret="a secret of thirty-two characters",
        seal=seal,
    )


class Mails:
    """What the mail catcher took since the test began, and what it is told to refuse."""

    def __init__(self, settings: Settings) -> None:
        """Remember what was there before."""
        self._mailbox = Mailbox(settings.home / "mail")
        self._url = f"{settings.mail_url}/refusal"
        self._before = set(self._mailbox.ids())

    def taken(self) -> list[Message]:
        """Mails in the order in which they came."""
        ids = [each for each in self._mailbox.ids() if each not in self._before]
        return [self._mailbox.read(each) for each in sorted(ids)]

    def refuse(self, stage: str, reply: str, times: int = 1) -> None:
        """Answer the next mails with ``reply`` at that stage of the dialogue."""
        self._ask("PUT", {"stage": stage, "reply": reply, "times": times})

    def accept(self) -> None:
        """Refuse nothing any more."""
        self._ask("DELETE", None)

    def _ask(self, method: str, body: Any) -> None:
        data = json.dumps(body).encode() if body else None
        with urllib.request.urlopen(urllib.request.Request(self._url, data, method=method)):
            pass


@pytest.fixture
def mails(stack: Settings) -> Iterator[Mails]:
    """The mail catcher, which refuses nothing when the test ends."""
    mails = Mails(stack)
    yield mails
    mails.accept()


@pytest.fixture
def begin(engine: Engine, database_url: str) -> Begin:
    """Open a case: ``request``, ``assessment`` and ``case`` change the usual one, the mails the addresses."""

    def begin(
        *,
        hospital_mail: str | None = HOSPITAL_MAIL,
        family_mail: str | None = FAMILY_MAIL,
        request: dict[str, Any] | None = None,
        assessment: dict[str, Any] | None = None,
        case: dict[str, Any] | None = None,
        language: Language = Language.CHINESE,
    ) -> Story:
        rows = _keep(database_url, hospital_mail, family_mail)
        asked = people.a_request(rows, **request or {})
        judged = people.an_assessment(rows, **assessment or {})
        return Story(engine, people.a_case_state(asked, language=language, **case or {}), judged).submitted(
            people.FAMILY
        )

    return begin


def _keep(database_url: str, hospital_mail: str | None, family_mail: str | None) -> Rows:
    """The worker may not write these rows: they are loaded by whoever owns them."""
    owner = create_engine(database_url)
    with Session(owner) as session, session.begin():
        rows = people.keep_people(session, hospital_mail=hospital_mail, family_mail=family_mail)
    owner.dispose()
    return rows
