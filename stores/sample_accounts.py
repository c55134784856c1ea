"""Accounts of the sample's staff and hospital desks, each with a password at random."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from models.guardian import Guardian
from models.staff import Staff
from models.staff_role import StaffRole
from rules.vocabulary import PrincipalKind
from stores.trust import sign_ins

FILE = "accounts.json"
_PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How somebody of the sample gets in; families by a code to their phone, without a password."""

    who: str
    password: str = ""
    phone: str = ""


def known(path: Path) -> dict[str, str]:
    """The passwords that were written down before."""
    if not path.exists():
        return {}
    written = json.loads(path.read_text("utf-8"))
    return {name: entry["password"] for name, entry in written.items() if entry.get("password")}


def written(doors: Mapping[str, Door]) -> dict[str, dict[str, str]]:
    """The file's content."""
    return {
        name: {key: value for key, value in asdict(door).items() if value} for name, door in doors.items()
    }


def make(session: Session, before: Mapping[str, str], desks: Iterable[str], at: datetime) -> dict[str, Door]:
    """An account for each; one whose password is written down and still known keeps it."""
    doors = dict(_families(session))
    for name, kind, principal_id, who in (*_staff(session), *_desks(desks)):
        if sign_ins.find(session, name) and name in before:
            password = before[name]
        else:
            password = secrets.token_urlsafe(_PASSWORD_BYTES)
            sign_ins.make(session, kind, principal_id, name, password, at=at)
        doors[name] = Door(who=who, password=password)
    return doors


def _staff(session: Session) -> Iterator[tuple[str, PrincipalKind, str, str]]:
    # Only people of the sample have this domain.
    query = select(Staff).where(col(Staff.email).endswith("@lipei.example")).order_by(Staff.account)
    for person in session.exec(query).all():
        roles = session.exec(select(StaffRole.role).where(StaffRole.staff_id == person.id)).all()
        yield (
            person.account,
            PrincipalKind.STAFF,
            str(person.id),
            f"{person.name}, {', '.join(sorted(roles))}",
        )


def _desks(codes: Iterable[str]) -> Iterator[tuple[str, PrincipalKind, str, str]]:
    for code in codes:
        yield f"desk.{code}".lower(), PrincipalKind.HOSPITAL, code, f"{code}, HOSPITAL_DESK"


def _families(session: Session) -> Iterator[tuple[str, Door]]:
    query = select(Guardian).where(col(Guardian.email).endswith("@family.example")).order_by(Guardian.phone)
    for guardian in session.exec(query):
        yield guardian.phone, Door(who=f"{guardian.name}, GUARDIAN", phone=guardian.phone)
