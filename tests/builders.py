"""Rows with usual values: each test spells out only what matters to it."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from models import (
    BenefitAccount,
    Case,
    Episode,
    Hospital,
    Insurer,
    Member,
    MemberYear,
    PlanVersion,
    Policy,
    Tpa,
)
from rules.vocabulary import Benefit, IdentityKind, Ownership, Process, Purchase, Sex

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
"""12:00 in Shanghai on a Monday."""

_numbers = count(1)


def a_member(**changes: Any) -> Member:
    """A girl born on New Year's Day 2020."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "number": f"T11002026{number:09}",
        "name": "林小满",
        "sex": Sex.FEMALE,
        "born_on": date(2020, 1, 1),
        "identity_kind": IdentityKind.BIRTH_CERTIFICATE,
        "identity_number": f"Q{number:09}",
    }
    return Member(**usual | changes)


def a_plan_version(**changes: Any) -> PlanVersion:
    """A plan on sale since 2025."""
    usual: dict[str, Any] = {
        "code": f"PLAN-{next(_numbers)}",
        "version": "1",
        "content": {"benefits": {}},
        "content_hash": "0" * 64,
        "in_force_from": date(2025, 1, 1),
    }
    return PlanVersion(**usual | changes)


def a_hospital(**changes: Any) -> Hospital:
    """A private clinic in Shanghai."""
    usual: dict[str, Any] = {
        "code": f"SH-{next(_numbers)}",
        "brand": "唯儿诺儿科",
        "name": "唯儿诺儿科古北诊所",
        "city": "上海",
        "ownership": Ownership.PRIVATE,
    }
    return Hospital(**usual | changes)


def a_policy(session: Session, **changes: Any) -> Policy:
    """A policy of 2026, kept with all that it refers to."""
    member, plan = a_member(), a_plan_version()
    insurer, tpa = Insurer(code="JDAZ", name="京东安联财产保险"), Tpa(code="FS", name="风石健康")
    session.add_all([member, plan])
    session.merge(insurer)
    session.merge(tpa)
    session.flush()
    usual: dict[str, Any] = {
        "number": f"P{next(_numbers):09}",
        "insurer_code": insurer.code,
        "tpa_code": tpa.code,
        "plan_version_id": plan.id,
        "member_id": member.id,
        "effective_on": date(2026, 1, 1),
        "expires_on": date(2026, 12, 31),
        "purchase": Purchase.FIRST,
    }
    policy = Policy(**usual | changes)
    session.add(policy)
    session.flush()
    return policy


def a_case(session: Session, **changes: Any) -> Case:
    """A pre-authorization that was just received, kept with its policy."""
    policy = a_policy(session)
    usual: dict[str, Any] = {
        "case_number": f"PA-261123-{next(_numbers):06}-7",
        "process": Process.PREAUTHORIZATION,
        "stage": "RECEIVED",
        "state_version": 1,
        "member_id": policy.member_id,
        "policy_id": policy.id,
        "opened_by": "guardian:1",
        "opened_at": NOON,
        "updated_at": NOON,
    }
    case = Case(**usual | changes)
    session.add(case)
    session.flush()
    return case


def an_episode(session: Session, member_id: Any) -> Episode:
    """A stay that begins now."""
    episode = Episode(member_id=member_id, opened_at=NOON)
    session.add(episode)
    session.flush()
    return episode


def a_member_year(session: Session, **limits: int) -> MemberYear:
    """The policy year 2026 of a new member, with an account for each benefit named (fen)."""
    policy = a_policy(session)
    year = MemberYear(
        member_id=policy.member_id,
        policy_id=policy.id,
        starts_on=policy.effective_on,
        ends_on=policy.expires_on,
    )
    session.add(year)
    session.flush()
    for benefit, limit in limits.items():
        session.add(BenefitAccount(member_year_id=year.id, benefit=Benefit(benefit), limit_amount=limit))
    session.flush()
    return year


def a_key() -> str:
    """A key that no other movement has."""
    return str(uuid4())
