"""`/home`: sends each person to where their work begins."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse

from web.access import Caller, OwnSession
from web.menu import home

router = APIRouter(include_in_schema=False)


@router.get("/home")
def go_home(caller: Annotated[Caller, Depends(OwnSession())]) -> RedirectResponse:
    """The first page of the person's menu."""
    return RedirectResponse(home(caller), 303)
