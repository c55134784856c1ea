"""`/api/v1/notifications` and `/api/v1/tasks`: what members of staff are told, and have to see to."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi import Body as Sent

from models.supervisor_task import SupervisorTask
from rules.notices import NoticeKind
from rules.permissions import Action
from stores.clocks import notices
from stores.clocks.notices import Delivered
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body, View, Words
from web.backend import Uses
from web.clocks.team_access import own_team

router = APIRouter(prefix="/api/v1", tags=["Clocks"])

Told = Annotated[Caller, Depends(Permission(Action.READ_NOTIFICATIONS))]
CLOSING = {"outcome": {"value": {"outcome": "Called the hospital; the adjuster decides today."}}}


class NotificationView(View):
    """Something that you were told. It reaches you when you work, `made_at` is when it became true."""

    id: UUID
    case_number: str
    stage: str
    """Of the case now."""
    kind: NoticeKind
    clock: str | None
    subject: str | None
    """The milestone of the clock."""
    in_place_of: str | None
    """Who is away, and stood in for by you."""
    due_at: datetime | None
    made_at: datetime
    deliver_at: datetime
    read_at: datetime | None


class NotificationsView(View):
    """The newest first."""

    notifications: tuple[NotificationView, ...]


class TaskView(View):
    """Something that a leader has to see to."""

    id: UUID
    case_number: str
    owner: str
    clock: str | None
    subject: str
    due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None


class TasksView(View):
    """Those open the longest first."""

    tasks: tuple[TaskView, ...]


class CloseTaskBody(Body):
    """What came of it."""

    outcome: Words


@router.get("/notifications", operation_id="listNotifications", summary="Read what you were told")
def list_notifications(
    caller: Told,
    backend: Uses,
    unread: Annotated[bool, Query(description="Only those that you have not read")] = False,
) -> NotificationsView:
    """What has reached you by now; nothing reaches you at night or on a rest day unless you work then."""
    with backend.session() as session:
        found = notices.delivered(session, caller.reference, backend.clock.wall(), unread=unread)
        return NotificationsView(notifications=tuple(_told(each) for each in found))


@router.post(
    "/notifications/{notification_id}/read", operation_id="readNotification", summary="Mark it as read"
)
def read_notification(notification_id: UUID, caller: Told, backend: Uses) -> NotificationsView:
    """Only your own; a repeat changes nothing. The answer is what you have not read."""
    with backend.session() as session:
        if not notices.mark_read(session, notification_id, caller.reference, backend.clock.wall()):
            raise problems.not_found("This notification")
        session.flush()
        found = notices.delivered(session, caller.reference, backend.clock.wall(), unread=True)
        return NotificationsView(notifications=tuple(_told(each) for each in found))


@router.get("/tasks", operation_id="listTasks", summary="Read what has to be seen to")
def list_tasks(
    caller: Annotated[Caller, Depends(Permission(Action.READ_TASKS))],
    backend: Uses,
    mine: Annotated[bool, Query(description="Only your own")] = False,
    closed: Annotated[bool, Query(description="Closed ones instead of open ones")] = False,
) -> TasksView:
    """Opened by milestones of clocks; a team lead sees those of the own team."""
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.READ_TASKS, request_id=caller.request_id)
        team = own_team(session, caller)
        rows = notices.tasks(session, caller.reference if mine else None, closed=closed, team=team)
        return TasksView(tasks=tuple(TaskView.model_validate(row) for row in rows))


@router.post("/tasks/{task_id}/close", operation_id="closeTask", summary="Close a task")
def close_task(
    task_id: UUID,
    body: Annotated[CloseTaskBody, Sent(openapi_examples=CLOSING)],
    caller: Annotated[Caller, Depends(Permission(Action.CLOSE_TASK))],
    backend: Uses,
) -> TaskView:
    """With what came of it. One that is closed already stays as it was."""
    with backend.session() as session:
        now = backend.clock.wall()
        row: SupervisorTask | None = notices.close_task(
            session,
            task_id,
            by=caller.reference,
            outcome=body.outcome,
            at=now,
            team=own_team(session, caller),
        )
        if row is None:
            raise problems.not_found("This task")
        return TaskView.model_validate(row)


def _told(each: Delivered) -> NotificationView:
    row = each.row
    return NotificationView(
        id=row.id,
        case_number=row.case_number,
        stage=each.stage,
        kind=row.kind,
        clock=row.clock,
        subject=row.subject,
        in_place_of=row.in_place_of,
        due_at=row.due_at,
        made_at=row.made_at,
        deliver_at=row.deliver_at,
        read_at=row.read_at,
    )
