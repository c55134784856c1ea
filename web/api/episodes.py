"""`/api/v1/episodes/{id}`: all that one illness brought, in order, with its money."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from rules.payments.vocabulary import PaymentPurpose
from rules.permissions import Action
from rules.vocabulary import Process
from stores.casework import episode_views
from stores.casework.episode_views import EpisodeSeen, ItemKind
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import View, Yuan
from web.backend import Uses
from web.casework.stage_told import stage_told

router = APIRouter(prefix="/api/v1/episodes", tags=["Cases"])


class EpisodeCaseView(View):
    """A case of the episode."""

    case_number: str
    process: Process
    stage: str
    hospital: str | None
    planned_on: date | None
    requested: Yuan | None
    decided: Yuan | None
    opened_at: datetime
    closed_at: datetime | None


class EpisodeItemView(View):
    """One thing that happened, with the number under which to look it up."""

    at: datetime
    kind: ItemKind
    case_number: str
    reference: str
    state: str
    amount: Yuan | None


class PaidView(View):
    """What was paid out for one purpose."""

    purpose: PaymentPurpose
    amount: Yuan


class EpisodeMoneyView(View):
    """What is held of the benefits now, what was paid out, and what the family owes or paid back."""

    reserved: Yuan
    paid: tuple[PaidView, ...]
    owed: Yuan
    received: Yuan


class EpisodeView(View):
    """One stay or course of care; a hospital sees its own cases, and no money."""

    id: UUID
    opened_at: datetime
    cases: tuple[EpisodeCaseView, ...]
    items: tuple[EpisodeItemView, ...]
    money: EpisodeMoneyView | None


TO_HOSPITALS = frozenset({ItemKind.CASE_OPENED, ItemKind.CASE_CLOSED, ItemKind.BILL})
"""What a hospital sees; letters, payments and debts would tell what a family owes (A-24)."""

EXAMPLE = {
    "id": "6f7a2f0e-9d1b-5d0e-8a63-0a1f3c5b7d90",
    "opened_at": "2026-11-21T02:15:00Z",
    "cases": [
        {
            "case_number": "PA-261121-000042-U",
            "process": "PA",
            "stage": "GUARANTEED",
            "hospital": "MEIHUA-FUER",
            "planned_on": "2026-12-03",
            "requested": "21600.00",
            "decided": "18000.00",
            "opened_at": "2026-11-21T02:15:00Z",
            "closed_at": None,
        }
    ],
    "items": [
        {
            "at": "2026-11-21T02:15:00Z",
            "kind": "CASE_OPENED",
            "case_number": "PA-261121-000042-U",
            "reference": "PA-261121-000042-U",
            "state": "PA",
            "amount": "21600.00",
        }
    ],
    "money": {"reserved": "18000.00", "paid": [], "owed": "0.00", "received": "0.00"},
}


@router.get("/{episode_id}", operation_id="getEpisode", summary="Read one illness as a whole")
def read_episode(
    episode_id: Annotated[UUID, Path(description="Id as `getCase` tells it")],
    caller: Annotated[Caller, Depends(Permission(Action.READ))],
    backend: Uses,
) -> EpisodeView:
    """Its pre-authorizations, letters, bills, claims and advances in order, and where its money stands."""
    with backend.session() as session:
        seen = episode_views.seen(session, episode_id, caller.sight)
        access_log.write(
            session,
            caller.actor,
            Action.READ,
            subject=str(episode_id),
            allowed=seen is not None,
            request_id=caller.request_id,
        )
        if seen is None:
            raise problems.not_found("This episode")
        return _view(seen, caller)


def _view(seen: EpisodeSeen, caller: Caller) -> EpisodeView:
    to_hospital = caller.hospital_code is not None
    shown = TO_HOSPITALS if to_hospital else frozenset(ItemKind)
    return EpisodeView(
        id=seen.episode.id,
        opened_at=seen.episode.opened_at,
        cases=tuple(
            EpisodeCaseView(
                case_number=case.case_number,
                process=case.process,
                stage=stage_told(caller, case.process, case.stage),
                hospital=case.hospital_code,
                planned_on=case.planned_on,
                requested=case.requested_amount,
                decided=case.decided_amount,
                opened_at=case.opened_at,
                closed_at=case.closed_at,
            )
            for case in seen.cases
        ),
        items=tuple(EpisodeItemView.model_validate(item) for item in seen.items if item.kind in shown),
        money=None if to_hospital else _money(seen),
    )


def _money(seen: EpisodeSeen) -> EpisodeMoneyView:
    paid = tuple(PaidView(purpose=purpose, amount=amount) for purpose, amount in seen.money.paid.items())
    return EpisodeMoneyView(
        reserved=seen.money.reserved, paid=paid, owed=seen.money.owed, received=seen.money.received
    )
