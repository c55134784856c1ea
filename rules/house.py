"""Who works here now: leaders of a team, who stands in for whom, who has least to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.escalation import ROLE_OF, Level
from rules.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A member of staff; ``load`` counts open cases, ``always`` is somebody who also works at night."""

    reference: str
    roles: tuple[Role, ...]
    team: str = ""
    load: int = 0
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceDays:
    """Days on which a member of staff is away, both inclusive, in China; ids of rows."""

    absence_id: str
    staff_id: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Who does the work of a person. ``chain`` are those passed over because they are away, in order.

    ``looped``: the substitutes lead back to each other, so it fell to somebody above them.
    """

    person: str
    chain: tuple[str, ...] = ()
    looped: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """The staff, and who is ``away`` with the substitute that was named (empty for none)."""

    colleagues: tuple[Colleague, ...]
    away: Mapping[str, str] = field(default_factory=dict)

    def colleague(self, reference: str) -> Colleague | None:
        """The colleague behind a reference."""
        return next((each for each in self.colleagues if each.reference == reference), None)

    def in_place_of(self, person: str) -> StandIn:
        """The person, or who stands in at the end of the chain of substitutes.

        Without a substitute whoever of the role has least to do; where the chain runs into itself the team
        lead, and the next level above where the leads are away too.
        """
        chain: list[str] = []
        here = person
        while here in self.away:
            chain.append(here)
            named = self.away[here]
            if named in chain:
                return StandIn(person=self._above(person), chain=tuple(chain), looped=True)
            if not named or self.colleague(named) is None:
                return StandIn(person=self._of_same_role(person, here), chain=tuple(chain))
            here = named
        return StandIn(person=here, chain=tuple(chain))

    def at_level(self, level: Level, assignee: str) -> tuple[StandIn, ...]:
        """Who is reached at a level for a case of that person, stand-ins in the place of those away.

        A role is that of the assignee's team where it has one there, else of the whole house. Where nobody
        can be reached it is the level above.
        """
        if level is Level.ASSIGNEE:
            found = self.in_place_of(assignee) if self.colleague(assignee) else None
            return (found,) if found and found.person else self.at_level(Level.TEAM_LEAD, assignee)
        holders = self._holders(ROLE_OF[level], assignee)
        stand_ins = tuple(self.in_place_of(holder.reference) for holder in holders)
        reached = _each_once(found for found in stand_ins if found.person)
        return reached or (self.at_level(_next(level), assignee) if level is not Level.HEAD else ())

    def least_loaded(self, level: Level, assignee: str) -> str:
        """Who of a level has the fewest open cases; empty where nobody is there."""
        people = [self.colleague(found.person) for found in self.at_level(level, assignee)]
        return _fewest(each for each in people if each)

    def _of_same_role(self, person: str, away: str) -> str:
        gone = self.colleague(away) or self.colleague(person)
        for role in gone.roles if gone else ():
            others = self._holders(role, away)
            found = _fewest(each for each in others if each.reference not in self.away)
            if found:
                return found
        return self._above(person)

    def _above(self, person: str) -> str:
        for level in ROLE_OF:
            holders = self._holders(ROLE_OF[level], person)
            found = _fewest(each for each in holders if each.reference not in self.away)
            if found:
                return found
        return ""

    def _holders(self, role: Role, beside: str) -> tuple[Colleague, ...]:
        """Those of the role in a colleague's team; of the whole house where the team has none present."""
        holders = tuple(each for each in self.colleagues if role in each.roles)
        known = self.colleague(beside)
        near = tuple(each for each in holders if known and each.team == known.team)
        return near if any(each.reference not in self.away for each in near) else holders


def _next(level: Level) -> Level:
    levels = list(Level)
    return levels[levels.index(level) + 1]


def _fewest(people: Iterable[Colleague]) -> str:
    ordered = sorted(people, key=lambda each: (each.load, each.reference))
    return ordered[0].reference if ordered else ""


def _each_once(found: Iterable[StandIn]) -> tuple[StandIn, ...]:
    return tuple({stand_in.person: stand_in for stand_in in found}.values())
