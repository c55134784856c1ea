"""The button with which somebody gets an address for papers of a case, or a new one."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from rules.permissions import Action
from stores.papers import mailed
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.backend import Uses
from web.casework.case_access import visible_case
from web.mailed.addresses import takes_mail
from web.problems import ProblemError

router = APIRouter(prefix="/cases", include_in_schema=False)


@router.post("/{case_number}/mail-address")
def make_mail_address(
    case_number: str, caller: Annotated[Caller, Depends(Permission(Action.SUBMIT_DOCUMENTS))], backend: Uses
) -> Response:
    """Give the reader an address of their own for this case; an earlier one takes nothing any more."""
    seen = visible_case(backend, caller, case_number, Action.SUBMIT_DOCUMENTS)
    if seen.row.closed_at or not takes_mail(backend):
        raise ProblemError(problems.NOT_NOW, "This case takes no papers by mail.")
    who = caller.principal
    with backend.session() as session:
        mailed.renew(session, case_number, who.kind, who.id, backend.clock.now())
        access_log.write(
            session,
            caller.actor,
            Action.SUBMIT_DOCUMENTS,
            subject=f"mail-address:{case_number}",
            request_id=caller.request_id,
        )
    return RedirectResponse(f"/cases/{case_number}#mail", 303)
