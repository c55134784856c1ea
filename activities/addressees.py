"""Where a letter goes, fixed when it is issued: its reader first, whoever gets a copy, then their systems."""

import hashlib
from typing import Any

from sqlmodel import Session

from activities.letter_contents import Sources
from activities.orders import DeliveryOrder
from letters.kinds import Letter
from letters.mail import message_id
from models.guardian import Guardian
from models.hospital import Hospital
from models.letter_delivery import LetterDelivery
from models.webhook_endpoint import WebhookEndpoint
from rules.cases import Side
from rules.vocabulary import DeliveryChannel, RecipientRole
from stores.papers import webhooks

COPIED_TO_FAMILY = frozenset({"LT-GOP", "LT-GOP-AMD", "LT-GOP-AMD-NO", "LT-GOP-FIN"})
"""Letters to a hospital that the family gets a copy of (domain 5.11); of a cancellation it gets its own."""


def deliveries(sources: Sources[Any], letter: Letter, domain: str) -> tuple[LetterDelivery, ...]:
    """By mail where an address is known, else to the portal; one address gets one mail."""
    sides = [sources.item.to]
    if sources.item.code in COPIED_TO_FAMILY and sources.item.to is Side.HOSPITAL:
        sides.append(Side.GUARDIAN)
    planned = [_delivery(sources, side, letter, domain) for side in sides]
    return tuple({delivery.recipient_hash: delivery for delivery in reversed(planned)}.values())


def _delivery(sources: Sources[Any], side: Side, letter: Letter, domain: str) -> LetterDelivery:
    to_hospital = side is Side.HOSPITAL
    role = RecipientRole.HOSPITAL if to_hospital else RecipientRole.GUARDIAN
    reader: Hospital | Guardian | None = sources.parties.hospital if to_hospital else sources.parties.guardian
    address = ((reader.email if reader else None) or "").strip() or None
    if address:
        return _mail(sources.number, letter, role, address, domain)
    who = f"portal/{role}"
    return LetterDelivery(
        letter_number=sources.number,
        channel=DeliveryChannel.PORTAL,
        recipient_hash=hashlib.sha256(who.lower().encode()).hexdigest(),
        recipient_role=role,
        address=None,
        message_id=message_id(letter, who, domain),
    )


def to_another_address(letter: Letter, order: DeliveryOrder, domain: str) -> LetterDelivery:
    """To an address that somebody of the staff names, for the same reader; no link to answer goes along."""
    return _mail(order.number, letter, letter.recipient.role, order.address, domain)


def _mail(number: str, letter: Letter, role: RecipientRole, address: str, domain: str) -> LetterDelivery:
    return LetterDelivery(
        letter_number=number,
        channel=DeliveryChannel.EMAIL,
        recipient_hash=hashlib.sha256(address.lower().encode()).hexdigest(),
        recipient_role=role,
        address=address,
        message_id=message_id(letter, address, domain),
    )


def webhook_deliveries(
    session: Session, sources: Sources[Any], letter: Letter, domain: str
) -> tuple[LetterDelivery, ...]:
    """To the systems of the hospital that the letter is for, and of the insurer and administrator always."""
    policy, hospital = sources.parties.policy, sources.parties.hospital
    owners = [
        (RecipientRole.INSURER, policy.insurer_code),
        (RecipientRole.ADMINISTRATOR, policy.tpa_code),
    ]
    if hospital is not None and letter.recipient.role is RecipientRole.HOSPITAL:
        owners.append((RecipientRole.HOSPITAL, hospital.code))
    endpoints = webhooks.of_owners(session, owners)
    return tuple(_webhook(sources.number, letter, endpoint, domain) for endpoint in endpoints)


def _webhook(number: str, letter: Letter, endpoint: WebhookEndpoint, domain: str) -> LetterDelivery:
    who = f"webhook/{endpoint.id}"
    return LetterDelivery(
        letter_number=number,
        channel=DeliveryChannel.WEBHOOK,
        recipient_hash=hashlib.sha256(who.encode()).hexdigest(),
        recipient_role=endpoint.owner,
        address=str(endpoint.id),
        message_id=message_id(letter, who, domain),
    )
