"""Hospitals with the days of their networks, and insurers: master data that an administrator keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.hospital import Hospital
from models.insurer import Insurer
from models.network_membership import NetworkMembership
from models.policy import Policy
from rules.administration import HouseAct
from rules.vocabulary import Benefit, NetworkKind
from stores.house import house_changes


class MembershipOverlapError(ValueError):
    """The same membership would hold twice on one day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """A hospital and how many memberships hold for it on a day, by kind."""

    row: Hospital
    kinds: Mapping[NetworkKind, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A membership as it is entered; no benefit means all, no last day means until further notice."""

    network_list: str
    kind: NetworkKind
    benefit: Benefit | None
    from_on: date
    to_on: date | None


def hospitals(session: Session, on: date, said: str = "") -> list[ListedPlace]:
    """Hospitals by city and name; those whose code, name or city holds the words."""
    query = select(Hospital).order_by(col(Hospital.city).nulls_last(), Hospital.name)
    if said:
        like = f"%{said.replace('%', '').replace('_', '')}%"
        fields = (Hospital.code, Hospital.name, Hospital.name_en, Hospital.city)
        query = query.where(or_(*(col(each).ilike(like) for each in fields)))
    kinds = _kinds_on(session, on)
    return [ListedPlace(row=row, kinds=kinds.get(row.code, {})) for row in session.exec(query)]


def hospital(session: Session, code: str, *, lock: bool = False) -> Hospital | None:
    """One hospital."""
    return session.get(Hospital, code, with_for_update=lock or None)


def memberships(session: Session, code: str) -> Sequence[NetworkMembership]:
    """Every membership of a hospital, the newest first within its list."""
    query = select(NetworkMembership).where(NetworkMembership.hospital_code == code)
    order = (NetworkMembership.network_list, NetworkMembership.kind, col(NetworkMembership.from_on).desc())
    return session.exec(query.order_by(*order)).all()


def network_lists(session: Session) -> Sequence[str]:
    """Names of the lists in use."""
    return session.exec(
        select(NetworkMembership.network_list).distinct().order_by(NetworkMembership.network_list)
    ).all()


def save_hospital(session: Session, actor: str, code: str, entered: Mapping[str, Any]) -> list[str]:
    """Enter what is now true of a hospital, new or known; the names of what changed."""
    row = hospital(session, code, lock=True)
    row, new = row or Hospital(code=code, **entered), row is None
    return _enter(session, actor, HouseAct.SAVE_HOSPITAL, f"hospital:{code}", row, entered, new=new)


def add_membership(session: Session, actor: str, code: str, term: Term) -> None:
    """Put a hospital on a list. MembershipOverlapError: it is on it on one of these days already."""
    row = NetworkMembership(
        hospital_code=code,
        network_list=term.network_list,
        kind=term.kind,
        benefit=term.benefit,
        from_on=term.from_on,
        to_on=term.to_on,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as refused:
        raise MembershipOverlapError(term.network_list) from refused
    house_changes.write(session, actor, HouseAct.ADD_MEMBERSHIP, f"hospital:{code}", _term(row))


def end_membership(session: Session, actor: str, code: str, membership_id: UUID, to_on: date) -> bool:
    """Let a membership end with a day, earlier or later; False where the hospital has none such.

    ValueError: the day lies before its first. MembershipOverlapError: as above.
    """
    row = session.get(NetworkMembership, membership_id, with_for_update=True)
    if row is None or row.hospital_code != code:
        return False
    if to_on < row.from_on:
        raise ValueError(f"{to_on} lies before the first day, {row.from_on}")
    try:
        with session.begin_nested():
            row.to_on = to_on
            session.flush()
    except IntegrityError as refused:
        raise MembershipOverlapError(row.network_list) from refused
    house_changes.write(session, actor, HouseAct.END_MEMBERSHIP, f"hospital:{code}", _term(row))
    return True


def insurers(session: Session) -> list[tuple[Insurer, int]]:
    """Insurers by name, each with the number of its policies."""
    counted = select(func.count()).where(Policy.insurer_code == Insurer.code).scalar_subquery()
    return [(row, count) for row, count in session.exec(select(Insurer, counted).order_by(Insurer.name))]


def save_insurer(session: Session, actor: str, code: str, entered: Mapping[str, str | None]) -> list[str]:
    """Enter what is now true of an insurer, new or known; the names of what changed."""
    row = session.get(Insurer, code, with_for_update=True)
    row, new = row or Insurer(code=code, name=entered["name"] or code), row is None
    return _enter(session, actor, HouseAct.SAVE_INSURER, f"insurer:{code}", row, entered, new=new)


def _enter(
    session: Session,
    actor: str,
    act: HouseAct,
    about: str,
    row: Hospital | Insurer,
    entered: Mapping[str, Any],
    *,
    new: bool,
) -> list[str]:
    """Put what was entered into the row, on the house's record; the names of what changed."""
    changed = sorted(name for name, value in entered.items() if new or getattr(row, name) != value)
    for name in changed:
        setattr(row, name, entered[name])
    session.add(row)
    if changed:
        house_changes.write(session, actor, act, about, {"new": new, "changed": changed})
    return changed


def _kinds_on(session: Session, on: date) -> dict[str, dict[NetworkKind, int]]:
    query = (
        select(NetworkMembership.hospital_code, NetworkMembership.kind, func.count())
        .where(
            col(NetworkMembership.from_on) <= on,
            or_(col(NetworkMembership.to_on).is_(None), col(NetworkMembership.to_on) >= on),
        )
        .group_by(NetworkMembership.hospital_code, NetworkMembership.kind)
    )
    kinds: dict[str, dict[NetworkKind, int]] = {}
    for code, kind, count in session.exec(query):
        kinds.setdefault(code, {})[NetworkKind(kind)] = count
    return kinds


def _term(row: NetworkMembership) -> dict[str, str | None]:
    return {
        "list": row.network_list,
        "kind": row.kind,
        "benefit": row.benefit,
        "from_on": row.from_on.isoformat(),
        "to_on": row.to_on.isoformat() if row.to_on else None,
    }
