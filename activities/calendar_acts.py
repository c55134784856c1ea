"""Publishing a calendar: put it in force, tell the open cases, plan their clocks anew."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.calendar_orders import (
    FinishOrder,
    FollowOrder,
    Published,
    PublishOrder,
    RoundAnswer,
    RoundOrder,
)
from activities.calendar_page import PAGE, Page, Proposal
from rules.case_plan import CasePlan, plan_case
from rules.catalogue.escalation import shipped_ladders
from stores.casework.case_events import EventGapError
from stores.clocks import calendar_drafts, calendars, followed_cases
from stores.clocks.calendar_followers import Behind, count_behind, open_clocks, page_behind, versions_held
from stores.clocks.calendars import PublishedCalendars
from stores.clocks.followed_cases import FollowedCase
from stores.database import transaction

Answer = TypeVar("Answer")


class CalendarActs:
    """Acts on calendars and on the cases that follow them."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections and the calendars that were read."""
        self._engine = engine
        self._calendars = PublishedCalendars(engine)

    @activity.defn
    def follow_calendar(self, order: FollowOrder) -> CasePlan:
        """Plan a case's clocks by the calendars in force for it and write them down, in one transaction.

        Safe to repeat: the number of its events makes it once. EventGapError, and with it another try,
        while an earlier act of the case has yet to be recorded.
        """
        case = order.case
        with transaction(self._engine) as session:
            held = self._calendars.for_case(session, policy_id=order.policy_id, assignee=case.assignee)
            plan = plan_case(case, held, shipped_ladders())
            if followed_cases.keep(session, [FollowedCase.taking(case, plan)]):
                raise EventGapError(f"{case.case_number}: act {case.event_count} has yet to be recorded")
        return plan

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
        """Give a page of cases their plans and wait until they followed.

        A repeat finds only those that have not.
        """
        behind = await self._in_database(lambda session: page_behind(session, order.after, PAGE))
        page = Page(activity.client(), behind, order.patience_seconds)
        await page.propose(plan=self._planned, keep=self._kept, beat=activity.heartbeat)
        while not page.done:
            await page.tell()
            page.look(await self._in_database(partial(versions_held, numbers=list(page.waiting))))
            activity.heartbeat()
        await self._in_database(_keep_progress)
        return page.answer()

    @activity.defn
    def finish_publication(self, order: FinishOrder) -> int:
        """Write down how many cases have yet to follow; the publication is finished where none has."""
        with transaction(self._engine) as session:
            left = count_behind(session)
            calendars.finish(session, order.publication_id, left=left, at=order.at)
            return left

    async def _planned(self, behind: list[Behind]) -> list[Proposal]:
        """What the calendars in force make of these cases."""
        return await self._in_database(lambda session: self._plans(session, behind))

    def _plans(self, session: Session, behind: list[Behind]) -> list[Proposal]:
        clocks = open_clocks(session, [case.case_number for case in behind])
        now, ladders = datetime.now(UTC), shipped_ladders()
        proposals = []
        for case in behind:
            held = self._calendars.of_versions(session, case.own, case.standard, case.wanted)
            standing = case.standing(clocks.get(case.case_number, ()), now)
            proposals.append(Proposal(behind=case, case=standing, plan=plan_case(standing, held, ladders)))
        return proposals

    async def _kept(self, taken: list[Proposal]) -> list[str]:
        """Write down plans that cases have taken; which of them could not be written yet."""
        followed = [FollowedCase.taking(each.case, each.plan) for each in taken]
        return await self._in_database(lambda session: followed_cases.keep(session, followed))

    async def _in_database(self, ask: Callable[[Session], Answer]) -> Answer:
        return await asyncio.to_thread(self._asked, ask)

    def _asked(self, ask: Callable[[Session], Answer]) -> Answer:
        with transaction(self._engine) as session:
            return ask(session)


def _keep_progress(session: Session) -> None:
    calendars.keep_left(session, left=count_behind(session))
