"""Whoever edits, drops, inserts or moves an event of a case is found out."""

from dataclasses import replace
from typing import Any

import pytest

from rules.cases import CaseEvent
from rules.event_chain import event_hash, first_break
from rules.roles import Role
from tests.rules.preauthorization.requests import moment

NUMBER = "PA-260601-000001-7"
AT = moment("2026-06-01")


def an_event(sequence: int, **changes: Any) -> CaseEvent:
    usual = CaseEvent(
        sequence=sequence,
        kind="DECIDED",
        at=AT,
        actor="staff:1",
        role=Role.ADJUSTER,
        from_stage="IN_REVIEW",
        to_stage="APPROVED",
        reason_code="儿",
        detail={"version": sequence, "amount": 1},
    )
    return replace(usual, **changes)


def a_chain(*events: CaseEvent) -> list[tuple[CaseEvent, str]]:
    kept: list[tuple[CaseEvent, str]] = []
    for event in events:
        kept.append((event, event_hash(NUMBER, event, kept[-1][1] if kept else None)))
    return kept


def test_a_whole_chain_has_no_break() -> None:
    assert first_break(NUMBER, []) is None
    assert first_break(NUMBER, a_chain(an_event(1), an_event(2), an_event(3))) is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "X"}, {"at": moment("2026-06-02")}, {"actor": "x"}, {"role": Role.HEAD}, {"from_stage": "x"},
        {"to_stage": "x"}, {"reason_code": "x"}, {"detail": {"version": 2, "amount": 2}},
    ],
)  # fmt: skip
def test_an_edited_event_breaks_the_chain_at_its_place(change: dict[str, Any]) -> None:
    chain = a_chain(an_event(1), an_event(2), an_event(3))
    chain[1] = (replace(chain[1][0], **change), chain[1][1])

    assert first_break(NUMBER, chain) == 2


def test_an_event_that_was_dropped_or_moved_breaks_the_chain() -> None:
    chain = a_chain(an_event(1), an_event(2), an_event(3))

    assert first_break(NUMBER, chain[1:]) == 1
    assert first_break(NUMBER, [chain[0], chain[2]]) == 2
    assert first_break(NUMBER, [chain[0], chain[2], chain[1]]) == 2


def test_a_chain_belongs_to_its_case() -> None:
    assert first_break("PA-260601-000002-5", a_chain(an_event(1))) == 1


def test_an_edit_with_a_fresh_hash_breaks_the_chain_after_it() -> None:
    chain = a_chain(an_event(1), an_event(2))
    edited = replace(chain[0][0], actor="x")
    chain[0] = (edited, event_hash(NUMBER, edited, None))

    assert first_break(NUMBER, chain) == 2


def test_the_hash_of_an_event_never_changes_between_releases() -> None:
    first, second = event_hash(NUMBER, an_event(1), None), event_hash(NUMBER, an_event(2), "0" * 64)

    assert first == "19c13d35c0a87a5788be689a0a646095cb187f105497e38b54d220a8570ca6a5"
    assert second == "c95bcdf083c0bddee56f07306d815b810d994ea38d32657dfcc1f575573a029f"
