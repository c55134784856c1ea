"""Finding a case for a person: what is not theirs is not there, and every look is on record."""

from rules.case_number import verify
from rules.permissions import Action
from stores import access_log, case_queries
from stores.case_queries import SeenCase
from web import problems
from web.access import Caller
from web.backend import Backend
from web.problems import ProblemError


def visible_case(backend: Backend, caller: Caller, case_number: str, action: Action) -> SeenCase:
    """The case; 404 alike for one that does not exist and for one of another family or hospital."""
    if not verify(case_number):
        raise _unknown(case_number)
    with backend.session() as session:
        seen = case_queries.find(session, case_number, caller.sight)
        if seen or case_queries.exists(session, case_number):
            access_log.write(
                session,
                caller.actor,
                action,
                subject=case_number,
                allowed=seen is not None,
                request_id=caller.request_id,
            )
    if seen is None:
        raise _unknown(case_number)
    return seen


def _unknown(case_number: str) -> ProblemError:
    return problems.not_found(f"Case {case_number[:40]}")
