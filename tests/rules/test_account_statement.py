"""A statement follows the ledger entry by entry, and says where it does not."""

from dataclasses import replace
from typing import Any

from rules.account_statement import AccountBalance, AccountKind, Entry, account_statement
from rules.vocabulary import Benefit, LedgerEntryKind
from tests.builders import NOON

GRANTED = 1_000_00


def entry(kind: LedgerEntryKind, amount: int, **after: int) -> Entry:
    usual: dict[str, Any] = {"reserved_after": 0, "consumed_after": 0}
    figures = usual | after
    left = figures.pop("granted", GRANTED) - figures["reserved_after"] - figures["consumed_after"]
    return Entry(
        **{
            "id": 1,
            "kind": kind,
            "amount": amount,
            "from_reserve": 0,
            "visits": 0,
            "checkups": 0,
            "case_number": "DB-1",
            "episode_id": None,
            "key": "k",
            "reverses_id": None,
            "available_after": left,
            "at": NOON,
            **figures,
        }
    )


def balance(**changes: int) -> AccountBalance:
    usual = {"initial": GRANTED, "reserved": 0, "consumed": 0}
    return AccountBalance(account_id="a", kind=AccountKind.LIMIT, benefit=Benefit.DENTAL, **usual | changes)


def test_an_account_that_nobody_touched_opens_and_ends_with_its_grant() -> None:
    told = account_statement(balance(), [])

    assert (told.opening, told.lines, told.adds_up) == (GRANTED, (), True)


def test_each_kind_of_movement_changes_what_it_should() -> None:
    told = account_statement(
        balance(consumed=250_00),
        [
            entry(LedgerEntryKind.RESERVE, 400_00, reserved_after=400_00),
            entry(
                LedgerEntryKind.CONSUME,
                300_00,
                from_reserve=300_00,
                reserved_after=100_00,
                consumed_after=300_00,
            ),
            entry(LedgerEntryKind.RELEASE, 60_00, reserved_after=40_00, consumed_after=300_00),
            entry(LedgerEntryKind.EXPIRE, 40_00, consumed_after=300_00),
            entry(LedgerEntryKind.REVERSE, 50_00, consumed_after=250_00),
        ],
    )

    changes = [(line.reserved_change, line.consumed_change, line.remaining_change) for line in told.lines]
    assert changes == [
        (400_00, 0, -400_00),
        (-300_00, 300_00, 0),
        (-60_00, 0, 60_00),
        (-40_00, 0, 40_00),
        (0, -50_00, 50_00),
    ]
    assert told.adds_up


def test_a_corrected_grant_is_a_line_of_its_own_between_or_after_the_entries() -> None:
    entries = [
        entry(LedgerEntryKind.RESERVE, 100_00, reserved_after=100_00),
        entry(LedgerEntryKind.RELEASE, 100_00, granted=1_500_00),
    ]

    told = account_statement(balance(initial=1_200_00), entries)

    grants = [line.granted_change for line in told.lines if line.entry is None]
    assert (told.opening, grants, told.adds_up) == (GRANTED, [500_00, -300_00], True)
    assert told.lines[-1].remaining == 1_200_00
    raised = told.lines[1]
    assert (raised.reserved_change, raised.consumed_change, raised.remaining_change) == (0, 0, 500_00)
    assert (raised.granted, raised.reserved, raised.consumed) == (1_500_00, 100_00, 0)


def test_an_entry_that_does_not_follow_is_marked() -> None:
    good = entry(LedgerEntryKind.RESERVE, 100_00, reserved_after=100_00)
    bad = replace(good, reserved_after=100_01, available_after=good.available_after - 1)

    assert account_statement(balance(reserved=100_00), [good]).adds_up
    told = account_statement(balance(reserved=100_01), [bad])
    assert (told.lines[0].explained, told.adds_up) == (False, False)


def test_a_balance_that_the_lines_do_not_give_does_not_add_up() -> None:
    one = entry(LedgerEntryKind.RESERVE, 100_00, reserved_after=100_00)

    assert not account_statement(balance(reserved=99_99), [one]).adds_up


def test_a_grant_that_is_corrected_after_money_was_paid_keeps_what_was_held_and_paid() -> None:
    entries = [
        entry(LedgerEntryKind.RESERVE, 100_00, reserved_after=100_00),
        entry(LedgerEntryKind.CONSUME, 40_00, from_reserve=40_00, reserved_after=60_00, consumed_after=40_00),
    ]

    told = account_statement(balance(initial=1_500_00, reserved=60_00, consumed=40_00), entries)

    last = told.lines[-1]
    assert (last.entry, last.granted_change) == (None, 500_00)
    assert (last.granted, last.reserved, last.consumed, last.remaining) == (1_500_00, 60_00, 40_00, 1_400_00)
    assert told.adds_up
