"""Which way a bill may come, by the kind of hospital (R-100 to R-105, R-140, A-19, A-20, A-52)."""

from rules.adjudication.claim import Provider
from rules.adjudication.visit import Visit
from rules.catalogue.benefits import ClaimChannel
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType, Ownership

EMERGENCY_CLAUSE = ("L-14",)
PRIVATE = Ownership.PRIVATE


def hospital_kind(provider: Provider) -> str:
    """The row of the plan's channel table that this hospital belongs to on the service date."""
    if provider.ownership is PRIVATE:
        return "private_network" if provider.in_network else "private_non_network"
    return "public_direct_list" if provider.direct_billing else "public_other"


def channel(visit: Visit) -> None:
    """Refuses or refers a bill that came by a way that the plan does not open at this hospital."""
    ways = visit.benefit.channels[visit.hospital]
    if visit.hospital == "private_non_network":
        _outside_network(visit)
    elif ways.value is None:
        visit.refer("channel", ReasonCode.NEEDS_PLAN, ways.source, (("hospital", visit.hospital),))
    elif visit.claim.channel in ways.value and not _self_paid(visit):
        visit.keep("channel", ways.source)
        _appointment(visit)
    elif visit.hospital == "private_network":
        visit.refuse("channel", ReasonCode.NETWORK_SELF_PAID, ways.source)
    elif ways.value:
        _other_way_is_open(visit, ways.source)
    else:
        _not_covered_there(visit, ways.source)


def _self_paid(visit: Visit) -> bool:
    """A network bill that the family paid in full cannot be claimed (R-104, R-184)."""
    return visit.hospital == "private_network" and visit.claim.paid_by_member_in_full


def _outside_network(visit: Visit) -> None:
    ways = visit.benefit.channels[visit.hospital]
    if ways.value and visit.claim.channel in ways.value:
        visit.keep("channel", ways.source)
    elif visit.claim.encounter.emergency:
        visit.refer("channel", ReasonCode.OUT_OF_NETWORK_EMERGENCY, (*ways.source, *EMERGENCY_CLAUSE))
    elif ways.value is not None:
        visit.refuse("channel", ReasonCode.OUT_OF_NETWORK, ways.source)
    elif visit.claim.redirected_to_network:
        visit.keep("channel", ways.source, (("redirected to the network", "yes"),))
    else:
        visit.refer("channel", ReasonCode.OUT_OF_NETWORK, ways.source)
        visit.refer("channel", ReasonCode.NEEDS_PLAN, ways.source, (("hospital", visit.hospital),))


def _other_way_is_open(visit: Visit, clause: tuple[str, ...]) -> None:
    """Care that is covered, but not by this way: the family may pay and claim, so nothing is lost."""
    facts = (("channel", visit.claim.channel.value), ("hospital", visit.hospital))
    visit.refer("channel", ReasonCode.OUT_OF_NETWORK, clause, facts)


def _not_covered_there(visit: Visit, clause: tuple[str, ...]) -> None:
    if visit.claim.encounter.emergency:
        visit.refer("channel", ReasonCode.OUT_OF_NETWORK_EMERGENCY, (*clause, *EMERGENCY_CLAUSE))
    else:
        visit.refuse("channel", ReasonCode.OUT_OF_NETWORK, clause)


def _appointment(visit: Visit) -> None:
    """Direct billing at a public outpatient department needs an appointment made in advance (R-060)."""
    required = visit.benefit.appointment_required
    if (
        required.value
        and visit.hospital == "public_direct_list"
        and visit.claim.channel is ClaimChannel.DIRECT_BILLING
        and visit.type is EncounterType.OUTPATIENT
        and not visit.claim.appointment_booked
    ):
        visit.refer("appointment", ReasonCode.DOCUMENT_MISSING, required.source, (("appointment", "none"),))
