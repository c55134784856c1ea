"""Settlement cases: advance ceilings, advances against the final payable, advance requests."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from checks.comparison import AtLeast
from checks.entries import CaseEntry, FieldProblemError, Fields, shown
from rules.adjudication.claim import Approval
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import PenaltyBase, PlanVersion
from rules.money import format_yuan
from rules.settlement import (
    AdvanceObstacle,
    Stay,
    StayPayable,
    advance_ceiling,
    answer_advance_request,
    settle_advance,
    stay_payable,
)
from rules.vocabulary import Benefit

_KEYS = ("id", "says", "rules", "kind", "plan", "config", "inputs", "expect")
_CONFIG = frozenset({"advance_ratio", "penalty_base"})
ADVANCE_RATIO = Decimal("0.80")
"""A-29, for a plan that states no advance."""
EXTRA_MEMBER_SHARE = Decimal("0.40")
"""R-085, for a case that names no plan."""
_OTHER_NAMES = {
    "OPER": AdvanceObstacle.OUTPATIENT,
    "3RDPARTY": AdvanceObstacle.THIRD_PARTY,
    "SI_REMOTE": AdvanceObstacle.REMOTE_PUBLIC_INSURANCE,
    "PROVNET": AdvanceObstacle.OUTSIDE_PROVIDER_NETWORK,
}
"""Attributes named like their reason codes."""


def _ceiling(entry: CaseEntry, fields: Fields) -> Mapping[str, object]:
    ceiling = advance_ceiling(
        estimate=fields.money("estimate"),
        ratio=advance_ratio(entry),
        deductible_left=inpatient(fields, "deductible_left") or 0,
        remaining=inpatient(fields, "remaining"),
        reserved_elsewhere=money(fields, "reserved"),
        provider_cap=fields.money("provider_cap") if fields.has("provider_cap") else None,
        already_advanced=money(fields, "already_advanced"),
    )
    return {"advance_ceiling": format_yuan(ceiling)}


def _settlement(entry: CaseEntry, fields: Fields) -> Mapping[str, object]:
    refused = fields.has("claim_refused") and fields.take("claim_refused") is True
    stay = None if refused else _stay(entry, fields)
    final = stay_payable(stay) if stay else None
    settlement = settle_advance(
        payable=final.payable if final else 0,
        advance_paid=fields.money("advance_paid"),
        member_paid=money(fields, "member_paid"),
        refused=refused or (stay is not None and 0 < stay.bill <= stay.excluded),
    )
    return {
        "payable": format_yuan(settlement.payable),
        "pay_to_provider": format_yuan(settlement.pay_to_provider),
        "pay_to_member": format_yuan(settlement.pay_to_member),
        "pay_to_hospital": format_yuan(settlement.pay_to_hospital),
        "refund_from_member": format_yuan(settlement.refund_from_member),
        "member_net_cost": format_yuan(settlement.member_net_cost),
        "letters": AtLeast(frozenset(settlement.letters)),
        **(_after(final) if final else _unchanged(fields)),
    }


def _stay(entry: CaseEntry, fields: Fields) -> Stay:
    plan = plan_named(entry)
    terms = plan.preauthorization if plan else None
    stated = terms.extra_member_share.root[-1].value if terms else None
    return Stay(
        bill=fields.money("bill"),
        excluded=money(fields, "excluded"),
        public_insurance_paid=money(fields, "public_insurance_paid"),
        deductible_left=inpatient(fields, "deductible_left") or 0,
        coinsurance=coinsurance(fields),
        remaining=inpatient(fields, "remaining"),
        approved=approval(fields) is Approval.APPROVED,
        extra_member_share=stated if stated is not None else EXTRA_MEMBER_SHARE,
        penalty_base=penalty_base(entry),
    )


def _after(final: StayPayable) -> Mapping[str, object]:
    accounts = {"deductible_left": final.deductible_left, "remaining": final.remaining}
    return {"after": _inpatient_yuan(accounts), "reasons": AtLeast(frozenset(final.reasons))}


def _inpatient_yuan(accounts: Mapping[str, int | None]) -> Mapping[str, object]:
    stated = {name: fen for name, fen in accounts.items() if fen is not None}
    return {name: {Benefit.INPATIENT.value: format_yuan(fen)} for name, fen in stated.items()}


def _unchanged(fields: Fields) -> Mapping[str, object]:
    """A refused claim uses nothing; a bill that the case states beside the refusal is not needed."""
    for name in ("bill", "excluded", "coinsurance", "preauthorisation", "public_insurance_paid"):
        fields.has(name)
    return {"after": _inpatient_yuan({n: inpatient(fields, n) for n in ("deductible_left", "remaining")})}


def _request(_entry: CaseEntry, fields: Fields) -> Mapping[str, object]:
    money(fields, "amount")
    written = fields.take("attributes")
    if not isinstance(written, list):
        raise FieldProblemError(("inputs", "attributes"), f"is {shown(written)}: write a list")
    answer = answer_advance_request([obstacle(name) for name in written])
    return {
        "refused_with": answer.refused_with[0].value if answer.refused_with else None,
        "opens": "PREAUTHORISATION" if answer.opens_preauthorization else None,
    }


def obstacle(name: object) -> AdvanceObstacle:
    """The fact that an attribute of a request names. FieldProblemError."""
    if isinstance(name, str) and (name in _OTHER_NAMES or name in set(AdvanceObstacle)):
        return _OTHER_NAMES.get(name) or AdvanceObstacle(name)
    known = ", ".join(AdvanceObstacle)
    raise FieldProblemError(("inputs", "attributes"), f"holds {shown(name)}: write some of {known}")


def plan_named(entry: CaseEntry) -> PlanVersion | None:
    """The newest version of the plan; none for a case that names no plan."""
    code = entry.values.get("plan")
    if code is None:
        return None
    versions = shipped_catalogue().of(str(code))
    if not versions:
        raise FieldProblemError(("plan",), f"is {shown(code)}: the catalogue has no such plan")
    return versions[-1]


def advance_ratio(entry: CaseEntry) -> Decimal:
    """The share of the estimate that may be advanced: the case's own, or that of its plan."""
    return _rate("config.advance_ratio", _config(entry).get("advance_ratio"), _plan_ratio(entry))


def coinsurance(fields: Fields) -> Decimal:
    """The member's share; none where the case states none."""
    written = fields.values.get("coinsurance") if fields.has("coinsurance") else None
    return _rate("coinsurance", written, Decimal(0))


def _plan_ratio(entry: CaseEntry) -> Decimal:
    plan = plan_named(entry)
    stated = plan.advance.ratio.root[-1].value if plan and plan.advance else None
    return stated if stated is not None else ADVANCE_RATIO


def _config(entry: CaseEntry) -> Mapping[str, object]:
    config = Fields.of(entry.values.get("config") or {}, ("config",)).values
    for key in config:
        if key not in _CONFIG:
            raise FieldProblemError(("config", key), f"is not known: write one of {', '.join(_CONFIG)}")
    return config


def penalty_base(entry: CaseEntry) -> PenaltyBase:
    """What the additional share is taken of."""
    written = _config(entry).get("penalty_base", PenaltyBase.PAYABLE.value)
    if written not in set(PenaltyBase):
        raise FieldProblemError(("config", "penalty_base"), f"is {shown(written)}: write PAYABLE or ELIGIBLE")
    return PenaltyBase(str(written))


def _rate(name: str, written: object, otherwise: Decimal) -> Decimal:
    if written is None:
        return otherwise
    try:
        rate = Decimal(written) if isinstance(written, str) else None
    except InvalidOperation:
        rate = None
    if rate is None or not 0 <= rate <= 1:
        path = ("config", "advance_ratio") if name.startswith("config") else ("inputs", name)
        raise FieldProblemError(path, f'is {shown(written)}: write a quoted rate such as "0.80"')
    return rate


def approval(fields: Fields) -> Approval:
    """The answer to the prior authorization; none where the case states none."""
    written = fields.take("preauthorisation") if fields.has("preauthorisation") else Approval.NONE.value
    if written not in set(Approval):
        known = ", ".join(Approval)
        raise FieldProblemError(("inputs", "preauthorisation"), f"is {shown(written)}: write one of {known}")
    return Approval(str(written))


def money(fields: Fields, name: str) -> int:
    """Fen of a field, nothing where it is left out."""
    return fields.money(name) if fields.has(name) else 0


def inpatient(fields: Fields, name: str) -> int | None:
    """Fen of the inpatient account under a field, if the case states it."""
    if not fields.has(name):
        return None
    accounts = Fields.of(fields.take(name), (*fields.path, name))
    fen = accounts.money(Benefit.INPATIENT.value) if accounts.has(Benefit.INPATIENT.value) else None
    accounts.done()
    return fen


def _strict(
    check: Callable[[CaseEntry, Fields], Mapping[str, object]],
) -> Callable[[CaseEntry], Mapping[str, object]]:
    """The check of an entry: its inputs taken whole, nothing left over."""

    def answer(entry: CaseEntry) -> Mapping[str, object]:
        entry.only(_KEYS)
        fields = entry.fields()
        actual = check(entry, fields)
        fields.done()
        return actual

    return answer


SETTLEMENT_CHECKS: dict[str, Callable[[CaseEntry], Mapping[str, object]]] = {
    "ADVANCE_CEILING": _strict(_ceiling),
    "ADVANCE_SETTLEMENT": _strict(_settlement),
    "ADVANCE_REQUEST": _strict(_request),
}
