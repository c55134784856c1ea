"""`/accounts/{id}`: the statement of an account as a page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from rules.permissions import Action
from web.access import Caller, Permission
from web.backend import Uses
from web.money.account_access import visible_statement
from web.templating import page

router = APIRouter(prefix="/accounts", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/{account_id}")
def show_statement(
    request: Request,
    account_id: UUID,
    caller: Annotated[Caller, Depends(Permission(Action.READ_ACCOUNT))],
    backend: Uses,
) -> HTMLResponse:
    """The balance, the accounts beside it, and every entry that made it."""
    year, statement = visible_statement(backend, caller, account_id)
    return page(request, "account.html", year=year, statement=statement)
