"""`/family/consents`: what a family allows, to whom, since when, and what stops without it (L-29)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.consent import Consent
from rules.consents import FORM_VERSION, OFFERED, ConsentNeed, ConsentRecipient, needed_by
from rules.permissions import Action, Relation
from rules.vocabulary import ConsentPurpose, Process
from stores.casework import family_requests
from stores.trust import consents
from web.access import Caller, Permission
from web.api.consents import ConsentBody, WithdrawalBody, give_consent, withdraw_consent
from web.backend import Uses
from web.families.members import known_member
from web.portal_pages import children_of
from web.templating import page

router = APIRouter(prefix="/family/consents", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_CONSENTS, relation=Relation.OWN_FAMILY))]
Says = Annotated[Caller, Depends(Permission(Action.GIVE_CONSENT, relation=Relation.OWN_FAMILY))]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownConsent:
    """A consent as it stands: ``since`` then given or taken back, None where it was never given.

    ``needed_by`` are requests that are not taken in without it; ``waiting`` the open cases that would stop.
    """

    need: ConsentNeed
    stands: bool
    since: datetime | None
    form_version: str
    needed_by: Sequence[Process]
    waiting: Sequence[str]

    @property
    def code(self) -> str:
        """Its place on the page."""
        return f"{self.need.purpose}-{self.need.recipient}"


@router.get("")
def show_consents(
    request: Request,
    caller: Reads,
    backend: Uses,
    child: Annotated[str, Query(max_length=64)] = "",
    done: Literal["given", "withdrawn", ""] = "",
) -> HTMLResponse:
    """Every consent of one child; those that stand first, and all that was said before."""
    children = children_of(backend, caller)
    chosen = next((each for each in children if each.member_number == child), None)
    chosen = chosen or (children[0] if children else None)
    known: Sequence[KnownConsent] = ()
    earlier: Sequence[Consent] = ()
    if chosen:
        with backend.session() as session:
            member_id = known_member(session, caller, chosen.member_number, Action.READ_CONSENTS)
            earlier = consents.of_member(session, member_id)
            known = _known(session, member_id, earlier)
    return page(
        request,
        "family_consents.html",
        children=children,
        chosen=chosen,
        known=known,
        earlier=[each for each in earlier if each.withdrawn_at],
        done=done,
    )


@router.post("")
async def change_consent(
    caller: Says,
    backend: Uses,
    child: Annotated[str, Form(max_length=64)],
    purpose: Annotated[ConsentPurpose, Form()],
    recipient: Annotated[ConsentRecipient, Form()],
    stands: Annotated[bool, Form()],
) -> Response:
    """Give one, or take it back; open cases that need it hear of it."""
    if stands:
        given = ConsentBody(purpose=purpose, recipient=recipient, form_version=FORM_VERSION)
        await give_consent(child, given, caller, backend)
    else:
        back = WithdrawalBody(purpose=purpose, recipient=recipient)
        await withdraw_consent(child, back, caller, backend)
    done = "given" if stands else "withdrawn"
    return RedirectResponse(f"/family/consents?child={child}&done={done}#{purpose}-{recipient}", 303)


def _known(session: Session, member_id: UUID, given: Sequence[Consent]) -> Sequence[KnownConsent]:
    newest = {
        ConsentNeed(each.purpose, ConsentRecipient(each.recipient)): each
        for each in given
        if each.recipient in frozenset(ConsentRecipient)
    }
    found = []
    for need in dict.fromkeys((*OFFERED, *newest)):
        row, wants = newest.get(need), needed_by(need)
        found.append(
            KnownConsent(
                need=need,
                stands=row is not None and row.withdrawn_at is None,
                since=(row.withdrawn_at or row.given_at) if row else None,
                form_version=row.form_version if row else "",
                needed_by=wants,
                waiting=family_requests.open_cases(session, member_id, wants) if wants else (),
            )
        )
    return sorted(found, key=lambda each: not each.stands)
