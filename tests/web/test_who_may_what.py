"""Every route and every act, asked for each principal; the answers are written down in `who_may`."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from rules.permissions import ROLES as POLICY
from rules.permissions import Action, may
from rules.roles import Role
from tests.web.site import Site
from tests.web.unserved import APP
from tests.web.who_may import ACTS, ANYONE, NO_ID, OWN_SESSION, ROLES, ROUTES, SAMPLE, caller, row_of
from web.access import Gate, OwnSession, Permission, anyone
from web.metrics import ScrapeGate
from web.problems import ProblemError


def _routes() -> Iterator[tuple[str, str, Dependant]]:
    for context in iter_route_contexts(APP.routes):
        route: Any = context
        if not isinstance(context.route, Mount):
            for method in sorted(route.methods):
                yield method, str(context.path), route.dependant


ALL = {f"{method} {path}": gates for method, path, gates in _routes()}


def gates_of(dependant: Dependant) -> Iterator[object]:
    """Everything that a route asks before it lets somebody in."""
    for inner in dependant.dependencies:
        if isinstance(inner.call, Gate) or inner.call is anyone:
            yield inner.call
        yield from gates_of(inner)


def passes(gate: object, letter: str) -> bool:
    """Whether a gate lets that principal in, asked as a request asks it."""
    asked = ScrapeGate._people if isinstance(gate, ScrapeGate) else gate
    assert isinstance(asked, Permission)
    try:
        asked.admit(caller(letter))
    except ProblemError:
        return False
    return True


def let_in(dependant: Dependant) -> str:
    """Who gets through every gate of a route."""
    gates = list(gates_of(dependant))
    if any(isinstance(gate, OwnSession) for gate in gates):
        return OWN_SESSION
    if all(gate is anyone for gate in gates):
        return ANYONE
    asked = [gate for gate in gates if gate is not anyone]
    return "".join(letter for letter in ROLES if all(passes(gate, letter) for gate in asked))


@pytest.mark.parametrize("route", sorted(ALL))
def test_a_route_lets_in_whom_it_is_there_for(route: str) -> None:
    method, _, path = route.partition(" ")
    row = row_of(method, path)
    assert row, f"{route} has no row: write into tests/web/who_may.py whom it is there for"
    wanted, found = ROUTES[row], let_in(ALL[route])

    if row.endswith("/**") and wanted not in (ANYONE, OWN_SESSION):
        assert set(found) <= set(wanted), f"{route} lets in more than its room"
    else:
        assert sorted(found) == sorted(wanted)


def test_no_row_is_left_of_a_route_that_is_gone() -> None:
    used = {row_of(*route.split(" ", 1)) for route in ALL}
    rooms = {row for row in ROUTES if row.endswith("/**")}

    assert set(ROUTES) - used - rooms == set()


READS = frozenset(action for action in Action if action.startswith("READ")) | {
    Action.QUOTE,
    Action.DECODE_PAYLOADS,
}
MONEY_DECISIONS = frozenset(
    {
        Action.DECIDE,
        Action.CO_SIGN,
        Action.DECIDE_AMENDMENT,
        Action.DECIDE_CLAIM,
        Action.RULE_LINES,
        Action.AUTHORIZE_DISCHARGE,
        Action.DECIDE_ADVANCE,
        Action.DECIDE_TOP_UP,
        Action.WAIVE_DEBT,
        Action.APPROVE_REFUND,
        Action.SETTLE_COMPENSATION,
        Action.RELEASE_HOLD,
    }
)
OUTSIDE = (Role.GUARDIAN, Role.HOSPITAL_DESK)


@pytest.mark.parametrize("action", list(Action))
def test_an_act_is_open_to_its_people_and_to_nobody_else(action: Action) -> None:
    wanted = [letters for letters, acts in ACTS.items() if action in acts.split()]
    assert len(wanted) == 1, f"{action} has no row: write into tests/web/who_may.py whose act it is"
    for letter in ROLES:
        asker = caller(letter)
        ruling = may(asker.actor, action, asker.relation)

        assert ruling.allowed is (letter in wanted[0]), letter
        assert ruling.allowed or ruling.why


def test_auditors_read_and_do_nothing_else() -> None:
    assert {action for action, roles in POLICY.items() if Role.AUDITOR in roles} <= READS


def test_nobody_outside_the_house_decides_about_money() -> None:
    for action in MONEY_DECISIONS:
        assert not set(OUTSIDE) & set(POLICY[action]), action
        assert Role.FINANCE not in POLICY[action], f"{action}: finance pays what others decided"
        assert Role.SYSTEM not in POLICY[action], f"{action}: refusing is never automatic"


def test_only_finance_signs_what_leaves() -> None:
    signing = (Action.APPROVE_PAYMENT, Action.TURN_DOWN_PAYMENT, Action.MATCH_RECEIPT)

    assert {role for action in signing for role in POLICY[action]} == {Role.FINANCE}


def test_administrators_see_nothing_of_health() -> None:
    of_a_person = {Action.READ, Action.READ_LETTER, Action.READ_ACCOUNT, Action.READ_PAYMENTS, Action.QUOTE}
    of_a_person |= {Action.READ_CLOCKS, Action.READ_CONSENTS, Action.READ_TASKS, Action.READ_NOTIFICATIONS}

    assert not [action for action in of_a_person if Role.ADMINISTRATOR in POLICY[action]]


def test_debts_are_no_matter_of_hospitals() -> None:
    debts = [action for action in Action if "DEBT" in action or "REFUND" in action or "RECOVER" in action]

    assert debts
    assert not [action for action in debts if Role.HOSPITAL_DESK in POLICY[action]]


KNOCKED = [route for route in sorted(ALL) if ROUTES.get(row_of(*route.split(" ", 1)) or "") != ANYONE]


def knock(site: Site, route: str, **who: Any) -> int:
    """Ask a route for things that are not there."""
    method, _, path = route.partition(" ")
    filled = path
    for name in ALL[route].path_params:
        filled = filled.replace(f"{{{name.alias}}}", NO_ID)
    sent = who if method == "GET" else {"json": {}, **who}
    with site.http.stream(method, filled, **sent) as answer:
        if not answer.headers.get("content-type", "").startswith("text/event-stream"):
            answer.read()  # live news goes on for minutes
        return answer.status_code


@pytest.mark.parametrize("route", KNOCKED)
def test_nobody_gets_in_without_a_sign_in(site: Site, route: str) -> None:
    assert knock(site, route) == 401


IN_EVERY_LONG_RUN = "GDAH"
"""A family, a desk, an adjuster and the head; the others take a minute of processor time together."""


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(letter, marks=pytest.mark.long if letter in IN_EVERY_LONG_RUN else pytest.mark.soak)
        for letter in SAMPLE
    ],
)
def test_over_http_each_route_answers_as_its_gate_does(site: Site, letter: str) -> None:
    token = {"Authorization": f"Bearer {site.tokens[SAMPLE[letter]]['token']}"}
    for route in KNOCKED:
        inside = letter in let_in(ALL[route]) and let_in(ALL[route]) != OWN_SESSION
        status = knock(site, route, headers=token)

        if "/new/{what}" not in route:  # each form asks again
            assert (status not in (401, 403)) is inside, (route, status)
        assert status < 500, route
