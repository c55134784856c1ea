"""Those who act in cases that are lived through; none of them exists."""

from rules.roles import DEFAULT_AUTHORITY, Actor, Role


def staff(role: Role, name: str) -> Actor:
    """A member of staff with the usual authority."""
    return Actor(f"staff:{name}", (role,), DEFAULT_AUTHORITY.get(role, 0))


def desk(hospital: str) -> Actor:
    """The billing desk of a hospital."""
    return Actor(f"hospital:{hospital}", (Role.HOSPITAL_DESK,))


def guardian(guardian_id: str) -> Actor:
    """The adult of a family."""
    return Actor(f"guardian:{guardian_id}", (Role.GUARDIAN,))


CLERK = staff(Role.INTAKE_CLERK, "xu.intake")
SPECIALIST = staff(Role.ADVANCE_SPECIALIST, "tang.advance")
ADJUSTER = staff(Role.ADJUSTER, "ma.adjuster")
SUPERVISOR = staff(Role.SUPERVISOR, "liang.supervisor")
HEAD = staff(Role.HEAD, "song.head")
