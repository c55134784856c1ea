"""What must hold on the books after everything died: the bank's journal against ours, ledger, letters."""

from collections import Counter

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from commands.bank_line import ask
from models import Fund, FundMovement, Payment
from rules.payments.statement import DailyStatement
from rules.payments.vocabulary import PaymentStatus
from settings import Settings
from stores.money import funds

_UNBALANCED = text(
    """
    SELECT account.id FROM benefit_account AS account
    LEFT JOIN LATERAL (
        SELECT consumed_after, reserved_after FROM ledger_entry
        WHERE account_id = account.id ORDER BY id DESC LIMIT 1
    ) AS last ON true
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(amount), 0) AS held FROM benefit_reserve
        WHERE account_id = account.id AND state = 'OPEN'
    ) AS reserves ON true
    WHERE account.consumed <> coalesce(last.consumed_after, 0)
        OR account.reserved <> coalesce(last.reserved_after, 0)
        OR account.reserved <> reserves.held
    """
)
_NUMBERED_TWICE = text(
    "SELECT case_number, code, ordinal FROM letter GROUP BY case_number, code, ordinal HAVING count(*) > 1"
)


def accounts_out_of_balance(engine: Engine) -> list[str]:
    """Benefit accounts whose balance is not what their entries and reserves say."""
    with engine.connect() as connection:
        return [str(row[0]) for row in connection.execute(_UNBALANCED)]


def letters_numbered_twice(engine: Engine) -> list[object]:
    """Letters of one case, code and ordinal that exist twice."""
    with engine.connect() as connection:
        return list(connection.execute(_NUMBERED_TWICE))


def paid_otherwise_than_the_bank_says(engine: Engine, settings: Settings) -> list[str]:
    """Debts that left the bank twice, payments that never left or with another amount than ours."""
    entries = ask(settings, "GET", "/journal.json")["entries"]
    left = {each["reference"][4:]: each["amount"] for each in entries if each["direction"] == "DBIT"}
    with Session(engine) as session:
        payments = {payment.number: payment for payment in session.exec(select(Payment))}
    debts = Counter(payments[number].key for number in left if number in payments)
    settled = {n: p.amount for n, p in payments.items() if p.status is PaymentStatus.SETTLED}
    wrong = [f"{key} left {times} times" for key, times in debts.items() if times > 1]
    wrong += [f"{number} left, and nobody ordered it" for number in left.keys() - payments.keys()]
    wrong += [f"{number} never left" for number in settled.keys() - left.keys()]
    return wrong + [
        f"{number} left with {amount}, ours says {settled.get(number)}"
        for number, amount in left.items()
        if settled.get(number) != amount
    ]


def statements_of(engine: Engine, fund: Fund) -> list[DailyStatement]:
    """Every day of a fund on which something moved, in order."""
    query = select(col(FundMovement.booked_on)).where(FundMovement.fund_code == fund.code).distinct()
    with Session(engine) as session:
        days = sorted(session.exec(query))
        return [funds.statement(session, fund, day) for day in days]


def insurers_and_providers(engine: Engine) -> list[Fund]:
    """Every fund."""
    with Session(engine) as session:
        return list(funds.all_funds(session))


def at_the_bank(settings: Settings, account: str) -> int:
    """What the bank's journal says is on an account of ours, in fen."""
    signs = {"CRDT": 1, "DBIT": -1}
    entries = ask(settings, "GET", "/journal.json")["entries"]
    return sum(signs[each["direction"]] * each["amount"] for each in entries if each["account"] == account)
