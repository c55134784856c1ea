"""Calendars for tests: an edition with a day changed, published on the running stack."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import text

from activities.calendar_orders import PublishOrder
from rules.calendar_edition import STANDARD, CalendarEdition
from rules.catalogue.calendars import shipped_edition
from stores.clocks import calendar_drafts
from stores.database import transaction
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic
from workflows import calendar_desk
from workflows.calendar_publication import PublicationOutcome


def edition(*, rest: tuple[date, ...] = (), worked: tuple[date, ...] = ()) -> CalendarEdition:
    """The shipped calendar with more days of rest, or more weekend days that are worked."""
    changed = shipped_edition()
    for year in changed.years:
        more = {on: "测试" for on in rest if on.year == year.year}
        make_up = {on: "测试" for on in worked if on.year == year.year}
        changed = changed.with_year(
            replace(
                year,
                rest_days={on: name for on, name in {**year.rest_days, **more}.items() if on not in make_up},
                make_up_working_days={
                    on: name
                    for on, name in {**year.make_up_working_days, **make_up}.items()
                    if on not in more
                },
            )
        )
    return changed


def load(clinic: Clinic, wanted: CalendarEdition, calendar: str = STANDARD) -> PublishOrder:
    """Load a draft; the order that publishes it."""
    now = datetime.now(UTC)
    with transaction(clinic.engine) as session:
        draft = calendar_drafts.keep(session, calendar, wanted, at=now, by="staff:supervisor")
    return PublishOrder(
        key=uuid4().hex, calendar=calendar, draft_id=str(draft.id), by="staff:supervisor", at=now
    )


def publish(clinic: Clinic, order: PublishOrder, settle_seconds: int = 0) -> PublicationOutcome:
    """Publish and wait until every case followed."""
    clinic.loop.run(calendar_desk.begin(clinic.client, order, settle_seconds=settle_seconds))
    return clinic.loop.start(calendar_desk.outcome(clinic.client, order.key)).result(timeout=PATIENCE_SECONDS)


def set_others_aside(clinic: Clinic) -> None:
    """Take cases that earlier tests left open out of the way: a publication waits for every open case."""
    with transaction(clinic.engine) as session:
        session.execute(
            text("UPDATE cases SET closed_at = GREATEST(opened_at, updated_at) WHERE closed_at IS NULL")
        )
