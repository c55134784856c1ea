"""`/work/bulk`: one act on several cases, looked at first, and told row by row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from rules.cases import Priority
from rules.permissions import Action, Relation
from stores.casework import case_queries, case_rooms, case_tags
from stores.casework.case_queries import SeenCase
from web import problems
from web.access import Caller, Permission
from web.api.actions import act_once
from web.api.bodies.action_bodies import AssignBody, ChangePriorityBody
from web.backend import Backend, Uses
from web.casework.allowed import Situation, allowed_actions, works_on
from web.problems import FieldError, ProblemError
from web.templating import page

router = APIRouter(prefix="/work/bulk", include_in_schema=False, default_response_class=HTMLResponse)

Assigns = Annotated[Caller, Depends(Permission(Action.ASSIGN, relation=Relation.STAFF))]
MOST = 100


class What(StrEnum):
    """What can be done to several cases at once."""

    ASSIGN = "ASSIGN"
    CHANGE_PRIORITY = "CHANGE_PRIORITY"
    TAG = "TAG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One act for many; ``value`` is the colleague, the priority or the tag."""

    what: What
    value: str
    reason: str


class Came(StrEnum):
    """What became of a row."""

    DONE = "DONE"
    SKIPPED = "SKIPPED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one case, and why where nothing was done."""

    case_number: str
    came: Came
    why: str = ""


@router.post("")
def show_choice(
    request: Request, caller: Assigns, backend: Uses, case: Annotated[list[str] | None, Form()] = None
) -> HTMLResponse:
    """The selected cases and what can be done with each of them; nothing is done yet."""
    return _choice(request, caller, backend, case or [])


def _choice(
    request: Request,
    caller: Caller,
    backend: Backend,
    case: Sequence[str],
    said: Mapping[str, str] = MappingProxyType({}),
    problem: ProblemError | None = None,
) -> HTMLResponse:
    """The form; where it was refused with the reason and what was ``said``."""
    numbers = _asked(case)
    with backend.session() as session:
        rows = [seen for number in numbers if (seen := case_queries.find(session, number, caller.sight))]
        people = [each for each in case_rooms.colleagues(session) if works_on(each.roles)]
        names = case_rooms.names(session, {seen.row.assignee for seen in rows})
        session.expunge_all()
    allowed = {seen.row.case_number: _allowed(seen, caller) for seen in rows}
    return page(
        request,
        "bulk.html",
        problem.kind.status if problem else 200,
        problem=problem,
        said=said,
        rows=rows,
        people=people,
        names=names,
        allowed=allowed,
        results=None,
        key=uuid4().hex,
        priorities=tuple(Priority),
    )


@router.post("/do")
async def do(
    request: Request,
    caller: Assigns,
    backend: Uses,
    case: Annotated[list[str] | None, Form()] = None,
    what: Annotated[What, Form()] = What.ASSIGN,
    assignee: Annotated[str, Form(max_length=100)] = "",
    priority: Annotated[str, Form(max_length=20)] = "",
    tag: Annotated[str, Form(max_length=40)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
    key: Annotated[str, Form(max_length=64)] = "",
) -> HTMLResponse:
    """Do it, case by case as if each were done alone, and tell what became of each."""
    value = {What.ASSIGN: assignee, What.CHANGE_PRIORITY: priority, What.TAG: tag}[what]
    try:
        order = _ordered(what, value, reason)
    except ProblemError as problem:
        said = {"what": what.value, "reason": reason, what.value: value}
        return await run_in_threadpool(_choice, request, caller, backend, case or [], said, problem)
    results = [await _one(backend, caller, number, order, key) for number in _asked(case or [])]
    return page(request, "bulk.html", results=results, order=order, problem=None)


def _ordered(what: What, value: str, reason: str) -> Ordered:
    """What all of them get; ProblemError for what no case would take."""
    value = value.replace("\0", "").strip()
    if not value:
        raise problems.invalid(FieldError(what.lower(), "is missing: choose what all of them get"))
    order = Ordered(what=what, value=value, reason=reason.replace("\0", "").strip() or "批量处理 / in bulk")
    if what is not What.TAG:
        try:
            _body(1, order)
        except ValueError:
            wrong = FieldError(what.lower(), "is none of those offered: choose from the list")
            raise problems.invalid(wrong) from None
    return order


def _asked(numbers: Sequence[str]) -> Sequence[str]:
    found = list(dict.fromkeys(number.replace("\0", "") for number in numbers))
    if not found:
        raise problems.invalid(FieldError("case", "is missing: select one case or more in the queue"))
    if len(found) > MOST:
        raise problems.invalid(FieldError("case", f"{len(found)} are too many: {MOST} at most at once"))
    return found


def _allowed(seen: SeenCase, caller: Caller) -> frozenset[Action]:
    if seen.row.closed_at:
        return frozenset()
    return frozenset(allowed_actions(Situation.of_row(seen.row), caller.actor, caller.relation))


async def _one(backend: Backend, caller: Caller, number: str, order: Ordered, key: str) -> Result:
    seen = await run_in_threadpool(_find, backend, caller, number)
    if seen is None:
        return Result(case_number=number, came=Came.FAILED, why="There is no such case.")
    if order.what is What.TAG:
        hung = await run_in_threadpool(_hang, backend, caller, number, order.value)
        return Result(case_number=number, came=Came.DONE if hung else Came.SKIPPED)
    if Action(order.what) not in _allowed(seen, caller):
        return Result(case_number=number, came=Came.SKIPPED, why=f"Not possible in stage {seen.row.stage}.")
    once = hashlib.sha256(f"{key}/{number}".encode()).hexdigest()[:32]
    try:
        await act_once(backend, caller, number, _body(seen.row.view.get("version", 0), order), once)
    except ProblemError as refused:
        return Result(case_number=number, came=Came.FAILED, why=refused.detail)
    return Result(case_number=number, came=Came.DONE)


def _body(version: int, order: Ordered) -> AssignBody | ChangePriorityBody:
    """The act that each gets. ValueError for a value that no case takes."""
    if order.what is What.ASSIGN:
        return AssignBody(action=Action.ASSIGN, seen_version=version, assignee=order.value)
    return ChangePriorityBody(
        action=Action.CHANGE_PRIORITY,
        seen_version=version,
        priority=Priority(order.value),
        reason=order.reason,
    )


def _find(backend: Backend, caller: Caller, number: str) -> SeenCase | None:
    with backend.session() as session:
        return case_queries.find(session, number, caller.sight)


def _hang(backend: Backend, caller: Caller, number: str, tag: str) -> bool:
    with backend.session() as session:
        return case_tags.hang(session, number, tag, caller.reference, backend.clock.wall())
