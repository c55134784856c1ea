"""The child that a path names, for whoever may know of it; every look is logged."""

from uuid import UUID

from sqlmodel import Session

from rules.permissions import Action
from stores.cover import insured
from stores.trust import access_log
from web import problems
from web.access import Caller


def known_member(session: Session, caller: Caller, number: str, action: Action) -> UUID:
    """The child; 404 alike for one that is not known and for one of another family."""
    found = insured.find_insured(session, number, "")
    guardian = caller.guardian_id
    known = found is not None and (
        guardian is None or insured.is_guardian(session, guardian, found.member_id)
    )
    access_log.write(
        session,
        caller.actor,
        action,
        subject=str(found.member_id) if found else None,
        allowed=known,
        request_id=caller.request_id,
    )
    if found is None or not known:
        raise problems.not_found("This child")
    return found.member_id
