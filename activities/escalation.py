"""Readings about people for the clocks of a case; nothing is written here."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.escalation_orders import AbsencePage, DealOrder, Dealt, EscalationOrder
from rules.business_time import next_business_instant
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import shanghai_date
from rules.escalated import Escalated, escalate
from rules.house import House
from stores.clocks import absences
from stores.clocks.calendars import PublishedCalendars
from stores.clocks.house import house_on
from stores.database import transaction

PAGE = 200


class EscalationActs:
    """Looks up who works here, who is away, and when each works next."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections and the calendars that were read."""
        self._engine = engine
        self._calendars = PublishedCalendars(engine)

    @activity.defn
    def escalate(self, order: EscalationOrder) -> Escalated:
        """Whom the milestone reaches, by the ladder as it is now; it only reads."""
        step = shipped_ladders().named(order.ladder).step(order.milestone)
        if step is None:
            return Escalated()
        with transaction(self._engine) as session:
            house = house_on(session, shanghai_date(order.reached.at), order.case_number)
            return escalate(
                step,
                order.reached,
                house,
                self._delivery(session, house),
                assignee=order.assignee,
                watchers=order.watchers,
            )

    @activity.defn
    def stand_in(self, order: DealOrder) -> Dealt:
        """Who does the work of a person on that day; it only reads."""
        with transaction(self._engine) as session:
            house = house_on(session, shanghai_date(order.as_of), order.case_number)
            found = house.in_place_of(order.person)
            return Dealt(
                person=found.person or order.person,
                chain=found.chain,
                looped=found.looped,
                deliver_at=self._delivery(session, house)(found.person, order.as_of),
            )

    @activity.defn
    def cases_of_absent(self, page: AbsencePage) -> list[str]:
        """Numbers of the person's open cases, in order; none where the absence was taken back."""
        with transaction(self._engine) as session:
            if not absences.holds(session, UUID(page.absence_id)):
                return []
            return absences.open_cases_of(session, UUID(page.staff_id), page.after, PAGE)

    def _delivery(self, session: Session, house: House) -> Callable[[str, datetime], datetime]:
        """Nobody is told at night or on a rest day, unless that is when they work."""

        def deliver(person: str, at: datetime) -> datetime:
            known = house.colleague(person)
            if known and known.always:
                return at
            return next_business_instant(self._calendars.for_case(session, assignee=person).own, at)

        return deliver
