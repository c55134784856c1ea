"""CSV files of insurers: encodings, bad rows, second imports."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from models import (
    Guardian,
    Guardianship,
    Hospital,
    Insurer,
    Member,
    NetworkMembership,
    Staff,
    StaffRole,
    Tpa,
)
from rules.roles import Role
from rules.vocabulary import GuardianRelation, NetworkKind, Ownership, Sex
from stores.csv_files import BadFileError
from stores.import_ import Summary, import_rows
from tests.builders import a_plan_version

HOSPITALS = "code,brand,name,city,ownership,grade,departments"
CLINIC = "SH-1,唯儿诺儿科,唯儿诺儿科古北诊所,上海,PRIVATE,,"
MEMBERS = (
    "number,name,sex,born_on,identity_kind,identity_number,"
    "guardian_name,guardian_phone,guardian_identity_kind,guardian_identity_number,relation"
)
CHILD = "M1,林小满,FEMALE,2019-01-01,RESIDENT_ID,99999920190101002x"
PARENT = "林建国,12000000001,RESIDENT_ID,999999198806150038,FATHER"
POLICIES = "number,insurer,tpa,plan,member_number,effective_on,expires_on,purchase"
POLICY = "P1,JDAZ,FS,PLAN,M1,2026-01-01,2026-12-31,FIRST"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def file(*lines: str, encoding: str = "utf-8") -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def faults(session: Session, kind: str, content: bytes) -> list[str]:
    """What the import says of a bad file; nothing of it may be kept."""
    session.commit()
    with pytest.raises(BadFileError) as refusal:
        import_rows(session, kind, content)
    session.rollback()
    return [str(fault) for fault in refusal.value.faults]


def count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(session: Session, encoding: str) -> None:
    summary = import_rows(session, "hospitals", file(HOSPITALS, CLINIC, encoding=encoding))

    assert summary == Summary(added=1, updated=0, unchanged=0)
    hospital = session.get_one(Hospital, "SH-1")
    assert hospital.name == "唯儿诺儿科古北诊所"
    assert hospital.ownership == Ownership.PRIVATE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("code\n".encode("utf-16"), "the file is UTF-16: save it as CSV in UTF-8"),
        (b"code\n\xff\xff\n", "the file is neither UTF-8 nor GB18030: save it as CSV in UTF-8"),
        (b"", "the file is empty: begin with code,brand,name"),
        (b'code,brand\n"open', "cannot be read as CSV: unexpected end of data"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(session: Session, content: bytes, reason: str) -> None:
    (fault,) = (
        faults(session, "hospitals", content) if b"open" not in content else _unheaded(session, content)
    )

    assert reason in fault


def _unheaded(session: Session, content: bytes) -> list[str]:
    return faults(session, "hospitals", content.replace(b"code,brand", b"code,brand,name,ownership"))


def test_headings_may_be_chinese_and_in_any_order(session: Session) -> None:
    import_rows(
        session, "hospitals", file("医院名称,性质,医院编码,品牌,等级", "申城儿童医院,公立,SC,申城,三级")
    )

    hospital = session.get_one(Hospital, "SC")
    assert (hospital.ownership, hospital.grade, hospital.brand) == (Ownership.PUBLIC, 3, "申城")


def test_a_misspelt_or_missing_heading_is_named(session: Session) -> None:
    assert faults(session, "hospitals", file("code,brand,nmae,ownership", "SH-1,a,b,PRIVATE")) == [
        "line 1, column nmae: is no column of this file: did you mean 'name'?",
        "line 1, column name: is missing (or as 医院名称)",
    ]


def test_each_bad_row_is_named_and_no_row_is_kept(session: Session) -> None:
    content = file(
        HOSPITALS,
        CLINIC,
        "",
        "SH-2,,名,上海,HOSPICE,4,",
        "SH-3,a,b",
        "SH-1,a,b,,PRIVATE,,",
    )

    assert faults(session, "hospitals", content) == [
        "line 4, column brand: is empty: fill it in",
        "line 4, column ownership: 'HOSPICE' is not one of PUBLIC, PRIVATE, 公立, 私立",
        "line 4, column grade: '4' is not a grade: write 1, 2 or 3, or leave it empty",
        "line 5: has 3 cells where the headings are 7: quote cells that hold commas",
        "line 6, column code: is the same as on line 2: keep one of them",
    ]
    assert count(session, Hospital) == 0


def test_a_record_over_several_lines_is_named_by_its_first(session: Session) -> None:
    content = file(HOSPITALS, 'SH-1,a,"名\n字",,PRIVATE,,', "SH-2,a,b,,PRIVATE,9,")

    assert faults(session, "hospitals", content) == [
        "line 4, column grade: '9' is not a grade: write 1, 2 or 3, or leave it empty"
    ]


def test_a_control_character_is_refused(session: Session) -> None:
    assert faults(session, "hospitals", file(HOSPITALS, "SH-1,a,b\x07,,PRIVATE,,")) == [
        "line 2, column name: holds a control character: remove it"
    ]


def test_a_second_import_updates_by_code(session: Session) -> None:
    import_rows(session, "hospitals", file(HOSPITALS, CLINIC, "SH-2,a,b,上海,PUBLIC,2,GENERAL;VIP"))

    changed = file("code,brand,name,ownership,email", "SH-1,新,新名,PRIVATE,desk@sh-1.example")
    assert import_rows(session, "hospitals", changed) == Summary(added=0, updated=1, unchanged=0)
    assert import_rows(session, "hospitals", changed) == Summary(added=0, updated=0, unchanged=1)
    hospital = session.get_one(Hospital, "SH-1")
    assert (hospital.brand, hospital.email, hospital.city) == ("新", "desk@sh-1.example", "上海")
    assert session.get_one(Hospital, "SH-2").departments == ["GENERAL", "VIP"]


def test_an_empty_cell_clears_what_was_known(session: Session) -> None:
    import_rows(session, "hospitals", file(HOSPITALS, "SH-1,a,b,上海,PUBLIC,2,GENERAL"))

    import_rows(session, "hospitals", file(HOSPITALS, "SH-1,a,b,,PUBLIC,,"))

    hospital = session.get_one(Hospital, "SH-1")
    assert (hospital.city, hospital.grade, hospital.departments) == (None, None, [])


NETWORKS = "hospital_code,network_list,benefit,kind,from_on,to_on"


def test_a_membership_is_ended_by_a_later_file(session: Session) -> None:
    import_rows(session, "hospitals", file(HOSPITALS, CLINIC))
    import_rows(session, "networks", file(NETWORKS, "SH-1,2025-STD,,直付,2025/1/1,"))

    import_rows(session, "networks", file(NETWORKS, "SH-1,2025-STD,,DIRECT_BILLING,2025-01-01,2026-06-30"))

    (membership,) = session.exec(select(NetworkMembership)).all()
    assert (membership.kind, membership.to_on) == (NetworkKind.DIRECT_BILLING, date(2026, 6, 30))


def test_a_membership_that_overlaps_or_ends_early_is_named(session: Session) -> None:
    import_rows(session, "hospitals", file(HOSPITALS, CLINIC))
    content = file(
        NETWORKS,
        "SH-1,2025-STD,,NETWORK,2025-01-01,2025-12-31",
        "SH-1,2025-STD,,NETWORK,2025-12-31,",
        "SH-1,2025-PLUS,,NETWORK,2025-12-31,2025-12-30",
        "SH-9,2025-PLUS,,NETWORK,2025-12-31,",
    )

    assert faults(session, "networks", content) == [
        "line 3, column from_on: overlaps a period of the same membership: end the earlier one first",
        "line 4, column to_on: is before from_on",
        "line 5, column hospital_code: 'SH-9' is no known hospital: import hospitals first",
    ]


def test_a_child_comes_with_a_guardian(session: Session) -> None:
    import_rows(session, "members", file(MEMBERS, f"{CHILD},{PARENT}"))

    member = session.exec(select(Member)).one()
    guardian = session.exec(select(Guardian)).one()
    bond = session.exec(select(Guardianship)).one()
    assert (member.identity_number, member.sex) == ("99999920190101002X", Sex.FEMALE)
    assert guardian.name == "林建国"
    assert (bond.relation, bond.is_primary) == (GuardianRelation.FATHER, True)


def test_siblings_share_their_guardian(session: Session) -> None:
    brother = "M2,林小雨,男,2020-01-01,身份证,999999202001010010"
    rows = file(MEMBERS, f"{CHILD},{PARENT}", f"{brother},{PARENT}")

    assert import_rows(session, "members", rows) == Summary(added=2, updated=0, unchanged=0)
    assert import_rows(session, "members", rows) == Summary(added=0, updated=0, unchanged=2)
    assert (count(session, Guardian), count(session, Guardianship)) == (1, 2)


def test_another_guardian_takes_over(session: Session) -> None:
    import_rows(session, "members", file(MEMBERS, f"{CHILD},{PARENT}"))

    mother = "周敏,12000000002,PASSPORT,E12345678,MOTHER"
    assert import_rows(session, "members", file(MEMBERS, f"{CHILD},{mother}")).updated == 1

    query = select(Guardian.name).join(Guardianship).where(col(Guardianship.is_primary))
    assert session.exec(query).all() == ["周敏"]
    assert count(session, Guardianship) == 2


@pytest.mark.parametrize(
    ("child", "fault"),
    [
        (
            "M1,林小满,FEMALE,2019-01-02,RESIDENT_ID,99999920190101002X",
            "column born_on: is 2019-01-02, but the",
        ),
        ("M1,林小满,MALE,2019-01-01,RESIDENT_ID,99999920190101002X", "column sex: is MALE, but the identity"),
        ("M1,林小满,FEMALE,2019-01-01,RESIDENT_ID,999999201901010021", "column identity_number: the last"),
        (
            "M1,林小满,FEMALE,2019-13-01,PASSPORT,E1",
            "column born_on: '2019-13-01' is not a date: write it as",
        ),
    ],
)
def test_a_child_whose_papers_disagree_is_named(session: Session, child: str, fault: str) -> None:
    (said,) = faults(session, "members", file(MEMBERS, f"{child},{PARENT}"))

    assert f"line 2, {fault}" in said
    assert "99999920190101002" not in said


def test_an_identity_belongs_to_one_member(session: Session) -> None:
    import_rows(session, "members", file(MEMBERS, f"{CHILD},{PARENT}"))

    twin = CHILD.replace("M1", "M2")
    assert faults(session, "members", file(MEMBERS, f"{twin},{PARENT}")) == [
        "line 2, column identity_number: belongs to another member"
    ]


def test_a_policy_names_what_it_refers_to_when_that_is_unknown(session: Session) -> None:
    session.add_all([Insurer(code="JDAZ", name="京东安联"), Tpa(code="FS", name="风石健康")])
    session.add(a_plan_version(code="PLAN", in_force_from=date(2026, 1, 1)))
    import_rows(session, "members", file(MEMBERS, f"{CHILD},{PARENT}"))
    content = file(
        POLICIES,
        POLICY.replace("JDAZ", "JDAX"),
        POLICY.replace("P1", "P2").replace("M1", "M9"),
        POLICY.replace("P1", "P3").replace("PLAN", "PLAM"),
        POLICY.replace("P1", "P4").replace("2026-01-01", "2025-12-31"),
    )

    assert faults(session, "policies", content) == [
        "line 2, column insurer: 'JDAX' is not known: did you mean 'JDAZ'?",
        "line 3, column member_number: 'M9' is no known member: import members first",
        "line 4, column plan: plan 'PLAM' is not published: did you mean 'PLAN'?",
        "line 5, column plan: plan PLAN has no version on sale on 2025-12-31; published: 1",
    ]


def test_one_staff_row_gives_a_person_exactly_its_roles(session: Session) -> None:
    headings = "account,name,roles,authority_override"
    import_rows(session, "staff", file(headings, "ma,马理算,ADJUSTER;TEAM_LEAD,"))

    assert import_rows(session, "staff", file(headings, "ma,马理算,SUPERVISOR,50000.00")).updated == 1

    person = session.exec(select(Staff)).one()
    assert person.authority_override == 50_000_00
    assert session.exec(select(StaffRole.role)).all() == [Role.SUPERVISOR]


def test_who_is_on_call_works_at_any_hour_and_others_do_not(session: Session) -> None:
    rows = ("ma,马理算,ADJUSTER,是", "luo,罗理算,ADJUSTER,no", "sun,孙理算,ADJUSTER,")
    import_rows(session, "staff", file("account,name,roles,on_call", *rows))

    on_call = {person.account: person.on_call for person in session.exec(select(Staff))}
    assert on_call == {"ma": True, "luo": False, "sun": False}


def test_an_on_call_that_is_neither_yes_nor_no_is_named(session: Session) -> None:
    (fault,) = faults(session, "staff", file("account,name,roles,on_call", "ma,马,ADJUSTER,perhaps"))

    assert fault == "line 2, column on_call: 'perhaps' is neither yes nor no: write yes (是) or no (否)"


def test_a_role_that_is_no_staff_role_is_named(session: Session) -> None:
    (fault,) = faults(session, "staff", file("account,name,roles", "ma,马,GUARDIAN"))

    assert fault.startswith("line 2, column roles: 'GUARDIAN' is not one of ADJUSTER, ADMINISTRATOR")


def test_a_hospital_stands_on_the_map_with_both_figures_or_none(session: Session) -> None:
    mapped = f"{HOSPITALS},district,latitude,longitude"

    import_rows(session, "hospitals", file(mapped, f"{CLINIC},长宁区,31.2,121.4"))
    hospital = session.get_one(Hospital, "SH-1")
    assert (hospital.latitude, hospital.longitude) == (31.2, 121.4)
    assert faults(session, "hospitals", file(mapped, f"{CLINIC},长宁区,31.2,")) == [
        "line 2, column latitude: stands alone: write latitude and longitude, or neither"
    ]
    assert faults(session, "hospitals", file(mapped, f"{CLINIC},长宁区,31.2,181")) == [
        "line 2, column longitude: '181' is no place: write degrees between -180 and 180, such as 31.22"
    ]
