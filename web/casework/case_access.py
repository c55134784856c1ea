"""Finding a case for a person: what is not theirs is not there, and every look is on record."""

from rules.case_number import verify
from rules.permissions import Action
from stores.casework import case_queries
from stores.casework.case_queries import SeenCase
from stores.trust import access_log
from web import problems
from web.access import Caller
from web.backend import Backend


def visible_case(
    backend: Backend, caller: Caller, case_number: str, action: Action, *, asked_for: str = ""
) -> SeenCase:
    """The case; 404 alike for one that does not exist and for one of another family or hospital.

    ``asked_for`` is what the caller named, where that was not the case: its number is not told then.
    """
    unknown = problems.not_found(asked_for or f"Case {case_number[:40]}")
    if not verify(case_number):
        raise unknown
    with backend.session() as session:
        seen = case_queries.find(session, case_number, caller.sight)
        # Of a case of another insurer the database tells nothing: each of their looks is noted.
        if seen or backend.insurers is not None or case_queries.exists(session, case_number):
            access_log.write(
                session,
                caller.actor,
                action,
                subject=case_number,
                allowed=seen is not None,
                request_id=caller.request_id,
            )
    if seen is None:
        raise unknown
    return seen
