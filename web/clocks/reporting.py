"""Board and reports for one reader: by policy table and team, by one instant; each look is on record."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar

from fastapi import Depends

from rules.permissions import Action
from stores.casework import board
from stores.casework.board import Board, BoardFilter
from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_reports import ClockReports
from stores.trust import access_log
from web.access import Caller, Permission
from web.backend import Backend
from web.clocks.team_access import own_team

Supervises = Annotated[Caller, Depends(Permission(Action.READ_REPORTS))]

Found = TypeVar("Found")


def read_board(backend: Backend, caller: Caller, wanted: BoardFilter, page: int) -> Board:
    """A page of the board as the caller may see it."""
    with backend.session() as session:
        seen = replace(wanted, own_team=own_team(session, caller))
        access_log.write(session, caller.actor, "BOARD", request_id=caller.request_id)
        return board.read(session, backend.calendars, seen, backend.clock.wall(), page=page)


def read_reports(
    backend: Backend, caller: Caller, wanted: CaseFilter, work: Callable[[ClockReports], Found]
) -> Found:
    """What ``work`` reads from the reports that the caller may see."""
    with backend.session() as session:
        seen = replace(wanted, own_team=own_team(session, caller))
        access_log.write(session, caller.actor, Action.READ_REPORTS, request_id=caller.request_id)
        return work(ClockReports(session, backend.calendars, seen, backend.clock.wall()))
