"""Insured children, each with the guardian who acts for them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import Session, col, update

from models.guardian import Guardian
from models.guardianship import Guardianship
from models.member import Member
from rules.identity import parse_identity_number
from rules.vocabulary import DocumentKind, GuardianRelation, IdentityKind, Language, Sex
from stores.csv_files import CellError, Column, Row, a_date, one_of
from stores.importers.upsert import Outcome, together, upsert

SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
RELATIONS = {
    "父亲": GuardianRelation.FATHER,
    "母亲": GuardianRelation.MOTHER,
    "祖父母": GuardianRelation.GRANDPARENT,
    "其他": GuardianRelation.OTHER,
}
IDENTITIES = {
    "身份证": IdentityKind.RESIDENT_ID,
    "出生证": IdentityKind.BIRTH_CERTIFICATE,
    "户口本": IdentityKind.HOUSEHOLD_REGISTER,
    "护照": IdentityKind.PASSPORT,
    "港澳台通行证": IdentityKind.HK_MACAO_TAIWAN_PERMIT,
}


class Members:
    """One row a child, by its member number; the guardian of the row becomes the primary one."""

    columns: ClassVar[Sequence[Column]] = (
        Column("number", "会员号", required=True),
        Column("name", "姓名", required=True),
        Column("sex", "性别", one_of(Sex, SEXES), required=True),
        Column("born_on", "出生日期", a_date, required=True),
        Column("identity_kind", "证件类型", one_of(IdentityKind, IDENTITIES), required=True),
        Column("identity_number", "证件号码", required=True),
        Column("guardian_name", "监护人姓名", required=True),
        Column("guardian_phone", "监护人手机", required=True),
        Column("guardian_email", "监护人邮箱"),
        Column("guardian_identity_kind", "监护人证件类型", one_of(IdentityKind, IDENTITIES), required=True),
        Column("guardian_identity_number", "监护人证件号码", required=True),
        Column("guardian_language", "监护人语言", one_of(Language), empty=lambda: Language.CHINESE),
        Column("relation", "关系", one_of(GuardianRelation, RELATIONS), required=True),
        Column("proof", "关系证明", one_of(DocumentKind)),
    )
    key: ClassVar[Sequence[str]] = ("number",)
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {
        "uq_member_identity_kind_identity_number": ("identity_number", "belongs to another member"),
    }

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep a child, its guardian and their bond."""
        member = _without_prefix(row, "")
        guardian = _without_prefix(row, "guardian_")
        _check_child(member)
        guardian["identity_number"] = _checked_number(guardian, "guardian_identity_number")[0]
        number = member.pop("number")
        bond: dict[str, Any] = {name: member.pop(name) for name in ("relation", "proof") if name in member}
        child, kept_child = upsert(self.session, Member, {"number": number}, member)
        identity = {name: guardian.pop(name) for name in ("identity_kind", "identity_number")}
        adult, kept_adult = upsert(self.session, Guardian, identity, guardian)
        return together(kept_child, kept_adult, self._bind(child, adult, bond))

    def _bind(self, child: Member, adult: Guardian, bond: dict[str, Any]) -> Outcome:
        others = update(Guardianship).where(
            col(Guardianship.member_id) == child.id, col(Guardianship.guardian_id) != adult.id
        )
        self.session.exec(others.values(is_primary=False))
        key = {"member_id": child.id, "guardian_id": adult.id}
        return upsert(self.session, Guardianship, key, {**bond, "is_primary": True})[1]


def _without_prefix(row: Row, prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in row.cells.items()
        if name.startswith("guardian_") == bool(prefix)
    }


def _check_child(member: dict[str, Any]) -> None:
    number, stated = _checked_number(member, "identity_number")
    member["identity_number"] = number
    if stated and stated["born_on"] != member["born_on"]:
        raise CellError(
            "born_on", f"is {member['born_on']}, but the identity number says {stated['born_on']}"
        )
    if stated and stated["sex"] != member["sex"]:
        raise CellError("sex", f"is {member['sex']}, but the identity number says {stated['sex']}")


def _checked_number(person: dict[str, Any], column: str) -> tuple[str, dict[str, Any]]:
    """The number as it is kept, and what it says about its bearer."""
    number: str = person["identity_number"]
    if person["identity_kind"] != IdentityKind.RESIDENT_ID:
        return number.upper(), {}
    try:
        identity = parse_identity_number(number)
    except ValueError as error:
        raise CellError(column, str(error)) from error
    return identity.number, {"born_on": identity.born_on, "sex": identity.sex}
