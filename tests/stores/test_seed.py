"""The sample that people try Lipei with."""

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, text
from sqlmodel import Session, col, select

from models import ApiToken, BenefitAccount, ECard, NetworkMembership, Policy, metadata
from rules.identity import parse_identity_number
from rules.roles import STAFF_ROLES, Role
from rules.vocabulary import CardStatus, NetworkKind, PolicyStatus, PrincipalKind
from stores import database, seed
from stores.trust import tokens
from tests.builders import NOON
from tests.database import new_database

PLANS = Path(__file__).parents[2] / "plans"


def seeded(engine: Engine, folder: Path) -> seed.Sample:
    return seed.seed(engine, plans_folder=PLANS, tokens_file=folder / "tokens.json", at=NOON)


@dataclass(frozen=True)
class Seeded:
    """A database that was seeded once, for tests that only look."""

    engine: Engine
    sample: seed.Sample
    folder: Path


@pytest.fixture(scope="module")
def once(postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    engine = database.connect(new_database(postgres, "seeded", template=migrated))
    folder = tmp_path_factory.mktemp("seeded")
    yield Seeded(engine, seeded(engine, folder), folder)
    engine.dispose()


def row_counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0
            for table in metadata.tables
        }


def test_seeding_twice_is_seeding_once(engine: Engine, tmp_path: Path) -> None:
    first = seeded(engine, tmp_path)
    before = row_counts(engine)

    assert seeded(engine, tmp_path) == first
    assert row_counts(engine) == before


def test_every_staff_role_can_sign_in_with_its_own_token(once: Seeded) -> None:
    with Session(once.engine) as session:
        principals = [
            tokens.principal(session, token.secret, at=NOON) for token in once.sample.tokens.values()
        ]
    roles = {role for principal in principals if principal for role in principal.actor.roles}
    assert None not in principals
    assert roles == STAFF_ROLES | {Role.GUARDIAN, Role.HOSPITAL_DESK}


def test_only_the_owner_reads_the_tokens(once: Seeded) -> None:
    file = once.folder / "tokens.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = {name: entry["token"] for name, entry in json.loads(file.read_text("utf-8")).items()}
    assert written == {name: token.secret for name, token in once.sample.tokens.items()}


def test_tokens_whose_file_was_lost_are_ended_and_made_anew(engine: Engine, tmp_path: Path) -> None:
    lost = seeded(engine, tmp_path).tokens["ma.adjuster"]
    (tmp_path / "tokens.json").unlink()

    renewed = seeded(engine, tmp_path).tokens["ma.adjuster"]

    with Session(engine) as session:
        assert tokens.principal(session, lost.secret, at=NOON) is None
        principal = tokens.principal(session, renewed.secret, at=NOON)
        assert principal is not None
        assert principal.kind == PrincipalKind.STAFF


def test_the_sample_policies_are_in_force_with_an_active_card(once: Seeded) -> None:
    with Session(once.engine) as session:
        policies = session.exec(select(Policy).where(col(Policy.number).in_(once.sample.policies))).all()
        cards = session.exec(select(ECard)).all()
    assert len(policies) == len(once.sample.policies) == 8
    assert all(policy.status == PolicyStatus.IN_FORCE for policy in policies)
    assert all(policy.effective_on <= NOON.date() <= policy.expires_on for policy in policies)
    assert {card.status for card in cards} == {CardStatus.ACTIVE}


@pytest.mark.parametrize(
    ("on", "effective_on"),
    [
        (date(2026, 1, 31), date(2025, 7, 1)),
        (date(2026, 2, 1), date(2026, 1, 1)),
        (date(2026, 7, 31), date(2026, 1, 1)),
        (date(2026, 8, 1), date(2026, 7, 1)),
    ],
)
def test_sample_policies_begin_at_least_a_month_ago(on: date, effective_on: date) -> None:
    assert seed.policy_period(on) == effective_on


def test_limits_that_plan_and_schedule_state_have_an_account(once: Seeded) -> None:
    with Session(once.engine) as session:
        limits = session.exec(
            select(BenefitAccount.limit_amount, func.count()).group_by("limit_amount")
        ).all()
    assert dict(limits) == {
        100_000_00: 7,
        300_000_00: 3,
        3_000_00: 1,
        200_000_00: 1,
        1_000_000_00: 1,
        50_000_00: 1,
    }


def test_a_network_clinic_bills_directly_and_a_fictional_one_does_not(once: Seeded) -> None:
    with Session(once.engine) as session:
        query = select(NetworkMembership.hospital_code).where(
            NetworkMembership.network_list == "2025-STD",
            NetworkMembership.kind == NetworkKind.DIRECT_BILLING,
        )
        hospitals = set(session.exec(query).all())
    assert "MEIHUA-FUER" in hospitals
    assert "KANGNING" not in hospitals


def test_no_real_person_can_have_a_sample_identity_number() -> None:
    members = (seed.FOLDER / "members.csv").read_text("utf-8").splitlines()[1:]
    numbers = [cell for line in members for cell in line.split(",") if cell.startswith("9999")]

    assert len(numbers) == 15
    assert all(parse_identity_number(number).number == number for number in numbers)


def test_the_tokens_are_hashed(once: Seeded) -> None:
    with Session(once.engine) as session:
        kept = " ".join(str(token.model_dump()) for token in session.exec(select(ApiToken)))
    assert not [token for token in once.sample.tokens.values() if token.secret in kept]
