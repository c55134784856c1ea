"""A letter reaches each reader once, whatever the mail server says."""

import hashlib
import re
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select
from temporalio.exceptions import ApplicationError

from activities.orders import DeliveryOrder, LetterOrder
from activities.paper import PaperActs
from letters.postbox import MailDeferredError, Postbox
from letters.signing import Seal
from models.letter import Letter
from models.letter_delivery import LetterDelivery
from rules.vocabulary import DeliveryChannel, DeliveryState, LetterStatus, RecipientRole
from stores.database import transaction
from stores.papers.blobs import Blobs
from stores.papers.deliveries import DeliveryBusyError, mark_bounced, mark_sent, take
from tests.activities.paper import stories
from tests.activities.paper.conftest import FAMILY_MAIL, HOSPITAL_MAIL, Begin, Mails


def ordered(order: LetterOrder) -> DeliveryOrder:
    """The order to send a letter when its undo window is over."""
    return DeliveryOrder(
        case_number=order.case.case_number, number=order.number, as_of=order.letter.send_after
    )


def deliveries(engine: Engine) -> Sequence[LetterDelivery]:
    """Every delivery, the hospital's first."""
    with Session(engine) as session:
        return session.exec(select(LetterDelivery).order_by(col(LetterDelivery.recipient_role).desc())).all()


@pytest.fixture
def guarantee(begin: Begin, acts: PaperActs) -> LetterOrder:
    """A guarantee letter that was issued."""
    order = stories.approved(begin).order("LT-GOP")
    acts.issue_letter(order)
    return order


@pytest.fixture
def notice(begin: Begin, acts: PaperActs) -> LetterOrder:
    """An acknowledgement to the family that was issued."""
    order = begin().order("LT-ACK")
    acts.issue_letter(order)
    return order


def test_a_guarantee_goes_to_the_hospital_with_its_pdf_and_a_copy_to_the_family(
    guarantee: LetterOrder, acts: PaperActs, blobs: Blobs, mails: Mails, engine: Engine
) -> None:
    answer = acts.deliver_letter(ordered(guarantee))

    hospital, family = mails.taken()
    assert (hospital.recipients, family.recipients) == ((HOSPITAL_MAIL,), (FAMILY_MAIL,))
    assert answer.mailed
    assert hospital.message_id == answer.message_id
    assert hospital.message_id.startswith(f"<{guarantee.number}.")
    assert hospital.message_id.endswith("@lipei.example>")
    assert hospital.sent_on == "2026-11-16 02:30:30+00:00"
    (attached,) = hospital.attachments
    assert attached.content == blobs.get(f"letters/{guarantee.case.case_number}/{guarantee.number}.pdf")
    (token,) = set(re.findall(r"https://lipei\.example/answer/([0-9a-f]{64})", hospital.text))
    assert "/answer/" not in family.text
    kept = [each.answer_hash for each in deliveries(engine)]
    assert kept == [hashlib.sha256(token.encode()).hexdigest(), None]
    assert [each.state for each in deliveries(engine)] == [DeliveryState.SENT] * 2


def test_a_subject_names_no_health_data(guarantee: LetterOrder, acts: PaperActs, mails: Mails) -> None:
    acts.deliver_letter(ordered(guarantee))

    assert {mail.subject for mail in mails.taken()} == {f"医疗费用担保函 {guarantee.number}"}


def test_a_letter_to_the_family_is_one_mail(notice: LetterOrder, acts: PaperActs, mails: Mails) -> None:
    acts.deliver_letter(ordered(notice))

    assert [mail.recipients for mail in mails.taken()] == [(FAMILY_MAIL,)]


def test_a_letter_that_was_sent_is_not_sent_again(
    notice: LetterOrder, acts: PaperActs, mails: Mails, engine: Engine
) -> None:
    first = acts.deliver_letter(ordered(notice))
    second = acts.deliver_letter(ordered(notice))

    assert first == second
    assert len(mails.taken()) == 1
    with Session(engine) as session:
        assert session.exec(select(Letter.status)).all() == [LetterStatus.SENT]


def test_a_server_that_is_busy_is_asked_again(
    notice: LetterOrder, acts: PaperActs, mails: Mails, engine: Engine
) -> None:
    mails.refuse("message", "451 4.3.0 Try again later")
    with pytest.raises(MailDeferredError, match="451"):
        acts.deliver_letter(ordered(notice))
    (waiting,) = deliveries(engine)

    acts.deliver_letter(ordered(notice))

    (sent,) = deliveries(engine)
    assert (waiting.state, waiting.attempts) == (DeliveryState.WAITING, 1)
    assert "451" in (waiting.last_error or "")
    assert (sent.state, sent.attempts, sent.last_error) == (DeliveryState.SENT, 2, None)
    assert len(mails.taken()) == 1


def test_a_server_that_is_down_is_asked_again(
    notice: LetterOrder, engine: Engine, blobs: Blobs, mails: Mails, seal: Seal
) -> None:
    closed = PaperActs(
        engine=engine,
        blobs=blobs,
        postbox=Postbox(host="127.0.0.1", port=9, sender="letters@lipei.example"),
        public_url="https://lipei.example",
        secret="s" * 32,
        seal=seal,
    )

    with pytest.raises(MailDeferredError, match="takes no mail"):
        closed.deliver_letter(ordered(notice))

    (waiting,) = deliveries(engine)
    assert (waiting.state, waiting.attempts) == (DeliveryState.WAITING, 1)


@pytest.mark.parametrize("stage", ["recipient", "message"])
def test_a_refusal_for_good_ends_the_delivery_with_its_reason(
    notice: LetterOrder, acts: PaperActs, mails: Mails, engine: Engine, stage: str
) -> None:
    mails.refuse(stage, f"550 5.1.1 <{FAMILY_MAIL}> unknown")

    with pytest.raises(ApplicationError) as raised:
        acts.deliver_letter(ordered(notice))

    (failed,) = deliveries(engine)
    assert (raised.value.type, raised.value.non_retryable) == ("MailRefused", True)
    assert failed.state is DeliveryState.FAILED
    assert "550" in (failed.last_error or "")
    assert FAMILY_MAIL not in str(raised.value)
    assert mails.taken() == []


def test_the_family_gets_its_copy_though_the_hospital_refuses(
    guarantee: LetterOrder, acts: PaperActs, mails: Mails, engine: Engine
) -> None:
    mails.refuse("recipient", "550 5.1.1 unknown")

    with pytest.raises(ApplicationError, match="550"):
        acts.deliver_letter(ordered(guarantee))

    assert [mail.recipients for mail in mails.taken()] == [(FAMILY_MAIL,)]
    assert [each.state for each in deliveries(engine)] == [DeliveryState.FAILED, DeliveryState.SENT]


def test_a_copy_that_is_refused_does_not_fail_the_letter(
    guarantee: LetterOrder, acts: PaperActs, mails: Mails, engine: Engine
) -> None:
    mails.refuse("recipient", "451 4.3.0 Try again later")
    with pytest.raises(MailDeferredError):
        acts.deliver_letter(ordered(guarantee))
    hospital_only = "UPDATE letter_delivery SET address = NULL WHERE recipient_role = 'GUARDIAN'"
    with engine.begin() as connection:
        connection.execute(text(hospital_only))

    assert acts.deliver_letter(ordered(guarantee)).mailed

    assert [each.state for each in deliveries(engine)] == [DeliveryState.SENT, DeliveryState.FAILED]


def test_a_mail_whose_arrival_was_not_heard_is_sent_once_more_as_the_same(
    notice: LetterOrder, acts: PaperActs, mails: Mails
) -> None:
    mails.refuse("stored", "drop")
    with pytest.raises(MailDeferredError):
        acts.deliver_letter(ordered(notice))

    acts.deliver_letter(ordered(notice))
    acts.deliver_letter(ordered(notice))

    assert len(mails.taken()) == 2
    assert len({mail.message_id for mail in mails.taken()}) == 1


def test_two_attempts_never_send_at_once(
    notice: LetterOrder, acts: PaperActs, engine: Engine, mails: Mails
) -> None:
    (delivery,) = deliveries(engine)
    with Session(engine) as session:
        take(session, delivery)
        with pytest.raises(DeliveryBusyError):
            acts.deliver_letter(ordered(notice))
    assert mails.taken() == []

    acts.deliver_letter(ordered(notice))
    assert len(mails.taken()) == 1


def test_without_an_address_the_portal_shows_the_letter(
    begin: Begin, acts: PaperActs, mails: Mails, engine: Engine
) -> None:
    order = begin(family_mail=None).order("LT-ACK")
    acts.issue_letter(order)

    answer = acts.deliver_letter(ordered(order))

    (delivery,) = deliveries(engine)
    assert not answer.mailed
    assert mails.taken() == []
    assert (delivery.channel, delivery.state) == (DeliveryChannel.PORTAL, DeliveryState.SENT)
    assert delivery.sent_at == order.letter.send_after


def test_one_address_gets_one_mail(begin: Begin, acts: PaperActs, mails: Mails, engine: Engine) -> None:
    order = stories.approved(begin, family_mail=HOSPITAL_MAIL.upper()).order("LT-GOP")
    acts.issue_letter(order)

    acts.deliver_letter(ordered(order))

    (delivery,) = deliveries(engine)
    assert delivery.recipient_role is RecipientRole.HOSPITAL
    assert len(mails.taken()) == 1


@pytest.mark.parametrize("address", ["no address", "two@a.example, b@b.example", "注意@医院.example"])
def test_an_address_that_is_none_is_refused_for_good(
    begin: Begin, acts: PaperActs, mails: Mails, address: str
) -> None:
    order = begin(family_mail=address).order("LT-ACK")
    acts.issue_letter(order)

    with pytest.raises(ApplicationError, match="no mail address") as raised:
        acts.deliver_letter(ordered(order))

    assert raised.value.type == "MailRefused"
    assert mails.taken() == []


def test_a_letter_that_was_never_issued_is_not_delivered(begin: Begin, acts: PaperActs) -> None:
    order = begin().order("LT-ACK")

    with pytest.raises(ApplicationError, match="never issued") as raised:
        acts.deliver_letter(ordered(order))

    assert (raised.value.type, raised.value.non_retryable) == ("LetterMissing", True)


def test_a_letter_that_came_back_is_not_sent_again_and_keeps_the_first_reason(
    notice: LetterOrder, acts: PaperActs, mails: Mails, engine: Engine
) -> None:
    acts.deliver_letter(ordered(notice))
    (taken,) = deliveries(engine)
    for reason in ("5.1.1 unknown", "5.2.2 full"):
        with transaction(engine) as session:
            letter = mark_bounced(session, taken.message_id, reason)
        assert letter is not None and letter.number == notice.number

    acts.deliver_letter(ordered(notice))

    (bounced,) = deliveries(engine)
    assert (bounced.state, bounced.last_error) == (DeliveryState.BOUNCED, "5.1.1 unknown")
    assert bounced.sent_at == taken.sent_at is not None
    assert len(mails.taken()) == 1


def test_a_bounce_that_is_faster_than_its_sending_stays(
    notice: LetterOrder, acts: PaperActs, engine: Engine
) -> None:
    (way,) = deliveries(engine)
    with transaction(engine) as session:
        mark_bounced(session, way.message_id, "5.1.1 unknown")
        mark_sent(session, way, notice.letter.send_after)

    (bounced,) = deliveries(engine)
    assert (bounced.state, bounced.sent_at) == (DeliveryState.BOUNCED, None)


def test_a_bounce_of_no_letter_changes_nothing(notice: LetterOrder, engine: Engine) -> None:
    with transaction(engine) as session:
        assert mark_bounced(session, "<another@lipei.example>", "5.1.1 unknown") is None

    assert [each.state for each in deliveries(engine)] == [DeliveryState.WAITING]
