"""People who work on cases, with their roles."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import Session, col, delete, select

from models.staff import Staff
from models.staff_role import StaffRole
from rules.money import parse_yuan
from rules.roles import STAFF_ROLES, Role
from stores.csv_files import Column, Row, a_date, several, yes_or_no
from stores.importers.upsert import Outcome, together, upsert


def _roles(cell: str) -> list[Role]:
    unknown = [word for word in several(cell) if word not in STAFF_ROLES]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not one of {', '.join(sorted(STAFF_ROLES))}")
    return sorted({Role(word) for word in several(cell)})


class StaffMembers:
    """One row a person, by account; the roles of the row replace those held before."""

    columns: ClassVar[Sequence[Column]] = (
        Column("account", "账号", required=True),
        Column("name", "姓名", required=True),
        Column("email", "邮箱"),
        Column("team", "团队"),
        Column("roles", "角色", _roles, required=True),
        Column("authority_override", "审批限额", parse_yuan),
        Column("left_on", "离职日", a_date),
        Column("on_call", "值班", yes_or_no, empty=bool),
    )
    key: ClassVar[Sequence[str]] = ("account",)
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {
        "ck_staff_authority_override": ("authority_override", "is negative"),
    }

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep a person and exactly the roles of the row."""
        values: dict[str, Any] = dict(row.cells)
        roles: list[Role] = values.pop("roles")
        person, kept = upsert(self.session, Staff, {"account": values.pop("account")}, values)
        query = select(StaffRole).where(StaffRole.staff_id == person.id)
        held = sorted(role.role for role in self.session.exec(query))
        if held == roles:
            return kept
        self.session.exec(delete(StaffRole).where(col(StaffRole.staff_id) == person.id))
        self.session.add_all([StaffRole(staff_id=person.id, role=role) for role in roles])
        self.session.flush()
        return together(kept, Outcome.UPDATED)
