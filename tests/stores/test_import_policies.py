"""Policies from CSV files: plan, schedule, card, and the year that they open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import ECard, Insurer, PlanVersion, Policy, Tpa
from rules.catalogue.loader import Catalogue, load_catalogue
from rules.vocabulary import Benefit, CardStatus, Purchase
from stores.benefits import accounts, ledger, plans
from stores.benefits.ledger import Movement
from stores.benefits.policy_years import open_policy_year
from stores.csv_files import BadFileError
from stores.database import driver_connection
from stores.import_ import Summary, import_rows
from tests.builders import NOON, a_key, a_member, an_episode

HEADINGS = (
    "number,insurer,tpa,plan,member_number,effective_on,expires_on,purchase,options,schedule,card_number"
)
LIMITED = '"{""inpatient_limit"": ""300000"", ""inpatient_deductible"": ""500.00""}"'


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Path(__file__).parents[2] / "plans")


@pytest.fixture
def session(engine: Engine, catalogue: Catalogue) -> Iterator[Session]:
    with Session(engine) as session:
        session.add_all([Insurer(code="JDAZ", name="京东安联"), Tpa(code="FS", name="风石健康")])
        session.add_all([a_member(number="M1"), a_member(number="M2")])
        plans.publish(session, catalogue.versions, at=NOON)
        yield session


def row(number: str = "P1", plan: str = "GYX-2025-STD", rest: str = ",,", member: str = "M1") -> str:
    return f"{number},JDAZ,FS,{plan},{member},2026-01-01,2026-12-31,FIRST,{rest}"


def take(session: Session, *rows: str, headings: str = HEADINGS) -> Summary:
    return import_rows(session, "policies", "\n".join([headings, *rows]).encode())


def refusal(session: Session, *rows: str, headings: str = HEADINGS) -> str:
    with pytest.raises(BadFileError) as refused:
        take(session, *rows, headings=headings)
    return str(refused.value)


def limits(session: Session, number: str = "P1") -> dict[Benefit, int]:
    """Limits of the year that the policy opened."""
    policy = session.exec(select(Policy).where(Policy.number == number)).one()
    connection = driver_connection(session)
    year = accounts.find_year(connection, policy.id, policy.effective_on)
    assert year is not None
    return {
        benefit: account.limit for benefit, account in accounts.balances(connection, year).accounts.items()
    }


def test_a_policy_that_does_not_last_a_year_is_taken_and_named(session: Session) -> None:
    year, leap = row(), row("P2").replace("2026-01-01,2026-12-31", "2027-03-01,2028-02-29")
    odd = row("P3").replace("2026-12-31", "2027-02-15")

    summary = take(session, year, leap, odd)

    assert summary.added == 3
    assert [str(doubt) for doubt in summary.doubts] == [
        "line 4, column expires_on: the policy lasts 411 days, not a year: check its days"
    ]


def test_a_policy_is_sold_with_the_version_on_sale_when_it_begins(session: Session) -> None:
    assert take(session, row(rest="VAC-2025,,")) == Summary(added=1, updated=0, unchanged=0)

    policy = session.exec(select(Policy)).one()
    plan = session.get_one(PlanVersion, policy.plan_version_id)
    assert (plan.code, plan.version) == ("GYX-2025-STD", "2025.1")
    assert (policy.purchase, policy.options) == (Purchase.FIRST, ["VAC-2025"])


def test_a_policy_opens_the_year_with_what_plan_and_schedule_state(session: Session) -> None:
    take(session, row(rest=f",{LIMITED},"), row("P2", "GYX-2021-CZ"), row("P3"))

    assert limits(session, "P1") == {Benefit.INPATIENT: 300_000_00}
    assert limits(session, "P2") == {Benefit.OUTPATIENT_EMERGENCY: 100_000_00}
    assert limits(session, "P3") == {}


def test_a_card_that_names_a_family_of_plans_follows_the_schedule(session: Session) -> None:
    take(session, row(plan="GYX-2021-XHX", rest=',"{""plan"": ""GYX-2021-YX""}",'))

    assert limits(session) == {Benefit.OUTPATIENT_EMERGENCY: 100_000_00}


def test_a_corrected_schedule_corrects_the_limit(session: Session) -> None:
    take(session, row(rest=f",{LIMITED},"))

    assert take(session, row(rest=',"{""inpatient_limit"": ""400000""}",')).updated == 1

    assert limits(session) == {Benefit.INPATIENT: 400_000_00}


def test_a_limit_below_what_is_held_is_refused(session: Session) -> None:
    take(session, row(rest=f",{LIMITED},"))
    policy = session.exec(select(Policy)).one()
    year = open_policy_year(session, policy.id)
    movement = Movement(
        account_id=year.accounts[Benefit.INPATIENT].account_id,
        episode_id=an_episode(session, policy.member_id).id,
        case_number="PA-1",
        key=a_key(),
        at=NOON,
    )
    ledger.reserve(driver_connection(session), movement, 300_000_00)

    said = refusal(session, row(rest=',"{""inpatient_limit"": ""299999.99""}",'))
    assert said.startswith("line 2, column schedule: member-year")


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (",{inpatient_limit,", "column schedule: is not JSON"),
        (",[],", 'column schedule: is not a JSON object such as {"inpatient_limit": "300000"}'),
        (',"{""inpatient_limt"": ""1""}",', "schedule key 'inpatient_limt' is not known: did you mean"),
        (',"{""inpatient_limit"": ""1.234""}",', "schedule inpatient_limit: '1.234' is not an amount"),
        (
            "VAC-2024,,",
            "column options: plan GYX-2025-STD has no option 'VAC-2024': did you mean 'VAC-2025'?",
        ),
    ],
)
def test_a_schedule_or_option_that_the_plan_does_not_know_is_named(
    session: Session, rest: str, reason: str
) -> None:
    assert reason in refusal(session, row(rest=rest))


def test_a_policy_that_ends_before_it_begins_is_refused(session: Session) -> None:
    said = refusal(session, row().replace("2026-12-31", "2025-12-31"))

    assert said == "line 2, column expires_on: is before effective_on"


def test_a_policy_that_is_terminated_says_when(session: Session) -> None:
    headings = HEADINGS + ",status,terminated_on"

    said = refusal(session, row(rest=",,,终止,"), headings=headings)
    assert "line 2, column terminated_on: stands with the status TERMINATED" in said
    assert take(session, row(rest=",,,终止,2026-05-01"), headings=headings).added == 1


def test_the_member_of_a_policy_in_use_cannot_change(session: Session) -> None:
    take(session, row())

    assert refusal(session, row(member="M2")) == (
        "line 2, column member_number: cannot change: money was used under it"
    )


def test_a_card_waits_until_it_is_activated(session: Session) -> None:
    take(session, row(rest=",,EC-1"))
    assert session.exec(select(ECard.status)).one() == CardStatus.PENDING

    headings = HEADINGS + ",card_activated_at"
    assert take(session, row(rest=",,EC-1,2026-01-01T00:00"), headings=headings).updated == 1

    card = session.exec(select(ECard)).one()
    assert card.status == CardStatus.ACTIVE
    assert card.activated_at == datetime(2025, 12, 31, 16, tzinfo=UTC)


def test_a_card_belongs_to_one_policy(session: Session) -> None:
    assert refusal(session, row(rest=",,EC-1"), row("P2", rest=",,EC-1")) == (
        "line 3, column card_number: is the card of another policy"
    )


def test_a_policy_can_name_the_version_that_it_was_sold_with(session: Session) -> None:
    headings = HEADINGS + ",plan_version"

    assert take(session, row(rest=",,,2025.1"), headings=headings).added == 1
    said = refusal(session, row("P2", rest=",,,2024.9"), headings=headings)
    assert "plan GYX-2025-STD has no version 2024.9; published: 2025.1" in said


def test_published_terms_are_published_once(session: Session, catalogue: Catalogue) -> None:
    assert plans.publish(session, catalogue.versions, at=NOON) == []


def test_terms_that_were_sold_need_a_new_version_to_change(session: Session, catalogue: Catalogue) -> None:
    take(session, row())
    changed = catalogue.version("GYX-2025-STD", date(2026, 1, 1)).with_choices({"penalty_base": "ELIGIBLE"})

    with pytest.raises(plans.SoldTermsError, match=r"GYX-2025-STD 2025\.1 differs"):
        plans.publish(session, [changed], at=NOON)


def test_terms_that_nobody_bought_are_replaced(session: Session, catalogue: Catalogue) -> None:
    changed = catalogue.version("GYX-2025-STD", date(2026, 1, 1)).with_choices({"penalty_base": "ELIGIBLE"})

    assert plans.publish(session, [changed], at=NOON) == ["GYX-2025-STD 2025.1"]
    assert plans.terms(plans.on_sale(session, "GYX-2025-STD", date(2026, 1, 1))) == changed


def test_the_sale_of_sold_terms_can_end(session: Session, catalogue: Catalogue) -> None:
    take(session, row())
    plan = catalogue.version("GYX-2025-STD", date(2026, 1, 1))
    ended = plan.model_copy(
        update={"in_force": plan.in_force.model_copy(update={"until": date(2026, 6, 30)})}
    )

    assert plans.publish(session, [ended], at=NOON) == ["GYX-2025-STD 2025.1"]
    with pytest.raises(LookupError, match="no version on sale on 2026-07-01"):
        plans.on_sale(session, "GYX-2025-STD", date(2026, 7, 1))
