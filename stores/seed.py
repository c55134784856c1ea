"""Sample data: hospitals of the handbooks, fictional families and staff, and tokens to act as them."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from string import Template
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.api_token import ApiToken
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.insurer import Insurer
from models.member import Member
from models.policy import Policy
from models.staff import Staff
from models.tpa import Tpa
from rules.catalogue.calendars import shipped_edition
from rules.catalogue.loader import load_catalogue
from rules.china_time import at_shanghai, shanghai_date
from rules.consents import USUAL
from rules.vocabulary import PrincipalKind
from stores import sample_accounts
from stores.benefits import plans
from stores.clocks import calendars
from stores.database import transaction
from stores.import_ import import_rows
from stores.importers.upsert import upsert
from stores.sample_accounts import Door
from stores.sample_money import keep_sample_money
from stores.trust import consents, tokens

FOLDER = Path(__file__).parent / "sample"
SEEDER = "system:seed"
LABEL = "sample "
"""Begins the label of every token that is made here, so that lost ones can be ended."""

DESKS = ("MEIHUA-FUER", "UFH-SH")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleToken:
    """A secret and whom it speaks for (``staff:<id>``, ``hospital:<code>``, ``guardian:<id>``)."""

    principal: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the sample offers: policy numbers with the member number that each insures, and tokens by name."""

    policies: Mapping[str, str]
    tokens: Mapping[str, SampleToken]
    doors: Mapping[str, Door]


def publish_reference(session: Session, plans_folder: Path, *, at: datetime) -> list[str]:
    """Put the shipped plans and calendar in force; what was new. Safe to repeat.

    CatalogueInvalidError, SoldTermsError: a plan file is wrong, or changes terms that were sold.
    """
    published = plans.publish(session, load_catalogue(plans_folder).versions, at=at)
    if calendars.publish_shipped(session, shipped_edition(), at=at, by=SEEDER):
        published.append("calendar")
    return published


def seed(engine: Engine, *, plans_folder: Path, tokens_file: Path, at: datetime) -> Sample:
    """Load the sample, or what is missing of it, and write its tokens and passwords to files of its owner.

    The passwords stand beside the tokens in ``accounts.json``.

    Policies run for a year from the January or July that began at least a month ago.
    """
    accounts_file = tokens_file.with_name(sample_accounts.FILE)
    with transaction(engine) as session:
        publish_reference(session, plans_folder, at=at)
        _companies(session)
        for kind in ("hospitals", "networks", "members", "staff", "insurer-staff"):
            import_rows(session, kind, (FOLDER / f"{kind}.csv").read_bytes())
        keep_sample_money(session, at)
        _consent(session, at)
        period = policy_period(shanghai_date(at))
        import_rows(session, "policies", _policies(period).encode())
        issued = dict(_tokens(session, _known(tokens_file), at))
        doors = sample_accounts.make(session, sample_accounts.known(accounts_file), DESKS, at)
        policies = _policy_numbers(session, period)
    _write_private(accounts_file, sample_accounts.written(doors))
    _write_private(
        tokens_file, {name: {"principal": t.principal, "token": t.secret} for name, t in issued.items()}
    )
    return Sample(policies=policies, tokens=issued, doors=doors)


def _consent(session: Session, at: datetime) -> None:
    """Every family of the sample allows what its cases need."""
    for number, guardian_id in _guardians(session):
        member_id = session.exec(select(Member.id).where(Member.number == number)).one()
        for need in USUAL:
            consents.give(session, member_id, guardian_id, need, form_version="2026-1", at=at)


def _companies(session: Session) -> None:
    upsert(
        session,
        Insurer,
        {"code": "JDAZ"},
        {"name": "京东安联财产保险有限公司", "name_en": "JD Allianz", "hotline": "400-800-2020"},
    )
    upsert(
        session,
        Insurer,
        {"code": "HAIDE"},
        {"name": "海德财产保险（示例）", "name_en": "Haide Insurance (sample)", "hotline": "400-000-0000"},
    )
    upsert(
        session,
        Tpa,
        {"code": "FENGSHI"},
        {
            "name": "风石健康",
            "name_en": "Windstone",
            "hotline": "400-066-9090",
            "email": "service@windstoneservice.com",
            "address": "上海徐汇区龙华中路596号1201室",
        },
    )


def policy_period(on: date) -> date:
    """The first of January or July that began at least a month before a day, and less than eight."""
    before = on.replace(day=1) - timedelta(days=1)
    return date(before.year, 7 if before.month >= 7 else 1, 1)


def _policies(effective_on: date) -> str:
    schedules = json.loads((FOLDER / "schedules.json").read_text("utf-8"))
    cells = {name: _quoted(json.dumps(schedule)) for name, schedule in schedules.items()}
    starts_at = at_shanghai(effective_on, time(0))
    return Template((FOLDER / "policies.csv").read_text("utf-8")).substitute(
        cells,
        period=f"{effective_on:%y%m}",
        effective_on=effective_on,
        expires_on=effective_on.replace(year=effective_on.year + 1) - timedelta(days=1),
        paid_at=(starts_at - timedelta(days=10)).isoformat(),
        activated_at=starts_at.isoformat(),
    )


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _policy_numbers(session: Session, effective_on: date) -> dict[str, str]:
    query = (
        select(Policy.number, Member.number)
        .join(Member, col(Member.id) == col(Policy.member_id))
        .where(Policy.effective_on == effective_on, col(Policy.number).startswith(f"{effective_on:%y%m}-"))
        .order_by(Policy.number)
    )
    return dict(session.exec(query).all())


def _tokens(session: Session, known: Mapping[str, str], at: datetime) -> Iterator[tuple[str, SampleToken]]:
    """A token for each sample principal: the one in the file while it holds, else a new one."""
    kept = set()
    issued = []
    for name, kind, principal_id in _principals(session):
        holder = tokens.principal(session, known.get(name, ""), at=at)
        if holder and (holder.kind, holder.id) == (kind, principal_id):
            kept.add(holder.token_id)
            secret = known[name]
        else:
            token = tokens.issue(session, kind, principal_id, LABEL + name, at=at)
            kept.add(token.id)
            secret = token.secret
        issued.append((name, SampleToken(principal=f"{kind.lower()}:{principal_id}", secret=secret)))
    _end_all_but(session, kept, at)
    yield from issued


def _principals(session: Session) -> Iterator[tuple[str, PrincipalKind, str]]:
    accounts = [line.split(",")[0] for line in (FOLDER / "staff.csv").read_text("utf-8").splitlines()[1:]]
    for person in session.exec(select(Staff).where(col(Staff.account).in_(accounts)).order_by(Staff.account)):
        yield person.account, PrincipalKind.STAFF, str(person.id)
    for code in DESKS:
        yield code, PrincipalKind.HOSPITAL, code
    for number, guardian_id in _guardians(session):
        yield f"guardian of {number}", PrincipalKind.GUARDIAN, str(guardian_id)


def _guardians(session: Session) -> Iterable[tuple[str, UUID]]:
    numbers = [line.split(",")[0] for line in (FOLDER / "members.csv").read_text("utf-8").splitlines()[1:]]
    query = (
        select(Member.number, Guardian.id)
        .join(Guardianship, col(Guardianship.member_id) == col(Member.id))
        .join(Guardian, col(Guardian.id) == col(Guardianship.guardian_id))
        .where(col(Member.number).in_(numbers), col(Guardianship.is_primary))
        .order_by(Member.number)
    )
    return session.exec(query).all()


def _end_all_but(session: Session, kept: set[UUID], at: datetime) -> None:
    """End sample tokens whose secrets are lost."""
    query = select(ApiToken).where(col(ApiToken.label).startswith(LABEL), col(ApiToken.revoked_at).is_(None))
    for token in session.exec(query):
        if token.id not in kept:
            token.revoked_at = at


def _known(tokens_file: Path) -> dict[str, str]:
    if not tokens_file.exists():
        return {}
    written = json.loads(tokens_file.read_text("utf-8"))
    return {name: entry["token"] for name, entry in written.items()}


def _write_private(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")
