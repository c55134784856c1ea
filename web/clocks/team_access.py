"""Whose cases board and reports show: all teams, or the one that the reader leads."""

from sqlmodel import Session

from rules.roles import sees_every_team
from stores.cover import parties
from web import problems
from web.access import Caller
from web.problems import ProblemError


def own_team(session: Session, caller: Caller) -> str | None:
    """The only team that the caller sees; None for all. ProblemError for a lead without a team."""
    if sees_every_team(caller.actor):
        return None
    staff = parties.staff(session, caller.reference)
    if staff is None or not staff.team:
        raise ProblemError(
            problems.FORBIDDEN, "You lead no team yet: an administrator enters the team, then it is shown."
        )
    return staff.team
