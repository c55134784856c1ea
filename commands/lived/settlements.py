"""Settlement cases as real advances: ceilings, settlements against the claim, refused requests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from psycopg import Connection

from checks.comparison import AtLeast
from checks.entries import CaseEntry, FieldProblemError, Fields
from checks.settlement import (
    SETTLEMENT_CHECKS,
    advance_ratio,
    approval,
    coinsurance,
    inpatient,
    money,
    obstacle,
    penalty_base,
    plan_named,
)
from commands.lived import advances
from commands.lived.advances import Care
from commands.lived.approvals import approved_if_it_can_be, planned_care
from commands.lived.hospitals import keep_hospital
from commands.lived.insured import Cover, Insured, insure, new_mark
from commands.lived.people import CLERK
from commands.lived.stage import Stage
from models.episode import Episode
from rules.adjudication.claim import Accumulators, Approval, Policy, Provider
from rules.advances.case import AdvanceCase
from rules.advances.reckoning import ceiling
from rules.advances.values import BillLine
from rules.advances.vocabulary import Stage as AdvanceStage
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import PlanVersion
from rules.catalogue.providers import provider_for
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import NOT_STATED
from rules.china_time import at_shanghai
from rules.items import ItemCode
from rules.money import format_yuan
from rules.payments.vocabulary import PaymentPurpose
from rules.reasons import ReasonCode
from rules.reimbursement.case import ReimbursementCase
from rules.settlement import AdvanceObstacle
from rules.vocabulary import Benefit, EncounterType, NetworkKind, Ownership, Purchase
from stores.benefits import ledger
from stores.benefits.accounts import Balance, balances, find_year
from stores.benefits.claim_facts import Occasion, claim_facts
from stores.benefits.ledger import Movement, Settlement
from stores.database import driver_connection, transaction
from workflows.messages_advance import CheckEntitlement

PLAN = "GYX-2025-STD"
"""For a case that names none: the plan that advances."""
IN_FORCE_ON, EXPIRES_ON, ADMITTED_ON = date(2026, 3, 1), date(2027, 2, 28), date(2026, 6, 15)
LIMIT, DEDUCTIBLE = 1_000_000_00, 10_000_00
"""Of the policy, where the case needs less of them left."""
EXCLUDED, EXCLUSION = ItemCode.TCM, "tcm"
"""Stands for whatever the excluded part of a bill is; the policy's schedule excludes it."""
_CARE: dict[AdvanceObstacle, dict[str, object]] = {
    AdvanceObstacle.OUTPATIENT: {"encounter": EncounterType.OUTPATIENT},
    AdvanceObstacle.EMERGENCY: {"encounter": EncounterType.EMERGENCY, "emergency": True},
}
_SAID: dict[AdvanceObstacle, dict[str, bool]] = {
    AdvanceObstacle.DEPOSIT: {"deposit": True},
    AdvanceObstacle.THIRD_PARTY: {"third_party": True},
    AdvanceObstacle.LITIGATION: {"litigation": True},
    AdvanceObstacle.REMOTE_PUBLIC_INSURANCE: {"real_time_settlement": False, "file_at_discharge": False},
}


def live_ceiling(stage: Stage, entry: CaseEntry) -> Mapping[str, object]:
    """What may be advanced, as the case of an advance reckons it."""
    SETTLEMENT_CHECKS[entry.kind](entry)
    fields = entry.fields()
    cap = fields.money("provider_cap") if fields.has("provider_cap") else None
    care = _care(stage, fields, fields.money("estimate"), _advancing(_plan(entry), cap))
    _reserve_elsewhere(stage, care.insured, money(fields, "reserved"))
    number = advances.ask(stage, care)
    # Nobody promises more than the ceiling: where more is said to be advanced, all of it is.
    already = min(money(fields, "already_advanced"), ceiling(advances.seen(stage, number)))
    if already:
        advances.approve(stage, number, already)
    return {"advance_ceiling": format_yuan(ceiling(advances.seen(stage, number)))}


def live_settlement(stage: Stage, entry: CaseEntry) -> Mapping[str, object]:
    """An advance from the request to what everybody gets once the claim of the stay is decided."""
    SETTLEMENT_CHECKS[entry.kind](entry)
    fields = entry.fields()
    refused = fields.has("claim_refused") and fields.take("claim_refused") is True
    paid, member_paid = fields.money("advance_paid"), money(fields, "member_paid")
    estimate = _estimate(entry, fields, paid)
    care = _care(stage, fields, estimate, _advancing(_plan(entry)), needed=estimate)
    if approval(fields) is Approval.APPROVED:
        approved_if_it_can_be(stage, planned_care(care.insured, care.hospital, care.on, care.estimate))
    number = advances.ask(stage, care)
    advances.approve(stage, number, paid)
    advances.pay(stage, number)
    _use_meanwhile(stage, care, number, inpatient(fields, "remaining"))
    pool = money(fields, "public_insurance_paid")
    lines = _lines(fields, paid + member_paid + pool)
    claim = advances.leave(stage, number, lines, member_paid, public_insurance_paid=pool)
    reason = ReasonCode.EXCLUDED_PRE_EXISTING if refused else None
    determined = advances.determine(stage, claim, refuse=reason)
    return _settled(stage, advances.settled(stage, number), determined, care)


def _estimate(entry: CaseEntry, fields: Fields, paid: int) -> int:
    """An estimate that allows the advance that was paid."""
    whole = (paid + (inpatient(fields, "deductible_left") or 0)) / advance_ratio(entry)
    return int(Decimal(whole).to_integral_value(ROUND_CEILING))


def _lines(fields: Fields, paid: int) -> tuple[BillLine, ...]:
    """The bill: what the plan covers, and what it excludes; a refused one is as large as what was paid."""
    bill = fields.money("bill") if fields.has("bill") else paid
    excluded = min(bill, money(fields, "excluded"))
    lines = (
        BillLine(item=ItemCode.TREATMENT, description="治疗费", amount=bill - excluded),
        BillLine(item=EXCLUDED, description="不在保障内的项目", amount=excluded),
    )
    return tuple(line for line in lines if line.amount)


def _settled(stage: Stage, case: AdvanceCase, claim: ReimbursementCase, care: Care) -> Mapping[str, object]:
    assert case.claim is not None
    assert case.bill is not None
    to_member = _paid_out(case, PaymentPurpose.BALANCE)
    refund = case.refund.amount if case.refund else 0
    return {
        "payable": format_yuan(case.claim.payable or 0),
        "pay_to_provider": format_yuan(_paid_out(case, PaymentPurpose.ADVANCE_REPAYMENT)),
        "pay_to_member": format_yuan(to_member),
        "pay_to_hospital": format_yuan(_paid_out(case, PaymentPurpose.HOSPITAL_BILL)),
        "refund_from_member": format_yuan(refund),
        "member_net_cost": format_yuan(case.bill.member_paid + refund - to_member),
        "letters": AtLeast(frozenset(letter.code for letter in (*case.letters, *claim.letters))),
        "reasons": AtLeast(frozenset(claim.judged.reasons if claim.judged else ())),
        "after": _after(stage, care, claim),
    }


def _paid_out(case: AdvanceCase, purpose: PaymentPurpose) -> int:
    return sum(payout.amount for payout in case.payouts if payout.purpose is purpose)


def _after(stage: Stage, care: Care, claim: ReimbursementCase) -> Mapping[str, object]:
    """The year as the tables have it now; what the stay itself still holds counts as free."""
    occasion = Occasion(
        policy_id=UUID(care.insured.policy_id),
        on=care.on,
        facility=PUBLIC.name,
        episode_id=UUID(claim.subject.episode_id),
    )
    left = stage.read(lambda session: claim_facts(driver_connection(session), occasion).before)
    return {
        "remaining": {Benefit.INPATIENT.value: format_yuan(left.remaining[Benefit.INPATIENT])},
        "deductible_left": {Benefit.INPATIENT.value: format_yuan(left.deductible_left[Benefit.INPATIENT])},
    }


def live_request(stage: Stage, entry: CaseEntry) -> Mapping[str, object]:
    """How a request is answered; what rules it out is said by a person, and approval asked for instead."""
    SETTLEMENT_CHECKS[entry.kind](entry)
    fields = entry.fields()
    written = fields.take("attributes")
    assert isinstance(written, list)
    obstacles = [obstacle(name) for name in written]
    amount = money(fields, "amount") or 10_000_00
    care = _care(stage, fields, amount, _plan(entry), *obstacles)
    said = {name: value for each in obstacles for name, value in _SAID.get(each, {}).items()}
    changed = {name: value for each in obstacles for name, value in _CARE.get(each, {}).items()}
    number = advances.ask(stage, care, said=said, **changed)
    case = advances.seen(stage, number)
    assert case.entitlement is not None
    if not case.entitlement.obstacles:
        return {"refused_with": None, "opens": None}
    code = case.entitlement.obstacles[0]
    answer = CheckEntitlement(entitled=False, reason_code=code, explanation="按条款不能垫付")
    stage.act(number, CLERK, answer)
    case = stage.until(number, lambda now: now.stage is AdvanceStage.REJECTED, "its answer")
    return {
        "refused_with": case.rejected_with,
        "opens": "PREAUTHORISATION" if case.preauthorization else None,
    }


def _care(
    stage: Stage,
    fields: Fields,
    estimate: int,
    plan: PlanVersion,
    *obstacles: AdvanceObstacle,
    needed: int = 0,
) -> Care:
    """A child in a hospital of its plan, with the limit that the case says, or what is ``needed`` of it."""
    lists = plan.network_lists(Benefit.INPATIENT, ADMITTED_ON)
    if provider_for(lists) is None or plan.advance is None:
        raise FieldProblemError(("plan",), f"is {plan.code}, for which nobody advances: write {PLAN}")
    left = inpatient(fields, "remaining")
    cover = Cover(
        plan=plan,
        policy=_policy(fields),
        schedule=_schedule(fields).to_mapping(),
        before=Accumulators(
            remaining={Benefit.INPATIENT: max(left, needed)} if left is not None else {},
            deductible_left={Benefit.INPATIENT: inpatient(fields, "deductible_left") or 0},
        ),
        mark=new_mark(),
    )
    with transaction(stage.engine) as session:
        insured = insure(session, cover)
        hospital = keep_hospital(session, PUBLIC, lists, *_kinds(obstacles))
    return Care(insured=insured, hospital=hospital, on=ADMITTED_ON, estimate=estimate)


PUBLIC = Provider(name="示例公立儿童医院", ownership=Ownership.PUBLIC, grade=3)


def _kinds(obstacles: tuple[AdvanceObstacle, ...]) -> set[NetworkKind]:
    """What the hospital is to the plan's list."""
    kinds = {NetworkKind.ADVANCE_PROVIDER}
    if AdvanceObstacle.OUTSIDE_PROVIDER_NETWORK in obstacles:
        kinds = set()
    return kinds | ({NetworkKind.DIRECT_BILLING} if AdvanceObstacle.DIRECT_LIST in obstacles else set())


def _plan(entry: CaseEntry) -> PlanVersion:
    """The plan under the readings of the case."""
    plan = plan_named(entry) or shipped_catalogue().of(PLAN)[-1]
    base, ratio = penalty_base(entry), advance_ratio(entry)
    if plan.choices.penalty_base.root[-1].value != base:
        plan = plan.with_choices({"penalty_base": base})
    if plan.advance is None or plan.advance.ratio.root[-1].value == ratio:
        return plan
    return _with_advance(plan, ratio=str(ratio))


def _advancing(plan: PlanVersion, cap: int | None = None) -> PlanVersion:
    """The plan with that cap for one stay, or none: a case states its own, whatever the company has."""
    return _with_advance(plan, provider_cap=NOT_STATED if cap is None else format_yuan(cap))


def _with_advance(plan: PlanVersion, **values: str) -> PlanVersion:
    if plan.advance is None:
        return plan
    written = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    for name, value in values.items():
        written["advance"][name] = {"value": value, "source": "other reading"}
    return PlanVersion.model_validate(written)


def _policy(fields: Fields) -> Policy:
    return Policy(
        effective_on=IN_FORCE_ON,
        expires_on=EXPIRES_ON,
        purchase=Purchase.CONTINUOUS_RENEWAL,
        schedule=_schedule(fields),
    )


def _schedule(fields: Fields) -> Schedule:
    """A limit and deductible at least as large as what the case has left of them."""
    left, bearing = inpatient(fields, "remaining"), inpatient(fields, "deductible_left")
    return Schedule(
        inpatient_limit=max(LIMIT, left or 0),
        inpatient_deductible=max(DEDUCTIBLE, bearing or 0),
        inpatient_coinsurance=coinsurance(fields),
        inpatient_exclusions=(EXCLUSION,),
        waiting_days=0,
    )


def _reserve_elsewhere(stage: Stage, insured: Insured, amount: int) -> None:
    """Another stay of the child holds that much of the limit."""
    if not amount:
        return
    at = at_shanghai(IN_FORCE_ON, time(9)) + timedelta(days=1)
    with transaction(stage.engine) as session:
        other = Episode(member_id=UUID(insured.member_id), opened_at=at)
        session.add(other)
        session.flush()
        connection = driver_connection(session)
        account = _account(connection, insured)
        movement = Movement(
            account_id=account.account_id,
            episode_id=other.id,
            case_number=f"earlier {insured.policy_id}",
            key=f"earlier {insured.policy_id}",
            at=at,
        )
        ledger.reserve(connection, movement, min(amount, account.available))


def _use_meanwhile(stage: Stage, care: Care, number: str, left: int | None) -> None:
    """Other claims use the limit down to what it has ``left`` when the stay is settled; fen."""
    case = advances.seen(stage, number)
    assert case.entitlement is not None
    with transaction(stage.engine) as session:
        connection = driver_connection(session)
        account = _account(connection, care.insured)
        if left is None or account.limit - account.consumed <= left:
            return
        movement = Movement(
            account_id=account.account_id,
            episode_id=UUID(case.entitlement.episode_id),
            case_number=number,
            key=f"{number}/meanwhile",
            at=stage.now(number),
        )
        ledger.release(connection, movement, keep=left)
        other = replace(movement, episode_id=None, key=f"{number}/other claims")
        ledger.consume(connection, other, Settlement(payable=account.limit - account.consumed - left))


def _account(connection: Connection, insured: Insured) -> Balance:
    year = find_year(connection, UUID(insured.policy_id), ADMITTED_ON)
    assert year is not None
    return balances(connection, year).accounts[Benefit.INPATIENT]
