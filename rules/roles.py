"""Who acts in Lipei, and how much each may decide alone."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of people and machines (architecture: people and trust)."""

    GUARDIAN = "GUARDIAN"
    HOSPITAL_DESK = "HOSPITAL_DESK"
    INTAKE_CLERK = "INTAKE_CLERK"
    MEDICAL_REVIEWER = "MEDICAL_REVIEWER"
    ADJUSTER = "ADJUSTER"
    TEAM_LEAD = "TEAM_LEAD"
    SUPERVISOR = "SUPERVISOR"
    HEAD = "HEAD"
    ADVANCE_SPECIALIST = "ADVANCE_SPECIALIST"
    FINANCE = "FINANCE"
    COMPLAINT_HANDLER = "COMPLAINT_HANDLER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"
    SYSTEM = "SYSTEM"


STAFF_ROLES = frozenset(Role) - {Role.GUARDIAN, Role.HOSPITAL_DESK, Role.SYSTEM}

AUTOMATIC_LIMIT = 3_000_00
"""Fen that may be paid with no person deciding."""

UNLIMITED = 10**13

DEFAULT_AUTHORITY: dict[Role, int] = {
    Role.ADJUSTER: 20_000_00,
    Role.TEAM_LEAD: 20_000_00,
    Role.SUPERVISOR: 100_000_00,
    Role.HEAD: UNLIMITED,
}
"""Fen that each role may decide alone; roles left out decide no amounts."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or machine as looked up for one request.

    ``reference`` is opaque (``staff:…``, ``hospital:…``, ``guardian:…``, ``system:…``), never a name.
    ``authority`` is in fen.
    """

    reference: str
    roles: tuple[Role, ...]
    authority: int = 0

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds any of the roles."""
        return any(role in self.roles for role in roles)


SYSTEM = Actor("system:lipei", (Role.SYSTEM,), AUTOMATIC_LIMIT)


_SEE_EVERY_TEAM = (Role.SUPERVISOR, Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR)
_ANSWER_FOR_DATA = (Role.HEAD, Role.COMPLAINT_HANDLER, Role.AUDITOR)


def sees_every_team(actor: Actor) -> bool:
    """Whether board, reports, tasks and absences show all teams; a team lead sees the own one alone."""
    return actor.has(*_SEE_EVERY_TEAM)


def sees_restricted(actor: Actor) -> bool:
    """Whether ended cases are seen of a child whose data are kept by law alone (PIPL article 47)."""
    return actor.has(*_ANSWER_FOR_DATA)
