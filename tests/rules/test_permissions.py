"""Who may what: one table for routes, updates, API and command line."""

import pytest

from rules.permissions import ROLES, Action, Relation, Ruling, Verdict, may
from rules.roles import Actor, Role, sees_every_team, sees_restricted

FAMILY, DESK = Actor("guardian:1", (Role.GUARDIAN,), 0), Actor("desk:1", (Role.HOSPITAL_DESK,), 0)
ADJUSTER = Actor("staff:1", (Role.ADJUSTER,), 20_000_00)


def test_every_action_names_who_may_do_it() -> None:
    assert set(ROLES) == set(Action)
    assert all(ROLES.values())


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_only_the_roles_of_an_action_may_do_it(action: Action, role: Role) -> None:
    relation = {Role.GUARDIAN: Relation.OWN_FAMILY, Role.HOSPITAL_DESK: Relation.OWN_HOSPITAL}
    ruling = may(Actor("x:1", (role,), 0), action, relation.get(role, Relation.STAFF))

    assert ruling.allowed is (role in ROLES[action])
    if not ruling.allowed:
        assert ruling.why.startswith("This needs one of the roles: ")


def test_a_denial_names_the_roles_that_may() -> None:
    ruling = may(FAMILY, Action.CO_SIGN, Relation.OWN_FAMILY)

    assert ruling == Ruling(Verdict.DENY, "This needs one of the roles: supervisor, head.")
    asking = may(ADJUSTER, Action.REPLY, Relation.STAFF).why
    assert asking == "This needs one of the roles: guardian, hospital desk, intake clerk."


WHAT_CONCERNS_ALL = {
    *(Action.DECODE_PAYLOADS, Action.DEMONSTRATE, Action.PUBLISH_CALENDAR, Action.READ_ACCESS_LOG),
    *(Action.READ_INCIDENTS, Action.READ_INCIDENT_WORDS, Action.READ_METRICS, Action.RECORD_INCIDENT),
    Action.SET_AUTHORITY,
    *(Action.READ_HOUSE, Action.MANAGE_PEOPLE, Action.MANAGE_PLACES, Action.MANAGE_WEBHOOKS),
}


@pytest.mark.parametrize("action", Action)
def test_staff_of_one_insurer_may_what_others_may_but_for_what_concerns_all(action: Action) -> None:
    everybody = Actor("staff:1", tuple(set(Role) - {Role.GUARDIAN, Role.HOSPITAL_DESK}), 0)
    like_others = may(everybody, action, Relation.STAFF).allowed

    allowed = may(everybody, action, Relation.OWN_INSURER).allowed
    assert allowed is (like_others and action not in WHAT_CONCERNS_ALL)


@pytest.mark.parametrize("relation", [Relation.NONE, Relation.OWN_HOSPITAL, Relation.STAFF])
def test_a_family_acts_on_its_own_cases_alone(relation: Relation) -> None:
    ruling = may(FAMILY, Action.READ, relation)

    assert ruling == Ruling(Verdict.DENY, "This case belongs to another family or hospital.")


def test_a_hospital_acts_on_its_own_cases_alone() -> None:
    assert not may(DESK, Action.READ, Relation.OWN_FAMILY).allowed
    assert may(DESK, Action.READ, Relation.OWN_HOSPITAL) == Ruling(Verdict.ALLOW)


def test_whoever_is_both_staff_and_family_may_act_as_staff() -> None:
    both = Actor("staff:2", (Role.GUARDIAN, Role.INTAKE_CLERK), 0)

    assert may(both, Action.SUBMIT, Relation.STAFF).allowed
    assert not may(Actor("x", (Role.GUARDIAN, Role.HOSPITAL_DESK), 0), Action.SUBMIT, Relation.NONE).allowed


def test_an_amount_above_the_authority_needs_a_second_person() -> None:
    assert may(ADJUSTER, Action.DECIDE, Relation.STAFF, 20_000_00) == Ruling(Verdict.ALLOW)

    above = may(ADJUSTER, Action.DECIDE, Relation.STAFF, 20_000_01)
    assert above == Ruling(Verdict.NEEDS_SECOND, "The amount is above your authority; a second person signs.")
    assert above.allowed


def test_seniors_auditors_and_administrators_see_every_team() -> None:
    seeing = {role for role in Role if sees_every_team(Actor("x", (role,), 0))}

    assert seeing == {Role.SUPERVISOR, Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR}


def test_what_is_kept_by_law_alone_is_for_those_who_answer_for_it() -> None:
    seeing = {role for role in Role if sees_restricted(Actor("x", (role,), 0))}

    assert seeing == {Role.HEAD, Role.COMPLAINT_HANDLER, Role.AUDITOR}
