"""What somebody has entered in the form of a new request: kept as they write, shown when they come back."""

from collections.abc import Mapping, Sequence

from models.request_draft import RequestDraft
from stores.casework import request_drafts
from web.access import Caller
from web.backend import Backend

DRAFT = "_draft"
"""Name of the button that keeps a draft without script."""


def writer(caller: Caller) -> str:
    """Whose draft it is: the account's, so that clerks of one desk each have their own."""
    account = caller.signed_in.account_id if caller.signed_in else None
    return f"account:{account}" if account else caller.reference


def keep(backend: Backend, caller: Caller, what: str, fields: Mapping[str, Sequence[str]]) -> None:
    """Keep what was entered so far."""
    with backend.session() as session:
        request_drafts.keep(session, writer(caller), what, fields, backend.clock.wall())


def read(backend: Backend, caller: Caller, what: str) -> RequestDraft | None:
    """The caller's draft of this form, detached."""
    with backend.session() as session:
        found = request_drafts.read(session, writer(caller), what)
        session.expunge_all()
    return found


def of(backend: Backend, caller: Caller) -> Sequence[RequestDraft]:
    """Every draft of the caller."""
    with backend.session() as session:
        found = request_drafts.of_person(session, writer(caller))
        session.expunge_all()
    return found


def drop(backend: Backend, caller: Caller, what: str) -> None:
    """The form is sent, or begins anew."""
    with backend.session() as session:
        request_drafts.drop(session, writer(caller), what)
