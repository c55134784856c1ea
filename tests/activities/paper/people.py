"""The people, policy and hospitals of the letters under test, as rows and as actors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel import Session

from models.guardian import Guardian
from models.guardianship import Guardianship
from models.hospital import Hospital
from models.staff import Staff
from models.staff_role import StaffRole
from models.tpa import Tpa
from rules.cases import AttachedDocument
from rules.catalogue.loader import load_catalogue
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import (
    Assessment,
    Coded,
    EstimateItem,
    TreatmentRequest,
)
from rules.roles import UNLIMITED, Actor, Role
from rules.vocabulary import (
    AuthorizationType,
    Benefit,
    Department,
    DocumentKind,
    EncounterType,
    GuardianRelation,
    IdentityKind,
    Language,
    Ownership,
    Process,
)
from settings import CHECKOUT
from tests.builders import a_hospital, a_member, a_plan_version, a_policy, an_episode

OPENED_AT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
"""09:30 in Shanghai on a Monday."""

PLANNED_ON = date(2026, 12, 1)
PLAN = load_catalogue(CHECKOUT / "plans").version("GYX-2025-STD", PLANNED_ON)

FAMILY = Actor("guardian:1", (Role.GUARDIAN,))
DESK = Actor("hospital:SH-UFH", (Role.HOSPITAL_DESK,))
ADJUSTER = Actor("staff:shen", (Role.ADJUSTER,), UNLIMITED)
SUPERVISOR = Actor("staff:cen", (Role.SUPERVISOR,), UNLIMITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Keys of the rows that a case names."""

    member_id: str
    policy_id: str
    hospital_id: str
    episode_id: str
    guardian_id: UUID


def keep_people(session: Session, *, hospital_mail: str | None, family_mail: str | None) -> Rows:
    """A family with a policy, two hospitals and two members of staff."""
    policy = a_policy(session)
    plan = a_plan_version(
        code=PLAN.code,
        version=PLAN.version,
        content=PLAN.model_dump(mode="json", by_alias=True, exclude_none=True),
    )
    child = a_member(
        name="欧阳小满", identity_kind=IdentityKind.RESIDENT_ID, identity_number="31010420200304123X"
    )
    mother = Guardian(
        name="欧阳静怡",
        phone="13812345678",
        email=family_mail,
        identity_kind=IdentityKind.RESIDENT_ID,
        identity_number="310104199003041249",
    )
    session.add_all([plan, child, mother, *_hospitals(hospital_mail), *_staff()])
    session.merge(
        Tpa(
            code="FS",
            name="上海风石健康管理有限公司",
            name_en="Windstone Health Management Co., Ltd.",
            email="preauthorization@tpa.example",
            address="上海徐汇区龙华中路596号1201室",
        )
    )
    session.flush()
    session.add(Guardianship(member_id=child.id, guardian_id=mother.id, relation=GuardianRelation.MOTHER))
    policy.plan_version_id, policy.member_id = plan.id, child.id
    session.flush()
    return Rows(
        member_id=str(child.id),
        policy_id=str(policy.id),
        hospital_id="SH-UFH",
        episode_id=str(an_episode(session, child.id).id),
        guardian_id=mother.id,
    )


def _hospitals(mail: str | None) -> list[Hospital]:
    return [
        a_hospital(
            code="SH-UFH",
            name="上海和睦家医院",
            name_en="Shanghai United Family Hospital",
            address="上海市长宁区平塘路699号",
            fax="021-2216-0000",
            email=mail,
        ),
        a_hospital(
            code="SH-CMC",
            name="复旦大学附属儿科医院",
            name_en="Children's Hospital of Fudan University",
            address="上海市闵行区万源路399号",
            phone="021-6493-1990",
            ownership=Ownership.PUBLIC,
        ),
    ]


def _staff() -> list[Any]:
    shen = Staff(account="shen", name="沈若澜", email="shen@tpa.example")
    cen = Staff(account="cen", name="岑若木", email="cen@tpa.example")
    return [
        shen,
        cen,
        StaffRole(staff_id=shen.id, role=Role.ADJUSTER),
        StaffRole(staff_id=cen.id, role=Role.SUPERVISOR),
    ]


def a_request(rows: Rows, **changes: Any) -> TreatmentRequest:
    """A planned operation with a stay of five days."""
    usual: dict[str, Any] = {
        "member_id": rows.member_id,
        "policy_id": rows.policy_id,
        "hospital_id": rows.hospital_id,
        "department": Department.GENERAL,
        "department_name": "耳鼻咽喉科",
        "encounter": EncounterType.INPATIENT,
        "kind": AuthorizationType.SURGERY,
        "diagnoses": (Coded(code="J35.3", name="扁桃体肥大伴腺样体肥大"),),
        "procedures": (Coded(code="28.3", name="扁桃体切除术伴腺样体切除术"),),
        "treatment": "全身麻醉下双侧扁桃体伴腺样体低温等离子切除术",
        "planned_on": PLANNED_ON,
        "expected_days": 5,
        "items": (
            EstimateItem(item="SURGERY", description="手术费", amount=28_000_00),
            EstimateItem(item="BED", description="床位费（5 天）", amount=14_000_00),
            EstimateItem(item="ALLERGEN_TEST", description="过敏原检测", amount=2_400_00),
        ),
        "doctor_name": "周明远",
        "doctor_contact": "021-2216-3900",
    }
    return TreatmentRequest(**usual | changes)


def an_assessment(rows: Rows, **changes: Any) -> Assessment:
    """Accepted, approval required, at a hospital that bills directly; the family pays a tenth."""
    usual: dict[str, Any] = {
        "accepted": True,
        "required": True,
        "triggers": ("T1", "T2"),
        "benefit": Benefit.INPATIENT,
        "episode_id": rows.episode_id,
        "direct_billing": True,
        "required_documents": (DocumentKind.MEDICAL_RECORD, DocumentKind.COST_ESTIMATE),
        "remaining": 500_000_00,
        "deductible_left": 10_000_00,
        "coinsurance": "0.10",
        "latest_request_on": date(2026, 11, 24),
        "accumulator_version": 3,
        "plan_version": "2025.1",
    }
    return Assessment(**usual | changes)


_numbers = count(1)

DOCUMENTS = (
    AttachedDocument(document_id="0b7f5ad0-61f3-4d3b-9a48-7d6f0f7b6c01", kind=DocumentKind.MEDICAL_RECORD),
    AttachedDocument(document_id="0b7f5ad0-61f3-4d3b-9a48-7d6f0f7b6c02", kind=DocumentKind.COST_ESTIMATE),
)


def a_case_state(request: TreatmentRequest, **changes: Any) -> PreAuthorizationCase:
    """A complete request that nothing has happened to yet."""
    usual: dict[str, Any] = {
        "case_number": f"PA-261116-{next(_numbers):06}-7",
        "process": Process.PREAUTHORIZATION,
        "opened_at": OPENED_AT,
        "opened_by": FAMILY.reference,
        "language": Language.CHINESE,
        "request": request,
        "documents": DOCUMENTS,
    }
    return PreAuthorizationCase(**usual | changes)
