"""Every stage and every event of every process is met by a case on the real server.

Generated from the tables: what no recorded history holds is named by a test that lives cases on the stack, or
follows there from what it does.
"""

import ast
import asyncio
import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from temporalio.client import WorkflowHistory

from activities.orders import RecordOrder
from rules.permissions import Action
from rules.vocabulary import Process
from settings import CHECKOUT
from tests.workflows import (
    recorded,
    recorded_advances,
    recorded_claims,
    recorded_requests,
    recorded_visits,
)
from tests.workflows.recording import KEY_FILE
from workflows.client import data_converter
from workflows.codec import KeyRing
from workflows.messages import Body
from workflows.processes import PROCESSES

pytestmark = pytest.mark.long

RECORDED = (recorded, recorded_advances, recorded_claims, recorded_requests, recorded_visits)
ON_THE_SERVER = {"clinic", "visits", "claims", "advances", "site", "treasury", "money", "requests"}
"""Fixtures that a test has which lives cases on the stack."""
ANY_CASE = frozenset({Action.ASSIGN, Action.CHANGE_PRIORITY, Action.EXPLAIN_DELAY, Action.CONFIRM_READING})
"""Acts that every table takes from `any_time`, with one function for all: one process stands for all."""


def kinds_in(union: object) -> Iterator[type]:
    """The classes of a union of unions."""
    inside = get_args(union)
    if not inside and isinstance(union, type):
        yield union
    for each in inside:
        yield from kinds_in(each)


MESSAGES = {
    kind.__name__: str(field.default)
    for kind in kinds_in(Body)
    for field in dataclasses.fields(kind)
    if field.name == "action"
}

FOLLOWS = {
    (Process.DIRECT_BILLING, "ACCOUNT_KEPT"): (
        "test_direct_billing_visits.py::test_a_payment_that_failed_is_put_right_and_paid_once"
    ),
    (Process.DIRECT_BILLING, "RECEIVABLE_CHANGED"): (
        "test_direct_billing_debts.py::test_a_dispute_stops_the_time_until_a_supervisor_answers"
    ),
    (Process.REIMBURSEMENT, "RECEIVABLE_CHANGED"): (
        "test_seldom_moves.py::test_what_was_paid_ahead_too_much_comes_back_in_parts_after_an_objection"
    ),
    (Process.REIMBURSEMENT, "PAYMENT_WITHDRAWN"): (
        "test_undone_claims.py::test_a_payment_is_withdrawn_with_its_decision_and_the_next_one_is_paid_once"
    ),
    (Process.REIMBURSEMENT, "DECISION_STANDS"): (
        "test_used_approvals.py::test_a_stay_uses_its_own_approval_and_not_one_for_another_illness"
    ),
    (Process.REIMBURSEMENT, "PAYMENT_LEAVES"): (
        "test_undone_claims.py::test_a_payment_that_finance_let_go_keeps_the_decision"
    ),
    (Process.REIMBURSEMENT, "LETTERS_GONE"): (
        "test_undone_claims.py::test_a_letter_that_has_left_keeps_the_decision_and_its_payment_goes_out_again"
    ),
    (Process.DIRECT_BILLING, "LETTERS_GONE"): (
        "test_undone_bills.py::test_a_letter_that_has_left_keeps_the_decision_on_a_bill"
    ),
    (Process.HOSPITAL_ADVANCE, "LETTERS_GONE"): (
        "test_undone_advances.py::test_a_letter_that_has_left_keeps_the_approval"
    ),
    (Process.HOSPITAL_ADVANCE, "ACCOUNT_KEPT"): (
        "test_advance_paths.py::test_a_balance_is_paid_to_provider_and_family"
    ),
    (Process.HOSPITAL_ADVANCE, "RECEIVABLE_CHANGED"): (
        "test_advance_collecting.py::"
        "test_a_recalled_advance_is_disputed_paid_in_part_then_late_and_the_rest_waived"
    ),
    (Process.PREAUTHORIZATION, "RESERVE_SHORT"): (
        "../web/test_consents_taken_back.py::test_two_stays_of_one_child_hold_their_money_apart"
    ),
    (Process.PREAUTHORIZATION, "LETTERS_GONE"): (
        "test_undone_decisions.py::test_a_letter_that_has_left_keeps_the_decision"
    ),
    (Process.PREAUTHORIZATION, "STAY_BEGUN"): (
        "test_direct_billing_stays.py::test_a_stay_goes_from_the_letter_to_the_end_of_its_correction_window"
    ),
    (Process.PREAUTHORIZATION, "BILL_RECEIVED"): (
        "test_direct_billing_stays.py::test_a_stay_goes_from_the_letter_to_the_end_of_its_correction_window"
    ),
    (Process.PREAUTHORIZATION, "STAY_WITHDRAWN"): (
        "test_direct_billing_stays.py::test_a_discharge_above_authority_waits_for_a_second_person"
    ),
    (Process.PREAUTHORIZATION, "BILL_STANDS"): (
        "test_direct_billing_stays.py::test_a_stay_goes_from_the_letter_to_the_end_of_its_correction_window"
    ),
    (Process.PREAUTHORIZATION, "BILL_SETTLED"): (
        "test_direct_billing_stays.py::test_a_stay_goes_from_the_letter_to_the_end_of_its_correction_window"
    ),
}
"""What comes by itself of what a test does on the server."""


@cache
def in_histories() -> dict[Process, frozenset[str]]:
    """Stages and events on record in the histories that are kept, by process."""
    return {process: frozenset(names) for process, names in asyncio.run(_read()).items()}


async def _read() -> dict[Process, set[str]]:
    found: dict[Process, set[str]] = {process: set() for process in PROCESSES}
    converter = data_converter(KeyRing.read(KEY_FILE))
    for file in sorted(path for module in RECORDED for path in module.HISTORIES.glob("*/*.json")):
        for event in WorkflowHistory.from_json(file.stem, file.read_text("utf-8")).events:
            told = event.activity_task_scheduled_event_attributes
            if told.activity_type.name == "record_case":
                (order,) = await converter.decode(told.input.payloads, [RecordOrder])
                seen = {name for each in order.events for name in (each.kind, each.from_stage, each.to_stage)}
                found[order.case.process] |= {order.case.stage, *seen}
    return found


def files_on_the_server() -> Iterator[ast.Module]:
    """Files of tests of which one at least lives cases on the stack, and the helpers beside them."""
    for path in sorted((CHECKOUT / "tests").rglob("*.py")):
        if path != Path(__file__):
            tree = ast.parse(path.read_text("utf-8"))
            functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
            wanted = {each.arg for function in functions for each in function.args.args}
            if wanted & ON_THE_SERVER:
                yield tree


@cache
def named() -> frozenset[str]:
    """Every name that those files use, and the actions of the messages that they send."""
    used = set()
    for tree in files_on_the_server():
        for each in ast.walk(tree):
            if isinstance(each, ast.Attribute):
                used.add(each.attr)
            if isinstance(each, ast.Name):
                used.add(MESSAGES.get(each.id, each.id))
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                used.add(each.value)
    return frozenset(used)


@pytest.mark.parametrize("process", sorted(PROCESSES))
def test_every_stage_and_every_event_of_a_process_is_lived(process: Process) -> None:
    table = PROCESSES[process].table
    wanted = {name for row in table.rows for name in (row.event, *row.stages, *row.to)} - ANY_CASE

    shown = {name for of, name in FOLLOWS if of is process}
    assert sorted(wanted - in_histories()[process] - named() - shown) == []


@pytest.mark.parametrize("test", sorted({*FOLLOWS.values()}))
def test_every_test_that_is_named_is_there(test: str) -> None:
    file, name = test.split("::")

    assert f"def {name}(" in (Path(__file__).parent / file).read_text("utf-8")


def test_what_every_table_takes_alike_is_lived_somewhere() -> None:
    assert sorted(ANY_CASE - named()) == []
