"""How commands talk to the demonstration bank of a stack."""

import json
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

from embedded.errors import StackError
from settings import Settings

PAYER, PAYER_ACCOUNT = "林建国", "6200000000000005"


class BankRefusedError(Exception):
    """The bank does not take what it was asked; the message is its own."""


def ask(settings: Settings, method: str, path: str, body: Any = None) -> Any:
    """The bank's answer. BankRefusedError, or StackError where none answers."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(  # noqa: S310  (the address is the operator's own setting)
        f"{settings.bank_url}{path}", data, method=method, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  (as above)
            return json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            raise BankRefusedError(refused.read().decode(errors="replace")) from None
    except (urllib.error.URLError, OSError) as silent:
        raise StackError(
            f"No bank answers at {settings.bank_url} ({silent}): run `lipei up bank`."
        ) from silent


def transfer(
    settings: Settings,
    amount: int,
    remittance: str,
    account: str,
    *,
    payer: str = PAYER,
    payer_account: str = PAYER_ACCOUNT,
    key: str = "",
) -> Any:
    """Somebody transfers that many fen to an account of ours; the bank's entry, once a key."""
    money = {"account": account, "amount": amount, "remittance": remittance, "key": key or uuid4().hex}
    return ask(settings, "POST", "/money-in", {**money, "payer": payer, "payer_account": payer_account})
