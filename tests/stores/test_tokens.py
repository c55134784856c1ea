"""Whom a token speaks for, and for how long."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models import Guardian, Staff, StaffRole
from rules.roles import AUTOMATIC_LIMIT, UNLIMITED, Role
from rules.vocabulary import IdentityKind, PrincipalKind
from stores.trust import tokens
from tests.builders import NOON, a_hospital

SECOND = timedelta(seconds=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def staff(session: Session, *roles: Role, **changes: Any) -> Staff:
    person = Staff(account=f"ma-{len(roles)}", name="马理算", **changes)
    session.add(person)
    session.flush()
    session.add_all([StaffRole(staff_id=person.id, role=role) for role in roles])
    session.flush()
    return person


def token_for(session: Session, person: Staff, **changes: Any) -> tokens.IssuedToken:
    return tokens.issue(session, PrincipalKind.STAFF, str(person.id), "desk", at=NOON, **changes)


def test_a_token_speaks_for_a_member_of_staff_with_the_roles_of_now(session: Session) -> None:
    person = staff(session, Role.ADJUSTER)
    token = token_for(session, person)
    session.add(StaffRole(staff_id=person.id, role=Role.SUPERVISOR))
    session.flush()

    principal = tokens.principal(session, token.secret, at=NOON)

    assert principal is not None
    assert principal.actor.reference == f"staff:{person.id}"
    assert principal.actor.roles == (Role.ADJUSTER, Role.SUPERVISOR)
    assert principal.actor.authority == 100_000_00


@pytest.mark.parametrize(
    ("roles", "override", "authority"),
    [
        ((Role.ADJUSTER,), None, 20_000_00),
        ((Role.HEAD,), None, UNLIMITED),
        ((Role.INTAKE_CLERK,), None, 0),
        ((Role.SUPERVISOR,), 5_000_00, 5_000_00),
        ((Role.ADJUSTER,), 0, 0),
    ],
)
def test_authority_is_the_highest_of_the_roles_unless_overridden(
    session: Session, roles: tuple[Role, ...], override: int | None, authority: int
) -> None:
    token = token_for(session, staff(session, *roles, authority_override=override))

    principal = tokens.principal(session, token.secret, at=NOON)

    assert principal is not None
    assert principal.actor.authority == authority


def test_hospitals_guardians_and_programs_have_one_role_each(session: Session) -> None:
    guardian = Guardian(name="林某", phone="1", identity_kind=IdentityKind.PASSPORT, identity_number="E1")
    hospital = a_hospital()
    session.add_all([guardian, hospital])
    session.flush()
    wanted = [
        (PrincipalKind.HOSPITAL, hospital.code, Role.HOSPITAL_DESK, 0),
        (PrincipalKind.GUARDIAN, str(guardian.id), Role.GUARDIAN, 0),
        (PrincipalKind.SYSTEM, "reconciliation", Role.SYSTEM, AUTOMATIC_LIMIT),
    ]

    for kind, principal_id, role, authority in wanted:
        secret = tokens.issue(session, kind, principal_id, "desk", at=NOON).secret
        principal = tokens.principal(session, secret, at=NOON)
        assert principal is not None
        assert principal.actor.reference == f"{kind.lower()}:{principal_id}"
        assert (principal.actor.roles, principal.actor.authority) == ((role,), authority)


def test_a_token_ends_at_its_expiry(session: Session) -> None:
    token = token_for(session, staff(session, Role.ADJUSTER), expires_at=NOON)

    assert tokens.principal(session, token.secret, at=NOON - SECOND)
    assert tokens.principal(session, token.secret, at=NOON) is None


def test_a_revoked_token_opens_nothing(session: Session) -> None:
    token = token_for(session, staff(session, Role.ADJUSTER))

    assert tokens.revoke(session, token.id, at=NOON)
    assert not tokens.revoke(session, token.id, at=NOON + SECOND)
    assert tokens.principal(session, token.secret, at=NOON) is None


def test_whoever_left_is_let_in_no_more(session: Session) -> None:
    person = staff(session, Role.ADJUSTER)
    token = token_for(session, person)
    person.left_on = NOON.date()

    assert tokens.principal(session, token.secret, at=NOON - timedelta(days=1))
    assert tokens.principal(session, token.secret, at=NOON) is None


@pytest.mark.parametrize("secret", ["", "lipei_", "lipei_wrong"])
def test_an_unknown_secret_opens_nothing(session: Session, secret: str) -> None:
    token_for(session, staff(session, Role.ADJUSTER))

    assert tokens.principal(session, secret, at=NOON) is None


@pytest.mark.parametrize(
    ("kind", "principal_id"),
    [
        (PrincipalKind.HOSPITAL, "NOWHERE"),
        (PrincipalKind.STAFF, "c9623532-32dd-4d8c-8716-f653afd72f8f"),
        (PrincipalKind.GUARDIAN, "not-an-id"),
    ],
)
def test_no_token_is_made_for_nobody(session: Session, kind: PrincipalKind, principal_id: str) -> None:
    with pytest.raises(LookupError, match=f"there is no {kind.lower()} {principal_id}"):
        tokens.issue(session, kind, principal_id, "desk", at=NOON)


def test_a_token_that_does_not_exist_cannot_be_revoked(session: Session) -> None:
    with pytest.raises(LookupError):
        tokens.revoke(session, uuid4(), at=NOON)
