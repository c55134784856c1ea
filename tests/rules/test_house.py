"""Who is reached at each level, and who does the work of those who are away."""

from typing import Any

import pytest

from rules.escalation import Level
from rules.house import Colleague, House
from rules.roles import Role

MA, LUO, SUN = "staff:ma", "staff:luo", "staff:sun"
LEAD, BOSS, HEAD = "staff:lead", "staff:boss", "staff:head"


def colleague(name: str, role: Role, team: str = "one", **more: Any) -> Colleague:
    return Colleague(reference=name, roles=(role,), team=team, **more)


def house(**away: str) -> House:
    """Three adjusters in one team, and one of each level above them."""
    people = (
        colleague(MA, Role.ADJUSTER, load=9),
        colleague(LUO, Role.ADJUSTER, load=4),
        colleague(SUN, Role.ADJUSTER, load=2),
        colleague(LEAD, Role.TEAM_LEAD),
        colleague(BOSS, Role.SUPERVISOR),
        colleague(HEAD, Role.HEAD, team="office"),
    )
    return House(people, {f"staff:{name}": f"staff:{other}" if other else "" for name, other in away.items()})


def test_a_substitute_is_followed_to_the_end_of_the_chain() -> None:
    found = house(ma="luo", luo="sun").in_place_of(MA)

    assert found.person == SUN
    assert found.chain == (MA, LUO)
    assert not found.looped


def test_substitutes_in_a_circle_leave_the_work_to_the_team_lead_and_it_is_said() -> None:
    found = house(ma="luo", luo="ma").in_place_of(MA)

    assert found.person == LEAD
    assert found.looped


def test_in_a_circle_with_the_lead_away_too_it_is_the_supervisor() -> None:
    assert house(ma="luo", luo="lead", lead="ma").in_place_of(MA).person == BOSS


def test_without_a_substitute_whoever_of_the_role_has_least_to_do_takes_over() -> None:
    assert house(ma="").in_place_of(MA).person == SUN
    assert house(ma="", sun="").in_place_of(MA).person == LUO


def test_somebody_who_is_here_does_the_own_work() -> None:
    assert house().in_place_of(MA).person == MA


def test_where_nobody_of_the_role_is_here_it_goes_up() -> None:
    assert house(ma="", luo="", sun="").in_place_of(MA).person == LEAD


@pytest.mark.parametrize(
    ("level", "person"),
    [(Level.ASSIGNEE, MA), (Level.TEAM_LEAD, LEAD), (Level.SUPERVISOR, BOSS), (Level.HEAD, HEAD)],
)
def test_each_level_reaches_its_own_person(level: Level, person: str) -> None:
    assert [found.person for found in house().at_level(level, MA)] == [person]


def test_a_case_that_nobody_has_reaches_the_team_lead() -> None:
    assert [found.person for found in house().at_level(Level.ASSIGNEE, "")] == [LEAD]


def test_a_level_whose_people_are_all_away_is_the_next_one() -> None:
    assert [found.person for found in house(lead="").at_level(Level.TEAM_LEAD, MA)] == [BOSS]


def test_leaders_of_the_own_team_come_before_those_of_others() -> None:
    other = colleague("staff:other", Role.TEAM_LEAD, team="two")
    both = House((*house().colleagues, other))

    assert [found.person for found in both.at_level(Level.TEAM_LEAD, MA)] == [LEAD]


def test_a_role_is_dealt_to_whoever_of_it_has_least_to_do() -> None:
    busy = House((*house().colleagues, colleague("staff:second", Role.TEAM_LEAD, load=3)))

    assert busy.least_loaded(Level.TEAM_LEAD, MA) == LEAD


def test_where_several_levels_are_away_it_goes_up_to_the_first_that_is_here() -> None:
    assert [found.person for found in house(lead="", boss="").at_level(Level.TEAM_LEAD, MA)] == [HEAD]
    assert house(lead="", boss="", head="").at_level(Level.TEAM_LEAD, MA) == ()
    assert house(lead="", boss="", head="").least_loaded(Level.TEAM_LEAD, MA) == ""


def test_the_level_above_is_that_of_the_own_team_too() -> None:
    other = colleague("staff:other", Role.SUPERVISOR, team="two")
    both = House((other, *house().colleagues), {LEAD: ""})

    assert [found.person for found in both.at_level(Level.TEAM_LEAD, MA)] == [BOSS]
