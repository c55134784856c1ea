"""Calendars in Postgres: versions never change, publications say which is in force, and for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from models import CalendarPublication, CalendarUse, Staff
from rules.calendar import CalendarStatus
from rules.calendar_edition import CalendarEdition, CalendarUser
from rules.catalogue.calendars import shipped_edition
from rules.working_hours import WorkingHours
from stores.clocks import calendar_drafts, calendar_followers, calendars
from stores.clocks.calendars import NoCalendarError, PublishedCalendars
from stores.csv_files import BadFileError
from stores.import_ import import_rows
from tests.builders import NOON, a_case, a_policy

SPLIT = WorkingHours(((time(9), time(12)), (time(13, 30), time(18))))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def publish(session: Session, edition: CalendarEdition, calendar: str = "STANDARD", hours: int = 0) -> str:
    """Put an edition in force so many hours after noon; its version."""
    calendars.publish(session, edition, at=NOON + timedelta(hours=hours), by="staff:1", calendar=calendar)
    return edition.calendar().version


def without(year: int) -> CalendarEdition:
    """The shipped calendar without a year."""
    shipped = shipped_edition()
    return replace(shipped, years=tuple(each for each in shipped.years if each.year != year))


def test_a_calendar_comes_back_with_its_hours_names_and_sources(session: Session) -> None:
    edition = shipped_edition().with_hours(SPLIT)

    version = publish(session, edition)

    assert calendars.edition(session, version) == edition
    counted, published = calendars.edition(session, version).calendar(), edition.calendar()
    assert (counted.version, counted.hours) == (published.version, published.hours)
    assert counted.days == published.days


def test_before_the_first_publication_no_deadline_is_told(session: Session) -> None:
    with pytest.raises(NoCalendarError, match="lipei up"):
        calendars.current_version(session)


def test_a_version_is_never_rewritten(session: Session) -> None:
    publish(session, shipped_edition())

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE calendar_version SET loaded_by = 'staff:2'"))


def test_what_is_in_force_is_not_published_again(session: Session) -> None:
    assert calendars.publish(session, shipped_edition(), at=NOON, by="staff:1")
    assert calendars.publish(session, shipped_edition(), at=NOON, by="staff:1") is None


def test_an_older_version_can_be_put_in_force_again(session: Session) -> None:
    first = publish(session, shipped_edition())
    publish(session, shipped_edition().with_hours(SPLIT), hours=1)
    publish(session, shipped_edition(), hours=2)

    assert calendars.current_version(session) == first
    assert len(session.exec(select(CalendarPublication)).all()) == 3


def test_a_release_fills_in_what_is_missing_and_replaces_no_notice_that_people_loaded(
    session: Session,
) -> None:
    shipped = shipped_edition()
    (year,) = [each for each in shipped.years if each.year == 2026]
    loaded = replace(year, source="loaded by a supervisor", rest_days={date(2026, 1, 1): "元旦"})
    publish(session, without(2024).with_year(loaded))

    assert calendars.publish_shipped(session, shipped, at=NOON + timedelta(hours=1), by="system:seed")

    held = calendars.edition_in_force(session)
    assert held
    assert [each.year for each in held.years] == [2024, 2025, 2026, 2027]
    assert next(each for each in held.years if each.year == 2026) == loaded
    assert not calendars.publish_shipped(session, shipped, at=NOON, by="system:seed")


def test_a_release_that_brings_the_notice_makes_a_provisional_year_final(session: Session) -> None:
    publish(session, shipped_edition())
    (year,) = [each for each in shipped_edition().years if each.year == 2027]
    announced = replace(year, status=CalendarStatus.FINAL, source="国办发明电〔2026〕1号")

    calendars.publish_shipped(session, shipped_edition().with_year(announced), at=NOON, by="system:seed")

    held = calendars.edition_in_force(session)
    assert held
    assert held.years[-1] == announced


@pytest.mark.parametrize(
    ("team", "insurer", "expected"),
    [(None, None, "STANDARD"), (None, "I", "I"), ("T", None, "T"), ("T", "I", "T")],
)
def test_the_calendar_of_the_team_goes_before_that_of_the_insurer(
    session: Session, team: str | None, insurer: str | None, expected: str
) -> None:
    for name in ("STANDARD", "I", "T"):
        publish(session, shipped_edition(), calendar=name)
    person = Staff(account="ma", name="马", team="NIGHT")
    session.add(person)
    policy = a_policy(session)
    session.flush()
    if team:
        session.add(CalendarUse(user_kind=CalendarUser.TEAM, subject="NIGHT", calendar=team))
    if insurer:
        session.add(
            CalendarUse(user_kind=CalendarUser.INSURER, subject=policy.insurer_code, calendar=insurer)
        )
    session.flush()

    found = calendars.calendar_of(session, policy_id=str(policy.id), assignee=f"staff:{person.id}")

    assert found == expected


def test_a_case_on_its_own_calendar_names_the_standard_one_too(session: Session, engine: Engine) -> None:
    standard = publish(session, shipped_edition())
    own = publish(session, shipped_edition().with_hours(SPLIT), calendar="NIGHT-DESK")
    policy = a_policy(session)
    session.flush()
    session.add(
        CalendarUse(user_kind=CalendarUser.INSURER, subject=policy.insurer_code, calendar="NIGHT-DESK")
    )

    held = PublishedCalendars(engine).for_case(session, policy_id=str(policy.id))

    assert held.version == f"{own}+{standard}"
    assert held.own.hours == SPLIT
    assert held.standard.hours == WorkingHours()


def test_open_cases_planned_by_another_version_have_yet_to_follow(session: Session) -> None:
    version = publish(session, shipped_edition())
    behind = a_case(session, calendar_version="older").case_number
    never = a_case(session).case_number
    a_case(session, calendar_version=version)
    a_case(session, calendar_version="older", closed_at=NOON)
    session.flush()

    page = calendar_followers.page_behind(session, "", 10)

    assert [(each.case_number, each.held, each.wanted) for each in page] == sorted(
        [(behind, "older", version), (never, None, version)]
    )
    assert calendar_followers.count_behind(session) == 2
    assert [
        each.case_number for each in calendar_followers.page_behind(session, page[0].case_number, 10)
    ] == [page[1].case_number]


def test_a_draft_says_what_it_would_change_of_what_is_in_force(session: Session) -> None:
    publish(session, shipped_edition())
    (year,) = [each for each in shipped_edition().years if each.year == 2026]
    more = replace(year, rest_days={**year.rest_days, date(2026, 10, 9): "国庆节"})

    draft = calendar_drafts.keep(
        session, "STANDARD", shipped_edition().with_year(more), at=NOON, by="staff:1"
    )
    changes = calendar_drafts.changes(session, draft)

    assert [(day.on, day.is_working) for day in changes.days] == [(date(2026, 10, 9), False)]
    assert [(year.year, year.before, year.after) for year in changes.years] == [
        (2026, CalendarStatus.FINAL, CalendarStatus.FINAL)
    ]
    assert changes.span == (date(2026, 10, 9), date(2026, 10, 9))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("TEAM,NIGHT,NIGHT-DESK", "never published"),
        ("INSURER,NOBODY,STANDARD", "no known insurer"),
        ("PERSON,ma,STANDARD", "PERSON"),
    ],
)
def test_a_use_of_what_is_not_there_is_refused(session: Session, line: str, says: str) -> None:
    publish(session, shipped_edition())

    with pytest.raises(BadFileError, match=says):
        import_rows(session, "calendars", f"user_kind,subject,calendar\n{line}\n".encode())


def test_uses_of_calendars_are_imported(session: Session) -> None:
    publish(session, shipped_edition(), calendar="NIGHT-DESK")

    import_rows(session, "calendars", "使用方类型,使用方,日历\n团队,NIGHT,NIGHT-DESK\n".encode())

    (use,) = session.exec(select(CalendarUse)).all()
    assert (use.user_kind, use.subject, use.calendar) == (CalendarUser.TEAM, "NIGHT", "NIGHT-DESK")
