"""How far each delivery of a letter has come: attempts, what was said, and that it arrived."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select, update

from models.letter import Letter
from models.letter_delivery import LetterDelivery
from rules.vocabulary import DeliveryChannel, DeliveryState, LetterStatus

HANDED_OVER = (DeliveryState.SENT, DeliveryState.BOUNCED)
"""Nothing is sent again: the mail was taken once, wherever it ended."""
SENT_AGAIN = (DeliveryChannel.EMAIL, DeliveryChannel.WEBHOOK)
"""Ways that a letter leaves the house by, and may leave it again."""


class DeliveryBusyError(Exception):
    """Another attempt is sending this letter right now."""


def begin_attempt(session: Session, delivery: LetterDelivery) -> None:
    """Count an attempt before it is made, so that one that dies is counted too."""
    counted = update(LetterDelivery).values(attempts=col(LetterDelivery.attempts) + 1)
    session.execute(counted.where(*_is(delivery)))


def take(session: Session, delivery: LetterDelivery) -> LetterDelivery:
    """The delivery as it stands, held until the transaction ends: two attempts never send at once.

    Raises DeliveryBusyError where another attempt holds it. The row itself stays free meanwhile.
    """
    name = func.hashtextextended(delivery.message_id, 0)
    if not session.scalar(select(func.pg_try_advisory_xact_lock(name))):
        raise DeliveryBusyError(f"{delivery.letter_number} is being sent by another attempt")
    return session.exec(select(LetterDelivery).where(*_is(delivery))).one()


def take_up_again(session: Session, letter_number: str, renamed: Callable[[str, int], str]) -> int:
    """Let mails and webhooks of a letter wait as if none had been sent, under new ids; how many wait.

    ``renamed`` makes an id of the old one and the number of the attempt.
    """
    ways = select(LetterDelivery).where(
        LetterDelivery.letter_number == letter_number, col(LetterDelivery.channel).in_(SENT_AGAIN)
    )
    found = session.exec(ways.with_for_update()).all()
    for delivery in found:
        _wait_again(delivery, renamed)
    session.flush()
    return len(found)


def add(session: Session, delivery: LetterDelivery, renamed: Callable[[str, int], str]) -> int:
    """Let a mail to one address wait: a new one, or the one that went there before, under a new id."""
    known = session.exec(select(LetterDelivery).where(*_is(delivery)).with_for_update()).one_or_none()
    if known is None:
        session.add(delivery)
    else:
        _wait_again(known, renamed)
    session.flush()
    return 1


def _wait_again(delivery: LetterDelivery, renamed: Callable[[str, int], str]) -> None:
    if delivery.state is not DeliveryState.WAITING:
        delivery.message_id = renamed(delivery.message_id, delivery.attempts + 1)
        delivery.state, delivery.sent_at, delivery.last_error = DeliveryState.WAITING, None, None


def mark_sent(session: Session, delivery: LetterDelivery, at: datetime) -> None:
    """The reader's server took it, or the portal shows it; the letter counts as sent.

    A bounce that was faster than this stays.
    """
    sent = update(LetterDelivery).values(state=DeliveryState.SENT, sent_at=at, last_error=None)
    session.execute(sent.where(*_is(delivery), col(LetterDelivery.state) != DeliveryState.BOUNCED))
    waiting = [col(Letter.number) == delivery.letter_number, col(Letter.status) == LetterStatus.PENDING]
    session.execute(update(Letter).values(status=LetterStatus.SENT).where(*waiting))


def waiting_webhooks(session: Session, letter_number: str) -> tuple[str, ...]:
    """The recipients that are to hear of a letter by webhook and have not; by their hashes."""
    query = select(LetterDelivery.recipient_hash).where(
        LetterDelivery.letter_number == letter_number,
        LetterDelivery.channel == DeliveryChannel.WEBHOOK,
        LetterDelivery.state == DeliveryState.WAITING,
    )
    return tuple(session.exec(query.order_by(LetterDelivery.recipient_hash)))


def webhook(session: Session, letter_number: str, recipient_hash: str) -> LetterDelivery | None:
    """The delivery of a letter to one webhook."""
    return session.get(LetterDelivery, (letter_number, DeliveryChannel.WEBHOOK, recipient_hash))


def mark_failed(session: Session, delivery: LetterDelivery, error: str) -> None:
    """The reader's server refused it for good; a letter already handed over stays so."""
    failed = update(LetterDelivery).values(state=DeliveryState.FAILED, last_error=error)
    session.execute(failed.where(*_is(delivery), col(LetterDelivery.state).not_in(HANDED_OVER)))


def mark_bounced(session: Session, message_id: str, reason: str) -> Letter | None:
    """The mail with that Message-ID came back; the first reason stays. None where it was none of ours."""
    this = col(LetterDelivery.message_id) == message_id
    bounced = update(LetterDelivery).values(state=DeliveryState.BOUNCED, last_error=reason)
    session.execute(bounced.where(this, col(LetterDelivery.state) != DeliveryState.BOUNCED))
    letter = select(Letter).join(LetterDelivery, col(LetterDelivery.letter_number) == Letter.number)
    return session.exec(letter.where(this)).one_or_none()


def note_error(session: Session, delivery: LetterDelivery, error: str) -> None:
    """What went wrong in an attempt that will be made again."""
    session.execute(update(LetterDelivery).values(last_error=error).where(*_is(delivery)))


def _is(delivery: LetterDelivery) -> tuple[ColumnElement[bool], ...]:
    return (
        col(LetterDelivery.letter_number) == delivery.letter_number,
        col(LetterDelivery.channel) == delivery.channel,
        col(LetterDelivery.recipient_hash) == delivery.recipient_hash,
    )
