"""The additional share for care without written approval or outside a required network (R-085, A-12)."""

from dataclasses import dataclass, field
from decimal import Decimal

from rules.adjudication.buckets import PENALTY, share_out
from rules.adjudication.claim import Approval, ClaimLine
from rules.adjudication.result import Fact
from rules.adjudication.visit import Visit
from rules.catalogue.effective import EffectivePreauthorization, EffectiveTrigger, Term
from rules.catalogue.preauthorization import Situation
from rules.items import ItemCode
from rules.money import own_share, share
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

APPROVED, INPATIENT = Approval.APPROVED, EncounterType.INPATIENT
RULE = "missing_preauthorization_penalty"
EMERGENCY = ("A-13",)
REDIRECT = ("R-085", "A-52")
NETWORK = frozenset({"private_network", "public_direct_list"})
PRICED_ITEMS = {
    ItemCode.EXAMINATION: Situation.EXAMINATION_OR_TREATMENT_PRICE,
    ItemCode.IMAGING: Situation.EXAMINATION_OR_TREATMENT_PRICE,
    ItemCode.LAB: Situation.EXAMINATION_OR_TREATMENT_PRICE,
    ItemCode.TREATMENT: Situation.EXAMINATION_OR_TREATMENT_PRICE,
    ItemCode.LARGE_EXAM: Situation.LARGE_EXAMINATION,
    ItemCode.DRUG: Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT,
    ItemCode.INJECTION: Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT,
    ItemCode.DURABLE_EQUIPMENT: Situation.DURABLE_EQUIPMENT,
    ItemCode.OUTPATIENT_SURGERY: Situation.OUTPATIENT_SURGERY,
    ItemCode.SURGERY: Situation.OUTPATIENT_SURGERY,
}
"""Situations of single lines of an outpatient bill; a stay needs approval as a whole."""
TREATMENTS = {
    "99.25": Situation.CHEMOTHERAPY,
    "92.2": Situation.RADIOTHERAPY,
    "92.3": Situation.RADIOTHERAPY,
    "99.28": Situation.TUMOR_IMMUNOTHERAPY,
    "39.95": Situation.DIALYSIS,
    "54.98": Situation.DIALYSIS,
}
"""ICD-9-CM-3 prefixes of treatments that need approval by what they are (R-082)."""


Situations = list[tuple[Situation, int | None]]
"""Facts about the visit as a whole, with their price in fen where they have one."""


@dataclass(slots=True)
class Penalty:
    """Which eligible lines cost the member an extra share; ``whole`` is the visit as a whole."""

    extra_share: Term[Decimal]
    reason: ReasonCode = ReasonCode.PREAUTHORIZATION_MISSING
    whole: bool = False
    lines: set[int] = field(default_factory=set)
    clause: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def applies(self) -> bool:
        """Whether any care is penalized."""
        return self.whole or bool(self.lines)


def find_penalty(visit: Visit) -> Penalty | None:
    """What the missing approval touches; flags PA-WARN where it is required but not penalized (A-14)."""
    terms = visit.benefit.preauthorization
    if terms is None:
        return None
    if visit.claim.redirected_to_network and visit.hospital not in NETWORK:
        penalty = Penalty(
            terms.extra_member_share, ReasonCode.NETWORK_REDIRECT_IGNORED, True, clause=REDIRECT
        )
    elif visit.claim.approval is APPROVED:
        return None
    else:
        situations = _situations(visit)
        if not situations and not terms.by_line:
            return None
        penalty = Penalty(terms.extra_member_share)
        _whole_visit(situations, terms, penalty)
        if not penalty.whole and visit.type is not INPATIENT:
            _single_lines(visit, terms, penalty)
    if not penalty.applies:
        return None
    penalty.clause = (*terms.extra_member_share.source, *penalty.clause)
    return _decided_by_a_person(visit, terms, penalty)


def _decided_by_a_person(visit: Visit, terms: EffectivePreauthorization, penalty: Penalty) -> Penalty | None:
    """An emergency cannot ask five days before (A-13); a full refusal is a senior's alone (A-12)."""
    claim = visit.claim
    if claim.encounter.emergency:
        if claim.emergency_notified_in_time:
            visit.keep(RULE, EMERGENCY, (("emergency", "notified in time"),))
        else:
            visit.refer(RULE, penalty.reason, EMERGENCY, (("emergency", "notice not shown"),))
        return None
    if claim.full_refusal_decided:
        visit.refuse(RULE, ReasonCode.PREAUTHORIZATION_FULL_REFUSAL, terms.full_refusal_source)
        return None
    if penalty.reason in claim.allowed:
        visit.keep(RULE, penalty.clause, (("allowed", penalty.reason.value), *penalty.facts))
        return None
    visit.findings.reasons[penalty.reason] = None
    visit.findings.to_confirm[penalty.reason] = None
    return penalty


def _whole_visit(situations: Situations, terms: EffectivePreauthorization, penalty: Penalty) -> None:
    for situation, amount in situations:
        for trigger in terms.by_situation.get(situation, ()):
            if trigger.above is None or (amount is not None and amount > trigger.above):
                penalty.whole = True
                penalty.clause, penalty.facts = trigger.source, (("trigger", trigger.id),)
                return


def _situations(visit: Visit) -> Situations:
    encounter, claim = visit.claim.encounter, visit.claim
    found: Situations = [(situation, None) for situation in encounter.situations]
    if visit.type is INPATIENT:
        found.append((Situation.INPATIENT, None))
    for code in encounter.procedures:
        found += [(situation, None) for prefix, situation in TREATMENTS.items() if code.startswith(prefix)]
    if claim.expected_cumulative_cost is not None:
        found.append((Situation.EXPECTED_CUMULATIVE_COST, claim.expected_cumulative_cost))
    illnesses = visit.policy.schedule.critical_illnesses
    if illnesses and any(code.startswith(illnesses) for code in encounter.diagnoses):
        found.append((Situation.CRITICAL_ILLNESS_TREATMENT, None))
    return found


def _single_lines(visit: Visit, terms: EffectivePreauthorization, penalty: Penalty) -> None:
    claimed, by_situation = visit.claim.lines, terms.by_situation
    for number in visit.lines:
        line = claimed[number]
        situation = PRICED_ITEMS.get(line.item)
        if situation is None or number in visit.excluded:
            continue
        for trigger in by_situation.get(situation, ()):
            if _required(trigger, line):
                _penalize_line(visit, penalty, trigger, number)


def _penalize_line(visit: Visit, penalty: Penalty, trigger: EffectiveTrigger, number: int) -> None:
    line = visit.claim.lines[number]
    if trigger.penalize_above is not None and not _dearer(line, trigger.penalize_above):
        visit.findings.flags[ReasonCode.PREAUTHORIZATION_WARNING] = None
        visit.keep(RULE, trigger.source, (("trigger", trigger.id), ("line", number + 1), ("warning", "only")))
    elif number not in penalty.lines:
        penalty.lines.add(number)
        penalty.clause = tuple(dict.fromkeys((*penalty.clause, *trigger.source)))
        penalty.facts = (*penalty.facts, ("trigger", trigger.id), ("line", number + 1))


def _required(trigger: EffectiveTrigger, line: ClaimLine) -> bool:
    if trigger.above is not None:
        return _dearer(line, trigger.above)
    return trigger.require_from is None or _dearer(line, trigger.require_from - 1)


def _dearer(line: ClaimLine, amount: int) -> bool:
    """Whether one unit of the line costs more than the amount."""
    if line.unit_price is not None:
        return line.unit_price > amount
    return line.amount > amount * (line.quantity or 1)


def missing_preauthorization_penalty(visit: Visit, penalty: Penalty) -> None:
    """Takes the additional share of what penalized lines would have been paid, or of their cost."""
    rate = penalty.extra_share
    if rate.value is None:
        visit.missing(RULE, "extra member share", rate.source)
        return
    penalized = [bucket for bucket in visit.buckets if bucket.penalized]
    would_be_paid = sum(bucket.balance for bucket in penalized)
    if visit.terms.penalty_of_eligible:
        eligible = sum(bucket.eligible for bucket in penalized)
        kept = max(0, would_be_paid - own_share(eligible, rate.value))
    else:
        kept = share(would_be_paid, 1 - rate.value)
    if len(penalized) < len(visit.buckets):
        visit.findings.flags[ReasonCode.PREAUTHORIZATION_MIXED_VISIT] = None
    taken = would_be_paid - kept
    facts = (("rate", str(rate.value)), *penalty.facts)
    visit.take(RULE, (*penalty.clause, *visit.terms.penalty_source), taken, facts)
    share_out(penalized, taken, PENALTY)
