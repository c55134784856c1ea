"""Which case on a stack answers which kind of case file."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from temporalio.client import WorkflowUpdateFailedError
from temporalio.service import RPCError

from checks.entries import CaseEntry, StuckError
from checks.registry import ADJUDICATION, KINDS
from checks.report import Report, Result, judge
from commands.lived.claims import live_claim
from commands.lived.deadlines import DEADLINES
from commands.lived.one_clock import clocks_running
from commands.lived.settlements import live_ceiling, live_request, live_settlement
from commands.lived.stage import Stage, stage
from embedded.errors import StackError
from settings import Settings

Live = Callable[[Stage, CaseEntry], Mapping[str, object]]

LIVED: dict[str, Live] = {
    ADJUDICATION: live_claim,
    "ADVANCE_CEILING": live_ceiling,
    "ADVANCE_SETTLEMENT": live_settlement,
    "ADVANCE_REQUEST": live_request,
    **DEADLINES,
}
"""Every kind of case file; the same kinds that the rules answer."""

assert LIVED.keys() == KINDS

AT_ONCE = 4
"""Cases that live side by side: most of their time is spent waiting."""

_ON_THE_CALENDAR = frozenset({"PREAUTH_LATEST_REQUEST", "APPOINTMENT_CANCEL_CUTOFF"})


def through(kind: str) -> str:
    """What a kind lives through on the stack, in a word."""
    if kind in (ADJUDICATION, "WAITING_PERIOD"):
        return "claim"
    if kind in _ON_THE_CALENDAR:
        return "calendar"
    return "clock" if kind in DEADLINES else "advance"


def judge_through_workflows(
    settings: Settings, files: Iterable[Path], heard: Callable[[Result], None] = lambda _: None
) -> Report:
    """Judge case files by real cases on the running stack, in case time; ``heard`` gets each as it comes."""
    with stage(settings) as here, clocks_running(here):
        checks = {kind: partial(_lived, live, here) for kind, live in LIVED.items()}
        return judge(files, checks, at_once=AT_ONCE, heard=heard)


def _lived(live: Live, here: Stage, entry: CaseEntry) -> Mapping[str, object]:
    """What a case came to. StuckError: the stack refused an act of it, or it got no further."""
    try:
        return live(here, entry)
    except WorkflowUpdateFailedError as refused:
        raise StuckError(f"an act was refused: {refused.cause}") from refused
    except (StackError, RPCError, TimeoutError) as stuck:
        raise StuckError(str(stuck) or repr(stuck)) from stuck
