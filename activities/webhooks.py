"""Webhooks about letters: each recipient's system is told once, however long it is away."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.escalation import EscalationActs
from activities.escalation_orders import EscalationOrder
from activities.orders import TrialAnswer, WebhookOrder
from activities.webhook_line import EndpointDeferredError, EndpointGoneError, WebhookLine
from letters import webhook
from letters.webhook import LetterNews, PromiseNews
from models.case import Case
from models.guarantee_version import GuaranteeVersion
from models.letter import Letter
from models.letter_delivery import LetterDelivery
from rules.deadlines import MilestoneKind
from rules.escalated import Reached
from rules.money import format_yuan
from rules.webhook_url import WebhookUrlError
from stores.clocks import notices
from stores.database import transaction
from stores.papers import deliveries, letters, webhooks
from stores.papers.letters import LetterMissingError

LADDER, GIVEN_UP = "LETTER", "WEBHOOK_GIVEN_UP"
"""Whoever learns of a letter that cannot leave learns of its webhooks, too."""


class WebhookRefusedError(Exception):
    """This message will never be taken: a person looks at the endpoint, then sends the letter again."""


class WebhookActs:
    """Acts on webhooks: rows in Postgres, servers of others."""

    def __init__(self, *, engine: Engine, line: WebhookLine, public_url: str, secret: str) -> None:
        """``secret`` opens the endpoints' secrets; ``public_url`` is where people outside reach the web."""
        self._engine = engine
        self._line = line
        self._public_url = public_url.rstrip("/")
        self._secret = secret
        self._people = EscalationActs(engine)

    @activity.defn
    def post_webhook(self, order: WebhookOrder) -> None:
        """Tell one endpoint of a letter. A repeat carries the same webhook-id, by which a receiver knows it.

        WebhookRefused, which no retry cures, where the endpoint is off, gone or not to be called.
        """
        with _for_good(), transaction(self._engine) as session:
            row, way = self._found(session, order)
        if way.state in deliveries.HANDED_OVER:
            return
        with transaction(self._engine) as session:
            deliveries.begin_attempt(session, way)
        try:
            self._post(row, way, order)
        except (WebhookUrlError, EndpointGoneError, WebhookRefusedError) as refused:
            self._fail(way, str(refused))
            if not isinstance(refused, WebhookRefusedError):  # whoever switched it off knows
                self._tell(way)
            raise ApplicationError(str(refused), type="WebhookRefused", non_retryable=True) from refused
        except EndpointDeferredError as deferred:
            with transaction(self._engine) as session:
                deliveries.note_error(session, way, str(deferred))
            raise

    @activity.defn
    def give_up_webhook(self, order: WebhookOrder) -> None:
        """Put on record that an endpoint was not reached in all the time that we tried."""
        with transaction(self._engine) as session:
            way = deliveries.webhook(session, order.number, order.recipient)
        if way is not None:
            said = f"given up after {way.attempts} attempts; last: {way.last_error or 'no answer'}"
            self._fail(way, said)
            self._tell(way)

    @activity.defn
    def try_endpoint(self, endpoint_id: str) -> TrialAnswer:
        """Send a message that tells nothing, once, also to an endpoint that is off; what came back."""
        at, identity = datetime.now(UTC), f"trial.{uuid4().hex}"
        with transaction(self._engine) as session:
            endpoint = webhooks.get(session, UUID(endpoint_id))
            if endpoint is None:
                return TrialAnswer(taken=False, said="no such endpoint is registered")
            url, known = endpoint.url, webhooks.secrets_of(endpoint, self._secret, at)
        body = webhook.trial(at)
        try:
            status = self._line.post(url, body, webhook.headers(identity, at, body, known))
        except (WebhookUrlError, EndpointGoneError, EndpointDeferredError) as refused:
            return TrialAnswer(taken=False, said=str(refused))
        return TrialAnswer(taken=True, said=f"the server answered {status}")

    def _found(self, session: Session, order: WebhookOrder) -> tuple[Letter, LetterDelivery]:
        row = letters.get(session, order.number)
        way = deliveries.webhook(session, order.number, order.recipient)
        if way is None or row.signed_sha256 is None:
            raise LetterMissingError(f"{order.number} has no such webhook, or was never rendered")
        return row, way

    def _post(self, row: Letter, way: LetterDelivery, order: WebhookOrder) -> None:
        at = datetime.now(UTC)
        with transaction(self._engine) as session:
            held = deliveries.take(session, way)
            if held.state in deliveries.HANDED_OVER:
                return
            endpoint = webhooks.get(session, UUID(held.address)) if held.address else None
            if endpoint is None or endpoint.off_at is not None:
                raise WebhookRefusedError("the endpoint is switched off")
            body = webhook.letter_sent(self._news(row))
            known = webhooks.secrets_of(endpoint, self._secret, at)
            self._line.post(endpoint.url, body, webhook.headers(held.message_id.strip("<>"), at, body, known))
            deliveries.mark_sent(session, way, order.as_of)

    def _fail(self, way: LetterDelivery, error: str) -> None:
        with transaction(self._engine) as session:
            deliveries.mark_failed(session, way, error)

    def _tell(self, way: LetterDelivery) -> None:
        """Have a supervisor see to an endpoint that never will be told: one task a sending."""
        with transaction(self._engine) as session:
            letter = letters.get(session, way.letter_number)
            case = session.get_one(Case, letter.case_number)
        at = datetime.now(UTC) + timedelta(seconds=case.clock_offset_seconds)
        told = self._people.escalate(
            EscalationOrder(
                case_number=case.case_number,
                ladder=LADDER,
                milestone=MilestoneKind.SUPERVISOR,
                reached=Reached(
                    clock=letter.code, milestone=GIVEN_UP, ordinal=_ordinal(way), due_at=at, at=at
                ),
                policy_id=str(case.policy_id or ""),
                assignee=case.assignee or "",
                watchers=(),
            )
        )
        with transaction(self._engine) as session:
            notices.keep(session, case.case_number, told.notices)

    def _news(self, row: Letter) -> LetterNews:
        assert row.signed_sha256 is not None  # `_found` saw to it
        return LetterNews(
            number=row.number,
            code=row.code,
            case_number=row.case_number,
            language=row.language,
            issued_at=row.issued_at,
            file=f"{self._public_url}/api/v1/letters/{row.number}.pdf",
            sha256=row.signed_sha256,
            verify=f"{self._public_url}/verify/{row.verification_code}" if row.verification_code else None,
            guarantee=_promise(row.version) if row.version else None,
        )


def _promise(version: GuaranteeVersion) -> PromiseNews:
    return PromiseNews(
        number=version.guarantee_number,
        version=version.ordinal,
        kind=version.kind,
        ceiling=format_yuan(version.ceiling),
        valid_from=version.valid_from_on,
        valid_until=version.valid_until_on,
    )


def _ordinal(way: LetterDelivery) -> int:
    """A number of this sending: one that is sent again has another id."""
    return int(hashlib.sha256(way.message_id.encode()).hexdigest()[:8], 16)


@contextmanager
def _for_good() -> Iterator[None]:
    try:
        yield
    except LetterMissingError as missing:
        raise ApplicationError(str(missing), type="LetterMissing", non_retryable=True) from missing
