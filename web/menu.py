"""The pages that a person may go to, in the order of the work."""

from dataclasses import dataclass

from rules.permissions import Action, Relation, may
from web.access import Caller


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the menu; its name stands in the layout under ``key``."""

    key: str
    path: str


_PAGES: tuple[tuple[Relation, Action, Link], ...] = (
    (Relation.STAFF, Action.READ_CLOCKS, Link("work", "/work")),
    (Relation.STAFF, Action.READ_REPORTS, Link("board", "/board")),
    (Relation.STAFF, Action.READ_TASKS, Link("tasks", "/tasks")),
    (Relation.STAFF, Action.READ_REPORTS, Link("reports", "/reports")),
    (Relation.STAFF, Action.READ_REPORTS, Link("sampling", "/sampling")),
    (Relation.STAFF, Action.READ_PAYMENTS, Link("finance", "/finance")),
    (Relation.STAFF, Action.READ_ACCESS_LOG, Link("audit", "/audit")),
    (Relation.STAFF, Action.READ_NOTIFICATIONS, Link("notifications", "/notifications")),
    (Relation.STAFF, Action.READ_HOUSE, Link("house", "/house")),
    (Relation.STAFF, Action.READ_ABSENCES, Link("absences", "/absences")),
    (Relation.STAFF, Action.READ_CALENDAR, Link("calendars", "/calendars")),
    (Relation.STAFF, Action.MANAGE_WEBHOOKS, Link("webhooks", "/webhooks")),
    (Relation.OWN_HOSPITAL, Action.READ, Link("desk", "/desk")),
    (Relation.OWN_HOSPITAL, Action.SUBMIT_BILL, Link("discharge", "/desk/discharge")),
    (Relation.OWN_HOSPITAL, Action.READ_REMITTANCES, Link("remittances", "/desk/remittances")),
    (Relation.OWN_HOSPITAL, Action.CHECK_ELIGIBILITY, Link("eligibility", "/new/eligibility")),
    (Relation.OWN_HOSPITAL, Action.OPEN_VISIT, Link("visit", "/new/visit")),
    (Relation.OWN_HOSPITAL, Action.SUBMIT, Link("preauthorization", "/new/preauthorization")),
    (Relation.OWN_HOSPITAL, Action.OPEN_VISIT, Link("admission", "/new/admission")),
    (Relation.OWN_FAMILY, Action.READ, Link("family", "/family")),
    (Relation.OWN_FAMILY, Action.READ_OWED, Link("owed", "/family/owed")),
    (Relation.OWN_FAMILY, Action.SUBMIT_CLAIM, Link("claim", "/new/claim")),
    (Relation.OWN_FAMILY, Action.SUBMIT, Link("preauthorization", "/new/preauthorization")),
    (Relation.OWN_FAMILY, Action.SUBMIT, Link("advance", "/new/advance")),
    (Relation.OWN_FAMILY, Action.QUOTE, Link("estimate", "/new/estimate")),
)


def links(caller: Caller) -> tuple[Link, ...]:
    """The caller's pages."""
    return tuple(
        link
        for relation, action, link in _PAGES
        if caller.relation.side is relation and may(caller.actor, action, caller.relation).allowed
    )


def home(caller: Caller) -> str:
    """Where the caller begins."""
    own = links(caller)
    return own[0].path if own else "/security"
