"""The report of a breach for the authority's file: without the name or number of a person (L-33)."""

from datetime import datetime

from sqlmodel import Session, select

from letters.kinds import BreachReport, Contact, Hotline, Organization, Recipient, RecipientRole, Signatory
from models.incident import Incident
from models.insurer import Insurer
from models.tpa import Tpa
from rules.vocabulary import Language
from stores.trust import breach_notices, incidents


def report(session: Session, incident: Incident, at: datetime) -> BreachReport | None:
    """The report as things stand at that instant; None where no insurer and administrator are on file."""
    insurer = session.exec(select(Insurer)).first()
    house = session.exec(select(Tpa)).first()
    if insurer is None or house is None:
        return None
    number = incidents.number_of(incident)
    phone, email = house.hotline or "", house.email or ""
    return BreachReport(
        number=number,
        language=Language.CHINESE,
        issued_at=at,
        case_number=number,
        recipient=Recipient(name="履行个人信息保护职责的部门", role=RecipientRole.AUTHORITY),
        insurer=Organization(name=insurer.name, english_name=insurer.name_en or ""),
        administrator=Organization(name=house.name, address=house.address or "", phone=phone, email=email),
        hotline=Hotline(number=phone),
        contact=Contact(name="个人信息保护负责人", phone=phone, email=email),
        signatory=Signatory(name=house.name, title="报告单位"),
        happened_at=incident.happened_at,
        found_at=incident.found_at,
        happened=incident.what,
        data_concerned=incident.data_concerned,
        measures=incident.measures,
        children=len(set(incident.members)),
        told=breach_notices.told(session, incident.id),
        guardians_told_at=incident.guardians_told_at,
    )
