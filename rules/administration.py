"""What an administrator does to the house, and which roles one person may hold together."""

from collections.abc import Iterable
from enum import StrEnum

from rules.roles import STAFF_ROLES, Role


class HouseAct(StrEnum):
    """What was done to people, places or settings of the house."""

    CREATE_PERSON = "CREATE_PERSON"
    CHANGE_PERSON = "CHANGE_PERSON"
    CLOSE_PERSON = "CLOSE_PERSON"
    REOPEN_PERSON = "REOPEN_PERSON"
    MAKE_ACCOUNT = "MAKE_ACCOUNT"
    CLOSE_ACCOUNT = "CLOSE_ACCOUNT"
    NEW_PASSWORD = "NEW_PASSWORD"  # noqa: S105  (the name of an act)
    RESET_SECOND_FACTOR = "RESET_SECOND_FACTOR"
    SAVE_HOSPITAL = "SAVE_HOSPITAL"
    ADD_MEMBERSHIP = "ADD_MEMBERSHIP"
    END_MEMBERSHIP = "END_MEMBERSHIP"
    SAVE_INSURER = "SAVE_INSURER"
    PROPOSE_AUTHORITY = "PROPOSE_AUTHORITY"
    CONFIRM_AUTHORITY = "CONFIRM_AUTHORITY"
    WITHDRAW_AUTHORITY = "WITHDRAW_AUTHORITY"
    SKIP_TIME = "SKIP_TIME"
    RECORD_INCIDENT = "RECORD_INCIDENT"
    FOLLOW_INCIDENT = "FOLLOW_INCIDENT"
    TELL_GUARDIANS = "TELL_GUARDIANS"


class RoleFault(StrEnum):
    """Why these roles do not go together, or not with this person."""

    NONE = "NONE"
    ADMINISTRATOR_ALONE = "ADMINISTRATOR_ALONE"
    AUDITOR_ALONE = "AUDITOR_ALONE"
    NOT_STAFF = "NOT_STAFF"


_ALONE = {
    Role.ADMINISTRATOR: RoleFault.ADMINISTRATOR_ALONE,
    Role.AUDITOR: RoleFault.AUDITOR_ALONE,
}
"""Administrators see no health data, and auditors look at what others do: neither holds another role."""

DECIDING = (Role.ADJUSTER, Role.ADVANCE_SPECIALIST, Role.TEAM_LEAD, Role.SUPERVISOR, Role.HEAD)
"""Roles that decide amounts, from the smallest usual limit to the largest."""


def role_fault(roles: Iterable[Role]) -> RoleFault | None:
    """What is wrong with holding these roles together; None where nothing is."""
    held = set(roles)
    if not held:
        return RoleFault.NONE
    if not held <= STAFF_ROLES:
        return RoleFault.NOT_STAFF
    alone = (fault for role, fault in _ALONE.items() if role in held and len(held) > 1)
    return next(alone, None)
