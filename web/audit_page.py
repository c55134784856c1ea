"""`/audit`: who looked at what, and whether the record of a case is whole and comes out the same again."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from models.access_log import AccessLog
from rules.case_number import verify
from rules.permissions import Action
from stores.benefits import replays
from stores.casework import case_events
from stores.cover.people import names_of
from stores.trust import access_log
from stores.trust.access_log import PAGE, Looks
from web import problems
from web.access import Caller, Permission
from web.api.bodies.clock_filters import Days
from web.backend import Uses
from web.casework.case_access import visible_case
from web.csv_download import Cell, csv_download
from web.problems import FieldError
from web.templating import page

router = APIRouter(prefix="/audit", include_in_schema=False, default_response_class=HTMLResponse)

Audits = Annotated[Caller, Depends(Permission(Action.READ_ACCESS_LOG))]
MOST = 200_000
"""Looks that one file holds."""
_HEAD = ("at", "actor", "name", "role", "action", "subject", "allowed", "request_id")

Said = Annotated[str, Query(max_length=100)]


@router.get("")
def show_looks(
    request: Request,
    caller: Audits,
    backend: Uses,
    who: Said = "",
    about: Said = "",
    refused: bool = False,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """The access log (L-32), the newest first; the filter is in the address. This look is on it too."""
    asked = Looks(actor=_plain(who), subject=_plain(about), refused=refused, before=before)
    with backend.session() as session:
        rows = access_log.newest(session, asked)
        names = names_of(session, [row.actor for row in rows])
        session.expunge_all()
        access_log.write(
            session,
            caller.actor,
            Action.READ_ACCESS_LOG,
            subject=asked.subject or None,
            request_id=caller.request_id,
        )
    more = {"who": asked.actor, "about": asked.subject, "refused": "true" if refused else ""}
    last = rows[-1].id if len(rows) == PAGE else None
    held = {name: value for name, value in {**more, "before": last}.items() if value}
    return page(
        request,
        "audit.html",
        rows=rows,
        names=names,
        asked=asked,
        case=asked.subject if verify(asked.subject) else "",
        older=f"/audit?{urlencode(held)}" if last else "",
    )


@router.get("/looks.csv")
def download_looks(
    caller: Audits, backend: Uses, days: Days, who: Said = "", about: Said = "", refused: bool = False
) -> Response:
    """The looks of some days as a file, for the yearly audit of minors' data (L-32)."""
    period = days.period(backend.clock.today())
    asked = Looks(
        actor=_plain(who),
        subject=_plain(about),
        refused=refused,
        first_on=period.first_on,
        last_on=period.last_on,
    )
    with backend.session() as session:
        rows = access_log.newest(session, asked, MOST + 1)
        names = names_of(session, list({row.actor for row in rows}))
        cells = [_cells(row, names) for row in rows]
        access_log.write(session, caller.actor, Action.READ_ACCESS_LOG, request_id=caller.request_id)
    if len(cells) > MOST:
        raise problems.invalid(FieldError("from", f"begins more than {MOST} looks: name fewer days"))
    return csv_download(f"looks-{period.first_on}-{period.last_on}", _HEAD, cells)


def _cells(row: AccessLog, names: Mapping[str, str]) -> Sequence[Cell]:
    at = row.at.isoformat() if row.at else ""
    return (
        at,
        row.actor,
        names[row.actor],
        row.actor_role,
        row.action,
        row.subject,
        row.allowed,
        row.request_id,
    )


@router.get("/cases/{case_number}")
def show_record(request: Request, case_number: str, caller: Audits, backend: Uses) -> HTMLResponse:
    """The chain of the case's events, checked link by link, and its decisions, run again."""
    visible_case(backend, caller, case_number, Action.READ_ACCESS_LOG)
    with backend.session() as session:
        events = case_events.read(session, case_number)
        broken_at = case_events.verify(session, case_number)
        runs = replays.replay(session, case_number)
    return page(
        request,
        "audit_case.html",
        case_number=case_number,
        events=len(events),
        last_hash=events[-1][1] if events else "",
        broken_at=broken_at,
        runs=runs,
    )


def _plain(said: str) -> str:
    return said.replace("\0", "").strip()
