"""Runs of payments whose histories are kept: ``.venv/bin/python -m tests.money.recorded NAME`` adds some."""

import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from tests.money.treasury import GOOD_CARD, Treasury, paying
from tests.workflows.recording import lone_clinic
from workflows.money_in import MONEY_IN_ID

HISTORIES = Path(__file__).parent / "histories"


def automatic(treasury: Treasury) -> str:
    """A clear, small payment."""
    case = treasury.case()
    ordered = case.order(100_00, payee=case.to_guardian(), automatic=True, deciders=())
    case.wait_for_news()
    return f"payment-run-{ordered.number}"


def rejected(treasury: Treasury) -> str:
    """Signed, and the account is closed."""
    case = treasury.case()
    treasury.behave(account=GOOD_CARD, manner="REJECT", reason="AC04")
    return _signed(treasury, case.order(payee=case.to_guardian()).number, case.wait_for_news)


def late(treasury: Treasury) -> str:
    """Signed, and the bank takes its time."""
    case = treasury.case()
    treasury.behave(manner="LATE", seconds=1)
    return _signed(treasury, case.order().number, case.wait_for_news)


def silent(treasury: Treasury) -> str:
    """Signed, and the bank says nothing for a while."""
    case = treasury.case()
    treasury.behave(manner="SILENT_DONE", times=2)
    return _signed(treasury, case.order().number, case.wait_for_news)


def unheard(treasury: Treasury) -> str:
    """The case is closed when the money arrives."""
    case = treasury.case()
    ordered = case.order()
    case.close()
    return _signed(
        treasury,
        ordered.number,
        lambda: treasury.wait_for(lambda: treasury.payment(ordered.number).told_at is not None, "the end"),
    )


def turned_down(treasury: Treasury) -> str:
    """Sent back before it left."""
    case = treasury.case()
    act_id = uuid4().hex
    treasury.turn_down(case.order().number, act_id=act_id)
    case.wait_for_news()
    return f"payment-act-{act_id}"


def refused(treasury: Treasury) -> str:
    """A signature that does not count."""
    act_id = uuid4().hex
    treasury.sign("PY-0", act_id=act_id)
    return f"payment-act-{act_id}"


def money_in(treasury: Treasury) -> str:
    """Money for a debt, and money that a person matches."""
    case = treasury.case()
    owed = case.owe(80_00)
    treasury.pay_in(30_00, owed.reference)
    treasury.look()
    receipt = treasury.pay_in(50_00, "?")
    treasury.look()
    treasury.decide(receipt, owed.reference)
    treasury.look()
    return MONEY_IN_ID


PATHS: tuple[Callable[[Treasury], str], ...] = (
    automatic,
    rejected,
    late,
    silent,
    unheard,
    turned_down,
    refused,
    money_in,
)


def record(treasury: Treasury, folder: Path) -> None:
    """Live through every path and keep its history."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in PATHS:
        handle = treasury.client.get_workflow_handle(path(treasury))
        if path is not money_in:
            treasury.loop.run(handle.result())
        history = treasury.loop.run(handle.fetch_history())
        (folder / f"{path.__name__}.json").write_text(history.to_json(), "utf-8")


def _signed(treasury: Treasury, number: str, until: Callable[[], object]) -> str:
    act_id = uuid4().hex
    treasury.sign(number, act_id=act_id)
    until()
    return f"payment-act-{act_id}"


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic, paying(clinic.loop, clinic.client):
        record(Treasury(clinic.settings, clinic.loop, clinic.client, clinic.engine), HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
