"""Looks at payments, debts and receipts: they name families, so each is on record (L-32)."""

from sqlmodel import Session

from rules.permissions import Action
from stores.trust import access_log
from web.access import Caller


def note_look(session: Session, caller: Caller, subject: str | None = None) -> None:
    """Note that somebody looked at a list, or at the payment with this number."""
    access_log.write(
        session, caller.actor, Action.READ_PAYMENTS, subject=subject, request_id=caller.request_id
    )
