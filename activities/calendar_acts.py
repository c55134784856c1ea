"""Publishing a calendar: put it in force, tell the open cases, plan their clocks anew."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.calendar_orders import (
    CalendarNews,
    FinishOrder,
    FollowAnswer,
    FollowOrder,
    Published,
    PublishOrder,
    RoundAnswer,
    RoundOrder,
)
from rules.business_time import next_business_instant
from rules.calendar_moves import calendar_for, follow, move_events, move_notices, moves
from rules.catalogue.escalation import shipped_ladders
from rules.clocks import RunningClock, driving_clock, next_milestone
from rules.replanning import ClockPlanner
from rules.vocabulary import ClockState
from stores import calendar_drafts, calendars, followed_cases
from stores.calendar_followers import Behind, count_behind, page_behind, versions_held
from stores.calendars import CaseCalendars, PublishedCalendars
from stores.database import transaction
from stores.followed_cases import FollowedCase

Answer = TypeVar("Answer")

PAGE = 500
AT_ONCE = 24
"""Cases that are told and have not followed yet: more of them would stand in the way of people's acts."""
LOOK_SECONDS = 0.05
SILENT_SECONDS = 20.0
"""A case that has not followed for so long is left to the next round."""


class CalendarActs:
    """Acts on calendars and on the cases that follow them."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections and the calendars that were read."""
        self._engine = engine
        self._calendars = PublishedCalendars(engine)

    @activity.defn
    def follow_calendar(self, order: FollowOrder) -> FollowAnswer:
        """Plan clocks by the calendars in force for their case and write them down, in one transaction.

        Safe to repeat: the state version and the sequence of the events make it once.
        """
        with transaction(self._engine) as session:
            held = self._calendars.for_case(session, policy_id=order.policy_id, assignee=order.assignee)
            clocks = tuple(_followed(clock, order, held) for clock in order.clocks)
            moved, count = moves(order.clocks, clocks), order.event_count
            who: dict[str, Any] = {"after_sequence": count, "at": order.as_of, "assignee": order.assignee}
            events = move_events(moved, stage=order.stage, **who)
            told = move_notices(moved, deliver_at=next_business_instant(held.own, order.as_of), **who)
            count += len(events)
            followed_cases.keep(session, _case(order, clocks, held.version, count), events, told)
        return FollowAnswer(clocks=clocks, calendar_version=held.version, event_count=count)

    @activity.defn
    def publish_calendar(self, order: PublishOrder) -> Published:
        """Put a draft in force, once: its key makes a repeat find what the first one did."""
        with transaction(self._engine) as session:
            draft = calendar_drafts.read(session, UUID(order.draft_id))
            done = calendars.find_publication(session, order.key)
            if done is None:
                if calendars.versions_in_force(session).get(draft.calendar) != draft.base_version:
                    return Published(publication_id=None, outdated=True)
                done = calendars.publish(
                    session,
                    draft.edition,
                    at=order.at,
                    by=order.by,
                    calendar=draft.calendar,
                    key=order.key,
                )
            if done is None:
                return Published(publication_id=None, version=draft.version)
            calendars.keep_progress(session, done, behind=count_behind(session))
            return Published(publication_id=done.id, version=done.version)

    @activity.defn
    async def tell_cases(self, order: RoundOrder) -> RoundAnswer:
        """Tell a page of cases and wait until they followed; a repeat finds only those that have not."""
        behind = await self._in_database(lambda session: page_behind(session, order.after, PAGE))
        page = _Page(behind, activity.client())
        while not page.done:
            await page.tell()
            await asyncio.sleep(LOOK_SECONDS)
            page.look(await self._in_database(partial(versions_held, numbers=list(page.waiting))))
            activity.heartbeat()
        await self._in_database(lambda session: _keep_progress(session, order.publication_id))
        return page.answer()

    @activity.defn
    def finish_publication(self, order: FinishOrder) -> int:
        """Write down how many cases have yet to follow; the publication is finished where none has."""
        with transaction(self._engine) as session:
            left = count_behind(session)
            calendars.finish(session, order.publication_id, left=left, at=order.at)
            return left

    async def _in_database(self, ask: Callable[[Session], Answer]) -> Answer:
        return await asyncio.to_thread(self._asked, ask)

    def _asked(self, ask: Callable[[Session], Answer]) -> Answer:
        with transaction(self._engine) as session:
            return ask(session)


@dataclass(frozen=True, slots=True)
class _Told:
    """By which version a case was planned when it was told, and when that was on the machine's clock."""

    held: str | None
    at: float


def _followed(clock: RunningClock, order: FollowOrder, held: CaseCalendars) -> RunningClock:
    calendar = calendar_for(clock.kind, held.own, held.standard)
    planner = ClockPlanner(order.case_number, calendar, shipped_ladders())
    return follow(clock, planner, version=held.version, now=order.as_of)


def _case(
    order: FollowOrder, clocks: tuple[RunningClock, ...], version: str, event_count: int
) -> FollowedCase:
    driving, upcoming = driving_clock(clocks), next_milestone(clocks)
    running = driving if driving and driving.state is ClockState.RUNNING else None
    return FollowedCase(
        case_number=order.case_number,
        state_version=event_count,
        calendar_version=version,
        clocks=clocks,
        due_at=running.due_at if running else None,
        legal_due_at=running.legal_due_at if running else None,
        next_milestone_at=upcoming[1].at if upcoming else None,
        at=order.as_of,
    )


class _Page:
    """Cases being told, a few at a time."""

    def __init__(self, behind: Sequence[Behind], client: Client) -> None:
        self._client = client
        self._last = behind[-1].case_number if len(behind) == PAGE else ""
        self._queue = deque(behind)
        self.waiting: dict[str, _Told] = {}
        self._followed = 0
        self._silent: list[str] = []
        self._missing: list[str] = []

    @property
    def done(self) -> bool:
        """Whether every case followed, or was given up for this round."""
        return not (self._queue or self.waiting)

    async def tell(self) -> None:
        """Tell as many as may be under way."""
        free = min(AT_ONCE - len(self.waiting), len(self._queue))
        await asyncio.gather(*(self._tell(self._queue.popleft()) for _ in range(free)))

    async def _tell(self, case: Behind) -> None:
        handle = self._client.get_workflow_handle(case.case_number)
        try:
            await handle.signal("calendar_changed", CalendarNews(version=case.wanted))
        except RPCError as refused:
            if refused.status is not RPCStatusCode.NOT_FOUND:
                raise
            self._missing.append(case.case_number)
        else:
            self.waiting[case.case_number] = _Told(case.held, time.monotonic())

    def look(self, held: Mapping[str, str | None]) -> None:
        """Take note of who followed or was closed, and of who has not for too long."""
        now = time.monotonic()
        for number, told in list(self.waiting.items()):
            silent = number in held and held[number] == told.held
            if silent and now - told.at < SILENT_SECONDS:
                continue
            del self.waiting[number]
            if silent:
                self._silent.append(number)
            else:
                self._followed += 1

    def answer(self) -> RoundAnswer:
        """How the page went."""
        return RoundAnswer(
            last=self._last,
            followed=self._followed,
            silent=tuple(self._silent),
            missing=tuple(self._missing),
        )


def _keep_progress(session: Session, publication_id: int | None) -> None:
    if publication_id is not None:
        calendars.keep_left(session, publication_id, left=count_behind(session))
