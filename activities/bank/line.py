"""The line to the bank: HTTP, with every silence told apart from every answer."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter, ValidationError

from activities.bank.pain001 import MEDIA_TYPE
from activities.bank.pain002 import StatusReport, read_report
from stores.money.receipts import Credit
from untrusted_xml import LARGEST

TIMEOUT_SECONDS = 4
"""For each exchange; the activity around it has longer, so it ends by itself."""


class BankSilentError(Exception):
    """The bank said nothing that can be understood: whether it acted is not known. Ask before doing more."""


class BankRefusedError(Exception):
    """The bank did not take the message, and said so: nothing happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry as the bank words it."""

    sequence: int
    account: str
    direction: str
    amount: int
    reference: str
    remittance: str
    counterparty: str
    counterparty_account: str
    booked_at: datetime


_ENTRIES = TypeAdapter(list[_Entry])


class BankLine:
    """One bank. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """Speak to the bank at this address; a proxy of the environment does not lead to it."""
        self._client = httpx2.Client(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=False)

    def send(self, order: bytes) -> StatusReport:
        """Hand over a pain.001. BankSilentError: it may have been taken. BankRefusedError: it was not."""
        answer = self._ask("POST", "/payments", content=order)
        if 400 <= answer.status_code < 500:
            raise BankRefusedError(
                f"the bank refused the batch with {answer.status_code}: {answer.text[:300]}"
            )
        return _report(answer)

    def status(self, message_id: str) -> StatusReport | None:
        """What became of a message; None where the bank says that it never had it."""
        return self._status(f"/payments/{quote(message_id, safe='')}")

    def transfer_status(self, end_to_end_id: str) -> StatusReport | None:
        """What became of one payment; None where the bank says that it never had it."""
        return self._status(f"/transactions/{quote(end_to_end_id, safe='')}")

    def money_in(self, after: int) -> list[Credit]:
        """Credits after a sequence, oldest first, some at a time; empty at the end."""
        answer = self._ask("GET", f"/entries?after={after}")
        try:
            entries = _ENTRIES.validate_json(_good(answer).content)
        except ValidationError as wrong:
            raise BankSilentError(
                f"the bank's entries cannot be read: {wrong.error_count()} errors"
            ) from None
        return [_money_in(each) for each in entries if each.direction == "CRDT"]

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _status(self, path: str) -> StatusReport | None:
        answer = self._ask("GET", path)
        return None if answer.status_code == httpx2.codes.NOT_FOUND else _report(answer)

    def _ask(self, method: str, path: str, content: bytes | None = None) -> httpx2.Response:
        headers = {"Content-Type": MEDIA_TYPE} if content is not None else None
        try:
            with self._client.stream(method, path, content=content, headers=headers) as answer:
                return httpx2.Response(answer.status_code, content=_read(answer))
        except httpx2.TransportError as silent:
            raise BankSilentError(f"the bank did not answer: {type(silent).__name__}") from silent


def _read(answer: httpx2.Response) -> bytes:
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > LARGEST:
            raise BankSilentError(f"the bank's answer is longer than {LARGEST} bytes")
    return bytes(content)


def _report(answer: httpx2.Response) -> StatusReport:
    return read_report(_good(answer).content)


def _good(answer: httpx2.Response) -> httpx2.Response:
    if not answer.is_success:
        raise BankSilentError(f"the bank answered {answer.status_code}, which says nothing about payments")
    return answer


def _money_in(entry: _Entry) -> Credit:
    return Credit(
        sequence=entry.sequence,
        account=entry.account,
        amount=entry.amount,
        reference=entry.reference,
        remittance=entry.remittance,
        payer=entry.counterparty,
        payer_account=entry.counterparty_account,
        booked_at=entry.booked_at,
    )
