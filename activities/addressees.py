"""Where a letter goes, fixed when it is issued: its reader first, and whoever gets a copy."""

import hashlib
from typing import Any

from activities.letter_contents import Sources
from letters.kinds import Letter
from letters.mail import message_id
from models.guardian import Guardian
from models.hospital import Hospital
from models.letter_delivery import LetterDelivery
from rules.cases import Side
from rules.vocabulary import DeliveryChannel, RecipientRole

COPIED_TO_FAMILY = frozenset({"LT-GOP", "LT-GOP-AMD", "LT-GOP-AMD-NO"})
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
    who = address or f"portal/{role}"
    return LetterDelivery(
        letter_number=sources.number,
        channel=DeliveryChannel.EMAIL if address else DeliveryChannel.PORTAL,
        recipient_hash=hashlib.sha256(who.lower().encode()).hexdigest(),
        recipient_role=role,
        address=address,
        message_id=message_id(letter, who, domain),
    )
