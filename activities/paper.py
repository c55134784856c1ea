"""Letters on paper: worded and kept once, set as PDF once, handed over once."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.errors import MessageError
from typing import Any

from jinja2 import TemplateError, TemplateNotFound
from sqlalchemy import Engine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.addressees import deliveries as planned_deliveries
from activities.addressees import to_another_address, webhook_deliveries
from activities.letter_contents import Sources, gather, write
from activities.orders import DeliveryAnswer, DeliveryOrder, LetterOrder, Waiting
from letters import mail, pdf, standards
from letters.kinds import GuaranteeLetter, GuaranteeNotice, Letter
from letters.postbox import MailDeferredError, MailRefusedError, Postbox
from letters.signing import Seal
from letters.standards import StandardError
from letters.stored import from_json, to_json
from models.letter import Letter as LetterRow
from models.letter_delivery import LetterDelivery
from rules.vocabulary import DeliveryChannel
from stores.cover.parties import PartyMissingError
from stores.database import transaction
from stores.papers import answer_links, deliveries, letters
from stores.papers.blobs import BlobConflictError, Blobs
from stores.papers.letters import LetterConflictError, LetterMissingError

PDF = "application/pdf"

NEVER = (
    ValueError,
    TemplateError,
    PartyMissingError,
    LetterMissingError,
    LetterConflictError,
    BlobConflictError,
    StandardError,
)
"""What no retry can cure: a person corrects a name, a row or a template, and orders a new letter."""


class PaperActs:
    """Acts on letters: rows in Postgres, files in the object store, a mail server."""

    def __init__(
        self,
        *,
        engine: Engine,
        blobs: Blobs,
        postbox: Postbox,
        public_url: str,
        secret: str,
        seal: Seal,
    ) -> None:
        """``secret`` makes verification codes; ``public_url`` is where people outside reach the web."""
        self._engine = engine
        self._blobs = blobs
        self._postbox = postbox
        self._public_url = public_url
        self._secret = secret
        self._seal = seal

    @activity.defn
    def issue_letter(self, order: LetterOrder) -> tuple[str, ...]:
        """Word, set and keep a letter; the recipients of its webhooks.

        A repeat takes up the stored words: same bytes, same object.
        """
        with _for_good():
            row = self._open(order)
            if row.object_key is None:
                self._keep_rendering(row)
        with transaction(self._engine) as session:
            return deliveries.waiting_webhooks(session, order.number)

    @activity.defn
    def deliver_letter(self, order: DeliveryOrder) -> DeliveryAnswer:
        """Send a kept letter to its reader and to whoever gets a copy, each once.

        A crash after the mail server took a mail and before that is on record sends one more copy with
        the same Message-ID, which readers and servers know for the same mail.
        """
        with _for_good():
            row = self._read(order.number)
            letter = from_json(row.code, row.content)
        people = [way for way in row.deliveries if way.channel is not DeliveryChannel.WEBHOOK]
        ways = sorted(people, key=lambda way: way.recipient_role != letter.recipient.role)
        refusals = [self._hand_over(row, letter, way, order) for way in ways]
        if refusals[0]:
            raise ApplicationError(refusals[0], type="MailRefused", non_retryable=True)
        if ways[0].channel is DeliveryChannel.EMAIL:
            return DeliveryAnswer(mailed=True, message_id=ways[0].message_id)
        return DeliveryAnswer(mailed=False)

    @activity.defn
    def cancel_letter(self, order: DeliveryOrder) -> None:
        """Keep on record that a letter never leaves; its number stays used. A repeat changes nothing."""
        with _for_good(), transaction(self._engine) as session:
            letters.cancel(session, order.number)

    @activity.defn
    def take_up_again(self, order: DeliveryOrder) -> Waiting:
        """Let every mail and webhook of a letter wait to be sent once more, or one mail to another address.

        A repeat, before which none was sent, finds them waiting.
        """
        with transaction(self._engine) as session:
            if order.address:
                row = letters.get(session, order.number)
                way = to_another_address(from_json(row.code, row.content), order, self._postbox.domain)
                return Waiting(mails=deliveries.add(session, way, mail.next_message_id), webhooks=())
            ways = deliveries.take_up_again(session, order.number, mail.next_message_id)
            hooks = deliveries.waiting_webhooks(session, order.number)
        return Waiting(mails=ways - len(hooks), webhooks=hooks)

    def _open(self, order: LetterOrder) -> LetterRow:
        """The letter's row: as stored by an earlier attempt, else made from the order now."""
        with transaction(self._engine) as session:
            stored = letters.find(session, order.number)
            if stored:
                return stored
            sources = gather(session, order, secret=self._secret, public_url=self._public_url)
            letter = write(sources)
            mails = planned_deliveries(sources, letter, self._postbox.domain)
            ways = tuple(answer_links.with_link(way, letter.code, self._secret) for way in mails)
            ways += webhook_deliveries(session, sources, letter, self._postbox.domain)
            return letters.open_letter(session, _row(sources, letter), ways)

    def _keep_rendering(self, row: LetterRow) -> None:
        rendered = pdf.render(from_json(row.code, row.content))
        standards.require(rendered)
        key = f"letters/{row.case_number}/{row.number}.pdf"
        signed = self._seal.sign(rendered, datetime.now(UTC))
        kept = self._blobs.put_first(key, signed, PDF)
        # No two signatures are alike: what an earlier attempt kept is examined, what was signed now is not.
        if kept != signed and not (kept.startswith(rendered) and self._seal.made(kept)):
            raise BlobConflictError(f"{key} holds another file than {row.number}, or not by our seal")
        with transaction(self._engine) as session:
            letters.keep_rendering(session, row.number, key, _sha256(rendered), signed_sha256=_sha256(kept))

    def _read(self, number: str) -> LetterRow:
        with transaction(self._engine) as session:
            row = letters.get(session, number)
        if row.object_key is None:
            raise LetterMissingError(f"{number} was never rendered: issue it before it is delivered")
        return row

    def _hand_over(self, row: LetterRow, letter: Letter, way: LetterDelivery, order: DeliveryOrder) -> str:
        """Empty when it is there; why not, where it never will be. What may pass is raised."""
        if way.state in deliveries.HANDED_OVER:
            return ""
        if way.channel is DeliveryChannel.PORTAL:
            with transaction(self._engine) as session:
                deliveries.mark_sent(session, way, order.as_of)
            return ""
        with transaction(self._engine) as session:
            deliveries.begin_attempt(session, way)
        try:
            self._mail(row, letter, way, order)
        except MailRefusedError as refused:
            with transaction(self._engine) as session:
                deliveries.mark_failed(session, way, str(refused))
            return str(refused)
        except MailDeferredError as deferred:
            with transaction(self._engine) as session:
                deliveries.note_error(session, way, str(deferred))
            raise
        return ""

    def _mail(self, row: LetterRow, letter: Letter, way: LetterDelivery, order: DeliveryOrder) -> None:
        file = self._blobs.get(row.object_key or "")
        sender = self._postbox.address
        with transaction(self._engine) as session:
            held = deliveries.take(session, way)
            if held.state in deliveries.HANDED_OVER:
                return
            if held.address is None:
                raise MailRefusedError("the reader's address was erased")
            try:
                message = mail.compose(
                    letter, file, sender, held.address, order.as_of, held.message_id, self._answer(held)
                )
            except (ValueError, MessageError) as error:
                raise MailRefusedError("the reader's address is no mail address") from error
            self._postbox.send(message, held.address)
            deliveries.mark_sent(session, way, order.as_of)

    def _answer(self, way: LetterDelivery) -> str:
        """Where the hospital answers from this mail; empty where it is not asked to."""
        if way.answer_hash is None:
            return ""
        return f"{self._public_url.rstrip('/')}/answer/{answer_links.token_of(self._secret, way)}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _row(sources: Sources[Any], letter: Letter) -> LetterRow:
    version = (letter.version or None) if isinstance(letter, GuaranteeLetter | GuaranteeNotice) else None
    return LetterRow(
        number=sources.number,
        code=letter.code,
        case_number=sources.case.case_number,
        ordinal=sources.item.ordinal,
        guarantee_number=letter.number if version else None,
        guarantee_ordinal=version,
        language=letter.language,
        content=to_json(letter),
        template_version=letter.template_version,
        verification_code=sources.verification_code,
        issued_at=letter.issued_at,
        send_after=sources.item.send_after,
    )


@contextmanager
def _for_good() -> Iterator[None]:
    """Turn what no retry can cure into an error that Temporal does not retry, typed by its cause."""
    try:
        yield
    except NEVER as error:
        raise ApplicationError(str(error), type=_type(error), non_retryable=True) from error


def _type(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return "MissingTemplate"
    name = type(error).__name__.removesuffix("Error")
    return "LetterContent" if name == "Value" else name
