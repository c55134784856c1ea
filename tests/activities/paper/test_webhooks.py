"""A system that registered hears of each letter that concerns it, signed, until it took the message."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import ANY

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, select
from temporalio.exceptions import ApplicationError

from activities.orders import DeliveryOrder, LetterOrder, WebhookOrder
from activities.paper import PaperActs
from activities.webhook_line import EndpointDeferredError, WebhookLine
from activities.webhooks import WebhookActs
from letters.webhook import new_secret
from models.insurer import Insurer
from models.letter_delivery import LetterDelivery
from models.supervisor_task import SupervisorTask
from models.webhook_endpoint import WebhookEndpoint
from rules.catalogue.calendars import shipped_edition
from rules.vocabulary import DeliveryChannel, RecipientRole
from rules.webhook_url import WebhookUrlError
from stores.clocks import calendars
from stores.papers import webhooks
from tests.activities.paper import stories
from tests.activities.paper.conftest import Begin
from tests.activities.paper.receiver import Receiver, receiver

KEY = "a secret of thirty-two characters"
NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def hospital() -> Iterator[Receiver]:
    """The system of a hospital."""
    with receiver() as kept:
        yield kept


@pytest.fixture
def hooks(engine: Engine) -> WebhookActs:
    """Acts as a demonstration has them."""
    return WebhookActs(
        engine=engine, line=WebhookLine(inside=True), public_url="https://lipei.example", secret=KEY
    )


def register(database_url: str, url: str, hospital: str = "", *, rotated: bool = False) -> tuple[str, ...]:
    """Register an endpoint of a hospital, or of the insurer; its secrets, the present one first."""
    engine, secret, fresh = create_engine(database_url), new_secret(), new_secret()
    with Session(engine) as session, session.begin():
        endpoint = WebhookEndpoint(
            owner=RecipientRole.HOSPITAL if hospital else RecipientRole.INSURER,
            owner_code=hospital or session.exec(select(Insurer.code)).one(),
            url=url,
            secret=b"",
            made_at=NOW,
            made_by="staff:n",
        )
        webhooks.keep_secret(endpoint, secret, KEY)
        if rotated:
            webhooks.rotate(endpoint, fresh, KEY, datetime.now(UTC))
        webhooks.add(session, endpoint)
    engine.dispose()
    return (fresh, secret) if rotated else (secret,)


def way(engine: Engine) -> LetterDelivery:
    """The one webhook there is."""
    with Session(engine) as session:
        return session.exec(
            select(LetterDelivery).where(LetterDelivery.channel == DeliveryChannel.WEBHOOK)
        ).one()


def issued(acts: PaperActs, order: LetterOrder) -> list[WebhookOrder]:
    """The letter is made; what its webhooks are."""
    found = acts.issue_letter(order)
    return [WebhookOrder(number=order.number, recipient=each, as_of=NOW) for each in found]


def test_a_hospital_hears_of_its_guarantee_and_of_nothing_else(
    begin: Begin,
    acts: PaperActs,
    hooks: WebhookActs,
    engine: Engine,
    database_url: str,
    hospital: Receiver,
) -> None:
    story = stories.approved(begin)
    secrets = register(database_url, hospital.url, story.case.hospital, rotated=True)
    order = story.order("LT-GOP")

    assert issued(acts, story.order("LT-PA-OK")) == []
    (hook,) = issued(acts, order)
    hooks.post_webhook(hook)
    hooks.post_webhook(hook)

    (told,) = hospital.verified(secrets[0])
    assert hospital.verified(secrets[1]) == [told]
    assert told["type"] == "letter.sent"
    assert told["data"] == {
        "number": order.number,
        "code": "LT-GOP",
        "case_number": order.case.case_number,
        "language": "zh",
        "issued_at": ANY,
        "file": f"https://lipei.example/api/v1/letters/{order.number}.pdf",
        "sha256": ANY,
        "verify": ANY,
        "guarantee": {
            "number": order.number.rpartition("-")[0],
            "version": 1,
            "kind": "INITIAL",
            "ceiling": ANY,
            "valid_from": ANY,
            "valid_until": ANY,
        },
    }
    assert (way(engine).state, way(engine).attempts, way(engine).sent_at) == ("SENT", 1, NOW)


def test_a_silent_system_is_told_later_under_the_same_id_and_again_under_another(
    begin: Begin,
    acts: PaperActs,
    hooks: WebhookActs,
    engine: Engine,
    database_url: str,
    hospital: Receiver,
) -> None:
    story = stories.approved(begin)
    register(database_url, hospital.url, story.case.hospital)
    (hook,) = issued(acts, order := story.order("LT-GOP"))

    hospital.answers += [500, 302]
    for said in ("the server answered 500", "the server answered 302"):
        with pytest.raises(EndpointDeferredError, match=said):
            hooks.post_webhook(hook)
        assert (way(engine).state, way(engine).last_error) == ("WAITING", said)
    hooks.post_webhook(hook)
    waiting = acts.take_up_again(
        DeliveryOrder(case_number=order.case.case_number, number=order.number, as_of=NOW)
    )
    hooks.post_webhook(hook)

    assert waiting.webhooks == (hook.recipient,)
    first, second, third, again = hospital.ids()
    assert first == second == third != again
    assert (way(engine).state, way(engine).attempts) == ("SENT", 4)


def test_a_system_that_wants_no_more_is_not_asked_again_and_a_lost_one_is_given_up(
    begin: Begin,
    acts: PaperActs,
    hooks: WebhookActs,
    engine: Engine,
    database_url: str,
    hospital: Receiver,
) -> None:
    story = stories.approved(begin)
    register(database_url, hospital.url)
    _publish_calendar(database_url)
    (hook,) = issued(acts, story.order("LT-PA-OK"))

    hospital.answers += [410]
    with pytest.raises(ApplicationError, match="410") as gone:
        hooks.post_webhook(hook)
    assert gone.value.non_retryable
    assert way(engine).state == "FAILED"
    hooks.give_up_webhook(hook)
    assert (
        way(engine).last_error
        == "given up after 1 attempts; last: the server answered 410: it wants no more messages"
    )
    with Session(engine) as session:
        (task,) = session.exec(select(SupervisorTask)).all()
    assert (task.case_number, task.clock, task.subject) == (
        story.case.case_number,
        "LT-PA-OK",
        "WEBHOOK_GIVEN_UP",
    )


def _publish_calendar(database_url: str) -> None:
    """People are told when they work."""
    owner = create_engine(database_url)
    with Session(owner) as session, session.begin():
        calendars.publish(session, shipped_edition(), at=NOW, by="staff:1")
    owner.dispose()


def test_a_trial_tells_nothing_and_says_what_came_back(
    hooks: WebhookActs, engine: Engine, database_url: str, hospital: Receiver, begin: Begin
) -> None:
    begin()
    secrets = register(database_url, hospital.url)
    with Session(engine) as session:
        endpoint = str(session.exec(select(WebhookEndpoint.id)).one())

    taken = hooks.try_endpoint(endpoint)
    hospital.answers += [503]
    refused = hooks.try_endpoint(endpoint)

    first = hospital.verified(secrets[0])[0]
    assert (first["type"], first["data"]) == ("endpoint.trial", {})
    assert (taken.taken, refused.taken) == (True, False)
    assert refused.said == "the server answered 503"


@pytest.mark.parametrize("inside", [True, False])
def test_the_address_behind_a_name_is_judged_before_it_is_called(hospital: Receiver, inside: bool) -> None:
    named = hospital.url.replace("127.0.0.1", "localhost")
    line = WebhookLine(inside=inside)

    if inside:
        line.post(named, b"{}", {"webhook-id": "1"})
        assert hospital.came[0][0]["host"].startswith("localhost:")
    else:
        with pytest.raises(WebhookUrlError, match="not public"):
            line.post(named.replace("http:", "https:"), b"{}", {})
        assert hospital.came == []


def test_an_earlier_secret_signs_for_a_week() -> None:
    endpoint = WebhookEndpoint(
        owner=RecipientRole.HOSPITAL,
        owner_code="H",
        url="https://h.example",
        secret=b"",
        made_at=NOW,
        made_by="x",
    )
    webhooks.keep_secret(endpoint, "whsec_old", KEY)
    webhooks.rotate(endpoint, "whsec_new", KEY, NOW)

    last = NOW + timedelta(days=7)
    assert webhooks.secrets_of(endpoint, KEY, last - timedelta(seconds=1)) == ("whsec_new", "whsec_old")
    assert webhooks.secrets_of(endpoint, KEY, last) == ("whsec_new",)
