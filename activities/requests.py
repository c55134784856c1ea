"""Steps of requests that read the database."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from temporalio import activity

from rules.requests.data_request import Kept
from rules.retention import latest
from rules.roles import Role
from stores.casework import recusal
from stores.cover import parties
from stores.database import transaction
from stores.trust import erasure

ANSWER_COMPLAINTS = (Role.COMPLAINT_HANDLER, Role.SUPERVISOR, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestOrder:
    """Who decided that case, and may the person handle complaints? An empty number is about no case."""

    case_number: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Those who decided a case; ``handles``: the person asked about answers complaints."""

    people: tuple[str, ...]
    handles: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrder:
    """What of a child's data does the law keep? The request itself is left out."""

    member_id: str
    case_number: str


class RequestActs:
    """Readings for requests of families."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    def find_interest(self, order: InterestOrder) -> Interest:
        """Who took part in deciding a case; it only reads."""
        with transaction(self._engine) as session:
            person = parties.staff(session, order.person)
            roles = {held.role for held in person.roles} if person else set()
            return Interest(
                people=recusal.deciders(session, order.case_number) if order.case_number else (),
                handles=any(role in roles for role in ANSWER_COMPLAINTS),
            )

    @activity.defn
    def find_kept(self, order: KeptOrder) -> Kept:
        """What the law keeps of a child's data, and until when; it only reads."""
        with transaction(self._engine) as session:
            files = erasure.files_of(session, UUID(order.member_id), but=order.case_number)
        anything, until = latest(files)
        return Kept(anything=anything, until=until)
