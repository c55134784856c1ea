"""Acts of direct billing: open a visit, weigh a bill, change the card."""

from dataclasses import replace
from uuid import UUID

from psycopg import Connection
from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.direct_billing_orders import (
    BillAnswer,
    BillOrder,
    CardAnswer,
    CardOrder,
    VisitAnswer,
    VisitOrder,
)
from rules.adjudication.adjudicate import adjudicate
from rules.china_time import shanghai_date
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.claims import claim_of, price_of
from rules.direct_billing.eligibility import confirmed, eligibility
from rules.direct_billing.matching import match, missing_records
from rules.direct_billing.values import (
    BillKind,
    BillSummary,
    Eligibility,
    HospitalBill,
    Standing,
    Weighed,
)
from rules.direct_billing.versions import Comparison, compare, standing_rulings
from stores.benefits import ledger, reserve_needs
from stores.benefits.accounts import YearBalances, balances, find_year, lock_year
from stores.benefits.ledger import InsufficientBenefit, Movement
from stores.benefits.policy_years import open_policy_year
from stores.casework.cases import key_id
from stores.casework.episodes import open_episode
from stores.cover import cards, desk, hospital_bills
from stores.cover.desk import Letter
from stores.cover.parties import PartyMissingError
from stores.database import driver_connection, transaction

SIGNED = (BillKind.VISIT, BillKind.FINAL, BillKind.CORRECTION)


class DeskActs:
    """Acts for a hospital's desk."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    def open_visit(self, order: VisitOrder) -> VisitAnswer:
        """Judge and hold in one transaction, under the lock of the year: no two desks get one place.

        The key of the reserve makes a repeat harmless; the stay's own reserve counts as free.
        """
        try:
            with transaction(self._engine) as session:
                return _open(session, order)
        except PartyMissingError as missing:
            raise ApplicationError(str(missing), type="PARTY_MISSING", non_retryable=True) from missing

    @activity.defn
    def weigh_bill(self, order: BillOrder) -> BillAnswer:
        """Keep the version, compare it with the one before, hold it against the letter and price it.

        A repeat finds the version kept; nothing else is written.
        """
        with transaction(self._engine) as session:
            return _weigh(session, order)

    @activity.defn
    def change_card(self, order: CardOrder) -> CardAnswer:
        """Grey the card, or lift that; safe to repeat."""
        with transaction(self._engine) as session:
            suspended, changed = cards.change(
                session, UUID(order.policy_id), suspend=order.suspend, as_of=order.as_of
            )
            return CardAnswer(suspended=suspended, changed=changed)


def _open(session: Session, order: VisitOrder) -> VisitAnswer:
    case = order.case
    letter = desk.letter(session, case.visit.authorization)
    episode_id = _episode(case, letter)
    year = _locked_year(session, case)
    facts = desk.desk_facts(session, case.visit, letter=letter, episode_id=episode_id)
    found = eligibility(facts)
    if order.confirmed and found.standing is Standing.MANUAL:
        found = confirmed(found)
    if found.standing is not Standing.ELIGIBLE:
        return VisitAnswer(eligibility=found, year_version=facts.year_version)
    open_episode(session, episode_id, member_id=UUID(case.visit.member_id), at=case.opened_at)
    held = _hold(driver_connection(session), order, found, year, episode_id, letter)
    return VisitAnswer(
        eligibility=found,
        reserved=held,
        year_version=_version(session, year),
        episode_id=str(episode_id),
        guardian_id=desk.primary_guardian(session, UUID(case.visit.member_id)),
        promise=letter.promise if letter else None,
    )


def _episode(case: DirectBillingCase, letter: Letter | None) -> UUID:
    """The stay of the approval, which holds its money; a visit without one is a stay of its own (A-29)."""
    if letter and letter.episode_id:
        return letter.episode_id
    return key_id(f"episode/{case.case_number}/{case.visit.hospital_id}")


def _locked_year(session: Session, case: DirectBillingCase) -> YearBalances | None:
    """The year under lock, opened where nothing was claimed in it yet; None outside the policy."""
    connection, policy_id = driver_connection(session), UUID(case.visit.policy_id)
    found = find_year(connection, policy_id, case.visit.on)
    if found is None:
        open_policy_year(session, policy_id, case.visit.on)
        found = find_year(connection, policy_id, case.visit.on)
    return lock_year(connection, found) if found else None


def _hold(
    connection: Connection,
    order: VisitOrder,
    found: Eligibility,
    year: YearBalances | None,
    episode_id: UUID,
    letter: Letter | None,
) -> int:
    """Hold the expected payment and the place on the counter; what is not there cannot be held."""
    account = year.accounts.get(found.benefit) if year and found.benefit else None
    if account is None:
        return 0
    movement = Movement(
        account_id=account.account_id,
        episode_id=episode_id,
        case_number=order.case.case_number,
        key=order.key,
        at=order.as_of,
    )
    ceiling = letter.promise.ceiling if letter and letter.promise else 0
    wanted = max(found.payable, ceiling)
    visits = 1 if found.visit_number is not None else 0
    if not wanted:
        return 0
    answer = ledger.reserve(connection, movement, wanted, visits)
    if isinstance(answer, InsufficientBenefit):
        if not answer.available:
            return 0
        wanted = answer.available
        ledger.reserve(connection, replace(movement, key=f"{order.key}/rest"), wanted, visits)
    reserve_needs.keep(connection, movement, wanted)
    return wanted


def _version(session: Session, year: YearBalances | None) -> int:
    return balances(driver_connection(session), year.member_year_id).version if year else 0


def _weigh(session: Session, order: BillOrder) -> BillAnswer:
    case = order.case
    version = len(case.bills) + (1 if order.bill else 0)
    if order.bill:
        hospital_bills.keep(session, case.case_number, version, order.kind, order.bill, order.as_of)
    bill = order.bill or hospital_bills.read(session, case.case_number, version)
    if bill is None:
        raise ApplicationError(f"bill {version} of {case.case_number} is gone", non_retryable=True)
    before = hospital_bills.read(session, case.case_number, version - 1)
    change = compare(before.lines if before else (), bill.lines)
    rulings = standing_rulings(case.rulings, bill.lines)
    letter = desk.letter(session, case.visit.authorization)
    facts = desk.desk_facts(session, case.visit, letter=letter, episode_id=UUID(case.subject.episode_id))
    claim = claim_of(bill, case.visit, facts.provider, rulings, authorized=letter is not None)
    priced = adjudicate(facts.plan, facts.policy, facts.before, claim)
    promise = letter.promise if letter else None
    findings = match(
        bill,
        promise,
        payable=priced.amounts.payable,
        admitted_on=case.visit.on,
        on_day=shanghai_date(order.as_of),
    )
    if order.kind in SIGNED:
        kinds = {document.kind for document in case.documents}
        findings = (*findings, *missing_records(kinds, bill.billed))
    weighed = Weighed(
        bill=_summary(order.kind, version, bill, change),
        findings=findings,
        price=price_of(priced, facts.year_version),
        promise=promise,
        line_ids=tuple(line.line_id for line in bill.lines),
        kept_rulings=rulings,
    )
    return BillAnswer(weighed=weighed, claim=claim)


def _summary(kind: BillKind, version: int, bill: HospitalBill, change: Comparison) -> BillSummary:
    """The first version is new as a whole: naming all of its lines would say nothing."""
    first = not (change.changed or change.unchanged or change.removed)
    return BillSummary(
        version=version,
        kind=kind,
        billed=bill.billed,
        line_count=len(bill.lines),
        paid_at_desk=bill.paid_at_desk,
        added=() if first else change.added,
        removed=change.removed,
        changed=change.changed,
        unchanged=len(change.unchanged),
    )
