"""A child, its policy and what its year has used, as a case file states them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from checks.entries import FieldProblemError
from commands.lived.history import keep_history
from models.e_card import ECard
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.member import Member
from models.plan_version import PlanVersion as PlanRow
from models.policy import Policy as PolicyRow
from rules.adjudication.claim import Accumulators, Policy
from rules.adjudication.forms import CHECKUP
from rules.catalogue.plan import PlanVersion
from rules.china_time import at_shanghai
from rules.money import format_yuan
from rules.payments.values import NewAccount
from rules.vocabulary import Benefit, CardStatus, DocumentKind, GuardianRelation, IdentityKind, Language, Sex
from stores.benefits import ledger
from stores.benefits.accounts import PolicyYear, YearBalances, open_year
from stores.benefits.ledger import Movement, Settlement
from stores.benefits.policy_years import granted
from stores.database import driver_connection
from stores.money import payees

HOLDER, ACCOUNT = "示例家长", "6222020000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """A child with its policy and the adult who acts for it, by the ids of rows."""

    member_id: str
    policy_id: str
    guardian_id: str
    account: NewAccount
    language: Language = Language.CHINESE


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What a child is insured by, and what of its year is used; ``mark`` sets its names apart."""

    plan: PlanVersion
    policy: Policy
    schedule: Mapping[str, object]
    before: Accumulators
    mark: str


def insure(session: Session, cover: Cover) -> Insured:
    """Keep a child with that policy and its year as it stood. FieldProblemError: a year cannot be so."""
    member_id, guardian = _family(session, cover)
    policy = _policy(session, cover, member_id)
    _use_up(session, cover, policy)
    account = NewAccount(party=f"guardian:{guardian}", holder=HOLDER, number=ACCOUNT, bank="示例银行")
    payees.keep_account(session, account, at=_first_moment(cover), on_file=True)
    return Insured(
        member_id=str(member_id), policy_id=str(policy.id), guardian_id=str(guardian), account=account
    )


def plan_row(session: Session, plan: PlanVersion) -> PlanRow:
    """The published version with these very terms; one under other readings is kept beside it."""
    known = select(PlanRow).where(PlanRow.content_hash == plan.content_hash)
    found = session.exec(known).first()
    if found is not None:
        return found
    row = PlanRow(
        code=f"{plan.code}~{plan.content_hash[:10]}",
        version=plan.version,
        content=plan.model_dump(mode="json", by_alias=True, exclude_none=True),
        content_hash=plan.content_hash,
        in_force_from=plan.in_force.since,
        in_force_to=plan.in_force.until,
    )
    # Cases are lived side by side: another one may bring the same terms at this moment.
    session.execute(insert(PlanRow).values(row.model_dump()).on_conflict_do_nothing())
    return session.exec(known).one()


def _family(session: Session, cover: Cover) -> tuple[UUID, UUID]:
    born_on = date(cover.policy.effective_on.year - 6, 5, 1)
    member = Member(
        number=f"CF-{cover.mark}",
        name="示例宝宝",
        sex=Sex.FEMALE,
        born_on=born_on,
        identity_kind=IdentityKind.BIRTH_CERTIFICATE,
        identity_number=f"CF{cover.mark}",
    )
    guardian = Guardian(
        name=HOLDER,
        phone="13000000000",
        email=f"family-{cover.mark.lower()}@case-files.example",
        identity_kind=IdentityKind.PASSPORT,
        identity_number=f"CF{cover.mark}",
    )
    session.add_all([member, guardian])
    session.flush()
    bond = Guardianship(
        member_id=member.id,
        guardian_id=guardian.id,
        relation=GuardianRelation.MOTHER,
        proof=DocumentKind.BIRTH_CERTIFICATE,
    )
    session.add(bond)
    return member.id, guardian.id


def _first_moment(cover: Cover) -> datetime:
    return at_shanghai(cover.policy.effective_on, time(0))


def _policy(session: Session, cover: Cover, member_id: UUID) -> PolicyRow:
    first = _first_moment(cover)
    row = PolicyRow(
        number=f"CF-{cover.mark}",
        insurer_code="JDAZ",
        tpa_code="FENGSHI",
        plan_version_id=plan_row(session, cover.plan).id,
        member_id=member_id,
        effective_on=cover.policy.effective_on,
        expires_on=cover.policy.expires_on,
        purchase=cover.policy.purchase,
        options=list(cover.policy.options),
        schedule=dict(cover.schedule),
        paid_at=first - timedelta(days=10),
    )
    session.add(row)
    session.flush()
    suspended = cover.before.card is CardStatus.SUSPENDED
    card = ECard(
        policy_id=row.id,
        number=f"CF-{cover.mark}",
        status=cover.before.card,
        activated_at=first,
        suspended_at=first if suspended else None,
    )
    session.add(card)
    session.flush()
    return row


def _use_up(session: Session, cover: Cover, policy: PolicyRow) -> None:
    """Bring the year to where the case begins, by movements of the ledger like any other."""
    before = cover.before
    year = _year(session, cover, policy)
    history = keep_history(session, cover.policy, before, policy, year.member_year_id)
    connection = driver_connection(session)
    for ordinal, (account_id, settlement) in enumerate(_settlements(before, year)):
        movement = Movement(
            account_id=account_id,
            episode_id=None,
            case_number=history,
            key=f"{history}/{ordinal}",
            at=_first_moment(cover),
        )
        ledger.consume(connection, movement, settlement)
    counters = "UPDATE member_year SET counted_visits = %s, checkups_used = %s WHERE id = %s"
    used = before.counts_used.get(CHECKUP, 0)
    connection.execute(counters, [before.counted_visits, used, year.member_year_id])


def _year(session: Session, cover: Cover, policy: PolicyRow) -> YearBalances:
    """The year with what the policy grants; an account that only the case knows has what it has left."""
    limits, deductibles = _granted(session, policy)
    for name, stated, left in (
        ("remaining", limits, cover.before.remaining),
        ("deductible_left", deductibles, cover.before.deductible_left),
    ):
        for benefit, amount in left.items():
            if amount > stated.setdefault(benefit, amount):
                raise FieldProblemError(
                    ("before", name, benefit.value),
                    f"is {format_yuan(amount)}, more than the {format_yuan(stated[benefit])} that plan and "
                    "schedule grant: no policy year can stand so",
                )
    year = PolicyYear(
        member_id=policy.member_id,
        policy_id=policy.id,
        starts_on=policy.effective_on,
        ends_on=policy.expires_on,
        limits=limits,
        deductibles=deductibles,
    )
    return open_year(driver_connection(session), year)


def _granted(session: Session, policy: PolicyRow) -> tuple[dict[Benefit, int], dict[Benefit, int]]:
    try:
        limits, deductibles = granted(session, policy, policy.effective_on)
    except ValueError as error:
        raise FieldProblemError(("policy", "schedule"), f"cannot be used: {error}") from error
    return dict(limits), dict(deductibles)


def _settlements(before: Accumulators, year: YearBalances) -> Iterator[tuple[UUID, Settlement]]:
    """What was paid and borne before, account by account; a deductible goes with any account."""
    accounts = list(year.accounts.values())
    for benefit, left in before.remaining.items():
        account = year.accounts[benefit]
        if account.limit > left:
            yield account.account_id, Settlement(payable=account.limit - left)
    for benefit, left in before.deductible_left.items():
        bearing = year.deductibles[benefit]
        if bearing.limit > left and accounts:
            own = year.accounts.get(benefit, accounts[0])
            yield (
                own.account_id,
                Settlement(
                    payable=0, deductible=bearing.limit - left, deductible_account_id=bearing.account_id
                ),
            )


def new_mark() -> str:
    """Sets the names of one case of one run apart from all others."""
    return uuid4().hex[:10].upper()
