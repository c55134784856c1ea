"""A page of cases that follow a calendar: each is given its plan; who cannot take it is told to make one."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from activities.calendar_orders import CalendarNews, RoundAnswer
from rules.case_plan import CasePlan, StandingCase
from stores.clocks.calendar_followers import Behind

PAGE = 2000
CHUNK = 50
"""Plans that are made, given and written down together."""
AT_ONCE = 4
"""Cases that are at their plan at one time: more of them would stand in the way of people's acts."""
ANSWER_WITHIN_SECONDS = 8.0
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan for a case, and the case that it was made for."""

    behind: Behind
    case: StandingCase
    plan: CasePlan


@dataclass(frozen=True, slots=True)
class _Told:
    """By which version a case was planned when it was told, and when that was on the machine's clock."""

    held: str | None
    at: float


class Page:
    """Cases that are behind, on their way to the version in force."""

    def __init__(self, client: Client, behind: Sequence[Behind], patience_seconds: float) -> None:
        """Begin with a page of those that are behind; one that is not full is the last."""
        self._client, self._patience_seconds = client, patience_seconds
        self._last = behind[-1].case_number if len(behind) == PAGE else ""
        self._behind = list(behind)
        self._queue: deque[Behind] = deque()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self.waiting: dict[str, _Told] = {}
        self._followed = 0
        self._silent: list[str] = []
        self._missing: list[str] = []

    async def propose(
        self,
        *,
        plan: Callable[[list[Behind]], Awaitable[list[Proposal]]],
        keep: Callable[[list[Proposal]], Awaitable[list[str]]],
        beat: Callable[[], None],
    ) -> None:
        """Give each case its plan, and write down what was taken.

        While the cases of one chunk answer, the next one is planned.
        """
        two = asyncio.Semaphore(2)

        async def see_through(chunk: list[Behind]) -> None:
            async with two:
                proposals = await plan(chunk)
                answers = await asyncio.gather(*(self._give(each) for each in proposals))
                taken = [each for each, took in zip(proposals, answers, strict=True) if took]
                early = set(await keep(taken)) if taken else set()
                self._queue.extend(each.behind for each in taken if each.case.case_number in early)
                self._followed += len(taken) - len(early)
                beat()

        chunks = [self._behind[at : at + CHUNK] for at in range(0, len(self._behind), CHUNK)]
        async with asyncio.TaskGroup() as group:
            for chunk in chunks:
                group.create_task(see_through(chunk))

    async def _give(self, proposal: Proposal) -> bool:
        """Whether the case took its plan; one that did not is queued to be told."""
        handle = self._client.get_workflow_handle(proposal.case.case_number)
        within = timedelta(seconds=min(ANSWER_WITHIN_SECONDS, self._patience_seconds))
        async with self._gate:
            try:
                await handle.execute_update("take_plan", proposal.plan, rpc_timeout=within)
            except (WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError):
                self._queue.append(proposal.behind)
            except RPCError as refused:
                if refused.status is RPCStatusCode.NOT_FOUND:
                    self._missing.append(proposal.case.case_number)
                else:
                    self._queue.append(proposal.behind)
            else:
                return True
        return False

    @property
    def done(self) -> bool:
        """Whether every case followed, or was given up for this round."""
        return not (self._queue or self.waiting)

    async def tell(self) -> None:
        """Tell as many as may be under way to plan their clocks themselves."""
        free = min(AT_ONCE - len(self.waiting), len(self._queue))
        await asyncio.gather(*(self._tell(self._queue.popleft()) for _ in range(free)))
        await asyncio.sleep(LOOK_SECONDS)

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
            if silent and now - told.at < self._patience_seconds:
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
