"""The fictional people, policies and hospitals that the sample letters speak of."""

from datetime import UTC, date, datetime, time
from typing import Any

from letters.kinds import (
    Contact,
    Guardian,
    Hotline,
    Insured,
    Member,
    Organization,
    PolicyReference,
    Recipient,
    RecipientRole,
    ReplyChannel,
    RequestedCare,
    Signatory,
    Verification,
)
from rules.vocabulary import AuthorizationType, GuardianRelation, IdentityKind, Language, Sex

ISSUED_AT = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
CASE = "PA-261121-000042-7"
OFFICE = "上海徐汇区龙华中路596号1201室"


class Speech:
    """Picks the words of one language, as data that people typed in it."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, chinese: str, english: str) -> str:
        return chinese if self.language is Language.CHINESE else english


def frame(say: Speech, number: str, recipient: Recipient) -> dict[str, Any]:
    """The fields that every letter has; it is issued on the day in its number."""
    issued_on = date.fromisoformat(number.split("-")[1])
    return {
        "number": number,
        "language": say.language,
        "issued_at": datetime.combine(issued_on, time(6, 30), UTC),
        "case_number": CASE,
        "recipient": recipient,
        "insurer": Organization(
            name="京东安联财产保险有限公司", english_name="JD Allianz General Insurance Co., Ltd."
        ),
        "administrator": Organization(
            name="上海风石健康管理有限公司",
            english_name="Windstone Health Management Co., Ltd.",
            address=say(OFFICE, "Room 1201, 596 Longhua Middle Road, Xuhui, Shanghai"),
        ),
        "hotline": Hotline(number="400-066-9090", hours=say("全天 24 小时", "24 hours")),
        "contact": Contact(
            name=say("预授权三组 岑若木", "Cen Ruomu, Authorization Team 3"),
            phone="021-8020-9058",
            email="preauthorization@tpa.example",
        ),
        "signatory": Signatory(name="沈若澜", title=say("授权签发人", "Authorized signatory")),
    }


def hospital() -> Recipient:
    """The billing desk of a hospital with a long name and address."""
    return Recipient(
        name="上海和睦家医院",
        english_name="Shanghai United Family Hospital",
        role=RecipientRole.HOSPITAL,
        department="国际部直付结算中心",
        address="上海市长宁区平塘路699号门诊楼二层",
        email="direct-billing@hospital.example",
        fax="021-2216-0000",
    )


def family() -> Recipient:
    """The guardian at home."""
    return Recipient(
        name="欧阳静怡", role=RecipientRole.GUARDIAN, address="上海市浦东新区锦绣路1088弄16号602室"
    )


def about(say: Speech) -> dict[str, Any]:
    """Child, policy and care."""
    return {"insured": member(), "policy": policy(), "care": care(say)}


def member() -> Member:
    """A child whose name needs rare characters."""
    return Member(name="欧阳𠮷㛃䶮", member_number="T1100202009000200000099")


def child() -> Insured:
    """The same child, as a hospital registers her."""
    return Insured(
        name="欧阳𠮷㛃䶮",
        sex=Sex.FEMALE,
        born_on=date(2020, 3, 4),
        member_number="T1100202009000200000099",
        identity_kind=IdentityKind.RESIDENT_ID,
        identity_number="310104********1234",
    )


def guardian() -> Guardian:
    """Her mother."""
    return Guardian(name="欧阳静怡", relation=GuardianRelation.MOTHER, phone="138****5678")


def policy() -> PolicyReference:
    """A policy of the 2025 series."""
    return PolicyReference(
        number="P2026031500004711",
        plan="成长优享 2025",
        english_plan="Growth Select 2025",
        starts_on=date(2026, 3, 1),
        ends_on=date(2027, 2, 28),
    )


def care(say: Speech) -> RequestedCare:
    """A planned operation with a stay."""
    return RequestedCare(
        hospital="上海和睦家医院",
        hospital_english="Shanghai United Family Hospital",
        department=say("耳鼻咽喉头颈外科", "Otolaryngology, Head and Neck Surgery"),
        authorization_types=(AuthorizationType.INPATIENT, AuthorizationType.SURGERY),
        treatment=say(
            "全身麻醉下双侧扁桃体伴腺样体低温等离子切除术",
            "Coblation tonsillectomy with adenoidectomy, both sides, under general anesthesia",
        ),
        planned_on=date(2026, 12, 1),
        estimate=54_000_00,
    )


def reply(say: Speech) -> ReplyChannel:
    """Page, mailbox and address for answers."""
    return ReplyChannel(
        url="https://lipei.example/cases/PA-261121-000042-7",
        email="documents@tpa.example",
        address=say(
            f"{OFFICE}（材料组 收）", "Documents, Room 1201, 596 Longhua Middle Road, Xuhui, Shanghai"
        ),
    )


def verification() -> Verification:
    """Code, page and phone by which anyone may check a letter."""
    return Verification(
        code="7K4M-Q2XD-93HF",
        url="https://lipei.example/verify/GOP-20261121-000042?code=7K4MQ2XD93HF",
        phone="400-066-9090",
    )
