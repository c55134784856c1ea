"""The fields that letters share: who writes to whom, about whom, and whom to ask."""

from typing import Any

from activities.letter_contents.sources import Sources
from letters.kinds import (
    Contact,
    Guardian,
    Hotline,
    Insured,
    Member,
    Organization,
    PolicyReference,
    Recipient,
    ReplyChannel,
    Signatory,
    Verification,
)
from models.hospital import Hospital
from models.staff import Staff
from rules.cases import Side
from rules.catalogue.services import HotlinePurpose
from rules.identity import mask_identity_number, mask_phone
from rules.requests.case import RequestCase
from rules.roles import Role
from rules.vocabulary import Process, RecipientRole
from stores.cover.parties import PartyMissingError

_TITLES: dict[Role, tuple[str, str]] = {
    Role.HEAD: ("理赔负责人", "Head of claims"),
    Role.SUPERVISOR: ("理赔主管", "Claims supervisor"),
    Role.TEAM_LEAD: ("理赔组长", "Claims team lead"),
    Role.ADJUSTER: ("理赔审核员", "Claims adjuster"),
    Role.MEDICAL_REVIEWER: ("医学审核员", "Medical reviewer"),
    Role.COMPLAINT_HANDLER: ("投诉处理专员", "Complaint handler"),
    Role.INTAKE_CLERK: ("受理专员", "Intake officer"),
}
"""Titles that sign, the most senior first."""


def frame(sources: Sources[Any], signer: str = "") -> dict[str, Any]:
    """Fields of every letter. ``signer`` is a staff reference; anything else means that nobody signed."""
    insurer, tpa = sources.parties.insurer, sources.parties.tpa
    return {
        "number": sources.number,
        "language": sources.case.language,
        "issued_at": sources.issued_at,
        "case_number": sources.case.case_number,
        "recipient": recipient(sources),
        "insurer": Organization(name=insurer.name, english_name=insurer.name_en or ""),
        "administrator": Organization(
            name=tpa.name,
            english_name=tpa.name_en or "",
            address=tpa.address or "",
            phone=tpa.hotline or "",
            email=tpa.email or "",
        ),
        "hotline": hotline(sources),
        "contact": contact(sources, signer),
        "signatory": signatory(sources, signer),
        "verification": verification(sources),
    }


def family(sources: Sources[Any]) -> dict[str, Any]:
    """Fields of every letter about a child: who it is, and the policy."""
    return {"insured": member(sources), "policy": policy(sources)}


def recipient(sources: Sources[Any]) -> Recipient:
    """The hospital's billing desk, or the guardian by name."""
    if sources.item.to is Side.HOSPITAL:
        hospital = hospital_of(sources)
        return Recipient(
            name=hospital.name,
            english_name=hospital.name_en or "",
            role=RecipientRole.HOSPITAL,
            department=sources.case.department,
            address=hospital.address or "",
            fax=hospital.fax or "",
            email=hospital.email or "",
        )
    known = sources.parties.guardian
    child = sources.parties.member.name
    name = known.name if known else sources.say(f"{child}的监护人", f"guardian of {child}")
    return Recipient(name=name, role=RecipientRole.GUARDIAN)


def hospital_of(sources: Sources[Any]) -> Hospital:
    """The hospital of the case; PartyMissingError where it has none."""
    if sources.parties.hospital is None:
        raise PartyMissingError(f"{sources.case.case_number} names no hospital: none can be written to")
    return sources.parties.hospital


def hotline(sources: Sources[Any]) -> Hotline:
    """The members' line of the product version that the policy was sold with (A-23)."""
    line = sources.plan.hotline(HotlinePurpose.MEMBERS)
    hours = sources.say(line.hours.zh, line.hours.en) if line.hours else ""
    return Hotline(number=line.number, hours=hours)


def contact(sources: Sources[Any], signer: str) -> Contact:
    """Who handles the case: the assignee, else who signs, else the desk; reached at work."""
    handler = sources.staff.get(sources.case.assignee) or sources.staff.get(signer)
    purpose = HotlinePurpose.HOSPITALS if sources.item.to is Side.HOSPITAL else HotlinePurpose.MEMBERS
    lines = {line.purpose: line for line in sources.plan.hotlines}
    line = lines.get(purpose) or lines[HotlinePurpose.MEMBERS]
    return Contact(
        name=handler.name if handler else sources.say(*_desk(sources)),
        phone=line.number,
        email=(handler.email if handler else None) or sources.parties.tpa.email or "",
    )


_DESKS = {
    Process.PREAUTHORIZATION: ("预授权组", "Pre-authorization desk"),
    Process.DIRECT_BILLING: ("直付理赔组", "Direct-billing desk"),
    Process.REIMBURSEMENT: ("理赔组", "Claims desk"),
    Process.HOSPITAL_ADVANCE: ("住院垫付组", "Hospital advance desk"),
}


def _desk(sources: Sources[Any]) -> tuple[str, str]:
    if isinstance(sources.case, RequestCase):
        return "客户服务组", "Customer service desk"
    return _DESKS[sources.case.process]


def signatory(sources: Sources[Any], signer: str) -> Signatory:
    """The person who decided; a letter that no person decided says so (L-31)."""
    if not signer.startswith("staff:"):
        return Signatory(
            name=sources.say("系统自动签发", "automatic processing"),
            title=sources.say("签发方式", "Issued by"),
        )
    return Signatory(name=staff_name(sources, signer), title=_title(sources, sources.staff.get(signer)))


def staff_name(sources: Sources[Any], reference: str) -> str:
    """The name of a member of staff; who has no row any more is named by number."""
    person = sources.staff.get(reference)
    return person.name if person else sources.say("工号 ", "No. ") + reference.partition(":")[2]


def _title(sources: Sources[Any], person: Staff | None) -> str:
    held = {role.role for role in person.roles} if person else set()
    title = next((words for role, words in _TITLES.items() if role in held), ("经办人员", "Case handler"))
    return sources.say(*title)


def verification(sources: Sources[Any]) -> Verification:
    """The code on the letter and the page and telephone that know it."""
    return Verification(
        code=sources.verification_code,
        url=f"{sources.public_url}/verify/{sources.verification_code}",
        phone=hotline(sources).number,
    )


def member(sources: Sources[Any]) -> Member:
    """The child by name and member number."""
    row = sources.parties.member
    return Member(name=row.name, member_number=row.number)


def insured(sources: Sources[Any]) -> Insured:
    """The child as a hospital registers it, with the identity number masked."""
    row = sources.parties.member
    return Insured(
        name=row.name,
        sex=row.sex,
        born_on=row.born_on,
        member_number=row.number,
        identity_kind=row.identity_kind,
        identity_number=mask_identity_number(row.identity_number),
    )


def guardian(sources: Sources[Any]) -> Guardian:
    """The guardian, with the telephone masked; PartyMissingError where none is known."""
    known, relation = sources.parties.guardian, sources.parties.relation
    if known is None or relation is None:
        raise PartyMissingError(
            f"member {sources.case.member_id} has no primary guardian: record one, then issue again"
        )
    return Guardian(name=known.name, relation=relation, phone=mask_phone(known.phone))


def policy(sources: Sources[Any]) -> PolicyReference:
    """The policy under the name that its product version is sold by."""
    row = sources.parties.policy
    return PolicyReference(
        number=row.number,
        plan=sources.plan.name.zh,
        english_plan=sources.plan.name.en,
        starts_on=row.effective_on,
        ends_on=row.terminated_on or row.expires_on,
    )


def reply(sources: Sources[Any]) -> ReplyChannel:
    """Where answers and documents go."""
    return ReplyChannel(url=case_page(sources), email=sources.parties.tpa.email or "")


def case_page(sources: Sources[Any]) -> str:
    """The page of the case, for whoever may see it."""
    return f"{sources.public_url}/cases/{sources.case.case_number}"
