"""An alarm that rang has come, whatever a worker believes of the time."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from temporalio import workflow

from rules.preauthorization.case import PreAuthorizationCase
from tests.rules.test_clocks import a_clock
from tests.workflows.cases import in_review
from tests.workflows.test_settling import when
from workflows import case_shell
from workflows.case_engine import Fact, Happening
from workflows.case_shell import CaseShell


def test_an_alarm_that_rings_while_the_clock_stands_still_is_no_reason_to_wait_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = replace(in_review().case, version=1, clocks=(a_clock(),))
    waiting = case.next_milestone()
    assert waiting is not None
    before = waiting[1].fires_at - timedelta(hours=23)
    monkeypatch.setattr(workflow, "now", lambda: before)
    monkeypatch.setattr(workflow, "wait_condition", when)
    monkeypatch.setattr(workflow, "sleep", _rings_at_once)
    monkeypatch.setattr(workflow, "patched", lambda _id: True)
    monkeypatch.setattr(case_shell, "grown_long", lambda: False)
    heard: list[Happening[Any]] = []

    class Shell(CaseShell[PreAuthorizationCase]):
        async def advance(self, happening: Happening[Any]) -> None:
            heard.append(happening)

    async def slept() -> None:
        shell = Shell(case, ())
        assert shell.now() == before
        await shell._sleep()
        assert shell.now() == waiting[1].fires_at

    asyncio.run(slept())

    assert [(each.event, each.now) for each in heard] == [(Fact.MILESTONE, waiting[1].fires_at)]


async def _rings_at_once(_wait: timedelta, *, summary: str) -> None:
    del summary
