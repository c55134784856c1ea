"""Plan versions as they were published for policies to be sold with."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlmodel import Session, select

from models.plan_version import PlanVersion as PlanRow
from models.policy import Policy
from rules.catalogue.plan import PlanVersion
from rules.catalogue.values import nearest

_KNOWN: dict[str, PlanVersion] = {}
"""Terms by the hash of their content: the same hash is the same terms, so a process reads each once."""


class SoldTermsError(ValueError):
    """A plan file says something else than the version that policies were sold with."""


def publish(session: Session, versions: Iterable[PlanVersion], *, at: datetime) -> list[str]:
    """Keep each version as its file states it; ``code version`` of those that were new or changed.

    SoldTermsError: a policy uses that version with other terms.
    """
    return [f"{plan.code} {plan.version}" for plan in versions if _publish_one(session, plan, at)]


def on_sale(session: Session, code: str, on: date, version: str | None = None) -> PlanRow:
    """The version of a plan that policies beginning on a day are sold with, or the one named.

    LookupError says which plans and versions there are.
    """
    known = session.exec(select(PlanRow).where(PlanRow.code == code)).all()
    if not known:
        codes = session.exec(select(PlanRow.code).distinct()).all()
        raise LookupError(f"plan {code!r} is not published: {nearest(code, list(codes))}")
    for row in known:
        if row.version == version or (version is None and _holds(row, on)):
            return row
    wanted = f"version {version}" if version else f"version on sale on {on}"
    raise LookupError(f"plan {code} has no {wanted}; published: {', '.join(row.version for row in known)}")


def terms(row: PlanRow) -> PlanVersion:
    """The terms that a row keeps."""
    if row.content_hash not in _KNOWN:
        _KNOWN[row.content_hash] = PlanVersion.from_json(row.content)
    return _KNOWN[row.content_hash]


def terms_of(connection: psycopg.Connection, plan_version_id: UUID, content_hash: str) -> PlanVersion:
    """The terms of a version, by the hash that its row states; LookupError: there is no such version."""
    if content_hash not in _KNOWN:
        query = "SELECT content FROM plan_version WHERE id = %s AND content_hash = %s"
        row = connection.execute(query, [plan_version_id, content_hash]).fetchone()
        if row is None:
            raise LookupError(f"there is no plan version {plan_version_id} with the hash {content_hash}")
        _KNOWN[content_hash] = PlanVersion.from_json(row[0])
    return _KNOWN[content_hash]


def _holds(row: PlanRow, on: date) -> bool:
    return row.in_force_from <= on and (row.in_force_to is None or on <= row.in_force_to)


def _publish_one(session: Session, plan: PlanVersion, at: datetime) -> bool:
    stated = _stated(plan)
    query = select(PlanRow).where(PlanRow.code == plan.code, PlanRow.version == plan.version)
    row = session.exec(query).one_or_none()
    if row is None:
        session.add(PlanRow(code=plan.code, version=plan.version, published_at=at, **stated))
        session.flush()
        return True
    if _is_sold(session, row):
        if _judged_by(stated) != _judged_by(row.model_dump()):
            raise SoldTermsError(
                f"plan {plan.code} {plan.version} differs from the terms that policies were sold with:"
                " give the new terms a new version"
            )
        stated = {"in_force_to": plan.in_force.until}
    changed = [name for name, value in stated.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, stated[name])
    session.flush()
    return bool(changed)


def _judged_by(stated: Mapping[str, Any]) -> object:
    """All that a claim is judged by: the terms without the end of their sale."""
    return {**stated["content"], "in_force": stated["in_force_from"]}


def _stated(plan: PlanVersion) -> dict[str, Any]:
    return {
        "content": plan.model_dump(mode="json", by_alias=True, exclude_none=True),
        "content_hash": plan.content_hash,
        "in_force_from": plan.in_force.since,
        "in_force_to": plan.in_force.until,
    }


def _is_sold(session: Session, row: PlanRow) -> bool:
    return (
        session.exec(select(Policy.id).where(Policy.plan_version_id == row.id).limit(1)).first() is not None
    )
