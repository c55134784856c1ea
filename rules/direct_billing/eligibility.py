"""Whether a desk may treat on the card today, and what the family will pay (R-100, R-133, domain 5.2)."""

from dataclasses import dataclass

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import (
    Accumulators,
    Approval,
    Claim,
    ClaimLine,
    Encounter,
    Policy,
    Provider,
)
from rules.adjudication.result import AdjudicationResult, Outcome
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.effective import EffectiveBenefit, EffectiveTerms
from rules.catalogue.plan import PlanVersion
from rules.catalogue.values import Words
from rules.catalogue.words import both
from rules.direct_billing.values import Eligibility, Standing, VisitRequest
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import CardStatus, EncounterType, Ownership, PolicyStatus

USUAL_ITEM = {
    EncounterType.OUTPATIENT: ItemCode.CONSULTATION,
    EncounterType.EMERGENCY: ItemCode.CONSULTATION,
    EncounterType.INPATIENT: ItemCode.BED,
    EncounterType.SPECIAL_OUTPATIENT: ItemCode.TREATMENT,
    EncounterType.DENTAL: ItemCode.ORAL_EXAM,
    EncounterType.VACCINATION: ItemCode.VACCINE,
}
"""What a visit is for as long as the desk does not say: an item that the benefit surely names."""

CONFIRMED_LATER = frozenset({ReasonCode.PREAUTHORIZATION_WARNING})
_AWAITS_APPROVAL = frozenset({ReasonCode.PREAUTHORIZATION_MISSING, ReasonCode.PREAUTHORIZATION_MIXED_VISIT})

WHAT_TO_DO: dict[ReasonCode, Words] = {
    ReasonCode.NOT_INSURED: both(
        "请核对卡号与证件；仍不符时请致电医院服务专线。",
        "Check the card number and the identity document; if they still don't fit, call the hospital line.",
    ),
    ReasonCode.NO_CONSENT: both(
        "请家长登录家庭页面，在“我们给予的同意”中同意后再查询；家长也可自费。",
        "The family consents on its page “What we consent to”, then ask again; or it pays for now.",
    ),
    ReasonCode.NOT_IN_FORCE: both(
        "当日保单或电子卡未生效，请家长自费后联系客服。",
        "Policy or card is not in force on this day: the family pays and calls its hotline.",
    ),
    ReasonCode.CARD_SUSPENDED: both(
        "电子卡暂停直付，请家长登录电子卡查看；可先自费。",
        "The card is suspended for direct billing: the family looks into its e-card, and pays for now.",
    ),
    ReasonCode.BRAND_LOCK: both(
        "本保单年度已锁定其他品牌，请家长前往已锁定品牌就诊。",
        "Another brand is locked for this policy year: the family goes to that one.",
    ),
    ReasonCode.BRAND_UNCHOSEN: both(
        "首次就诊前须致电服务热线选定品牌并预约：请家长现在致电，由人工在两个工作小时内答复。",
        "Before the first visit a brand is chosen and booked by the hotline: the family calls now, and a"
        " person answers within two hours of business.",
    ),
    ReasonCode.OUT_OF_NETWORK: both(
        "该医院当日不在本计划的直付名单内，请家长查询网络医院。",
        "The hospital is not on this plan's direct-billing list today: the family looks for one that is.",
    ),
    ReasonCode.PREAUTHORIZATION_MISSING: both(
        "该项诊疗须先取得担保函：请提交事先授权申请。",
        "This care needs a guarantee letter first: send a request for pre-authorization.",
    ),
    ReasonCode.NEEDS_PLAN: both(
        "条款未载明，由人工在两个工作小时内答复。",
        "The terms don't say: a person answers within two hours of business.",
    ),
}
OTHERWISE = both(
    "本次不能直付；请家长自费，并可联系客服了解原因。",
    "No direct billing this time: the family pays, and asks its hotline for the reason.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFacts:
    """All that the answer rests on; ``authorized``: a valid letter covers the care.

    ``chosen_brand`` is what the family chose before a first visit, where the terms ask for that.
    """

    visit: VisitRequest
    plan: PlanVersion | None
    policy: Policy
    status: PolicyStatus
    terms: EffectiveTerms
    before: Accumulators
    provider: Provider
    authorized: bool
    year_version: int = 0
    item: ItemCode | None = None
    chosen_brand: str | None = None


def eligibility(facts: DeskFacts) -> Eligibility:
    """Price the expected bill by the engine that decides, and read from it what the desk may be told."""
    card = _card(facts)
    if card is not None:
        return _no(facts, card, *_gates_that_refuse(facts))
    if facts.visit.stay and not facts.authorized:
        return _no(facts, ReasonCode.PREAUTHORIZATION_MISSING)
    result = adjudicate(facts.plan, facts.policy, facts.before, _expected_claim(facts))
    awaits = [code for code in (*result.reasons, *result.to_confirm) if code in _AWAITS_APPROVAL]
    if awaits and not facts.authorized:
        return _no(facts, ReasonCode.PREAUTHORIZATION_MISSING)
    if result.outcome is Outcome.REFUSE:
        return _no(facts, *result.reasons)
    if result.outcome is Outcome.REFER or not result.priced:
        codes = result.referred_for or result.reasons or (ReasonCode.NEEDS_PLAN,)
        return _answer(facts, result, Standing.MANUAL, tuple(dict.fromkeys(codes)))
    if _brand_unchosen(facts):
        return _answer(facts, result, Standing.MANUAL, (ReasonCode.BRAND_UNCHOSEN,))
    return _answer(facts, result, Standing.ELIGIBLE)


def confirmed(found: Eligibility) -> Eligibility:
    """The answer after a person looked at what the rules could not tell."""
    return Eligibility(
        standing=Standing.ELIGIBLE,
        expected=found.expected,
        payable=found.payable,
        member=found.member,
        copay=found.copay,
        coinsurance=found.coinsurance,
        deductible=found.deductible,
        visit_number=found.visit_number,
        remaining=found.remaining,
        excluded=found.excluded,
        benefit=found.benefit,
        year_version=found.year_version,
        public=found.public,
        manual_for=found.reasons or found.manual_for,
    )


def not_insured() -> Eligibility:
    """Said alike for a card that nobody knows and for one that is another child's."""
    return Eligibility(standing=Standing.NOT_ELIGIBLE, reasons=(ReasonCode.NOT_INSURED,))


def unconsented() -> Eligibility:
    """A visit needs consents that the family has not given: nothing of its cover is told (L-29, L-30)."""
    return Eligibility(standing=Standing.NOT_ELIGIBLE, reasons=(ReasonCode.NO_CONSENT,))


def what_to_do(code: ReasonCode) -> Words:
    """What the desk tells the family."""
    return WHAT_TO_DO.get(code, OTHERWISE)


def _card(facts: DeskFacts) -> ReasonCode | None:
    """A suspended card stops new visits, never a stay that a letter covers (A-24)."""
    guaranteed = facts.visit.stay and facts.authorized
    if facts.before.card is CardStatus.SUSPENDED and not guaranteed:
        return ReasonCode.CARD_SUSPENDED
    active = facts.before.card in (CardStatus.ACTIVE, CardStatus.SUSPENDED)
    if not active or facts.status is not PolicyStatus.IN_FORCE:
        return ReasonCode.NOT_IN_FORCE
    return None


def _brand_unchosen(facts: DeskFacts) -> bool:
    """Whether this would be the first visit, at a brand that the family did not choose (R-047, R-185)."""
    benefit = facts.terms.by_encounter.get(facts.visit.encounter)
    if benefit is None or not asks_for_choice(benefit) or benefit.limit_account in facts.before.brands:
        return False
    brand = facts.provider.brand or facts.provider.group
    return brand not in benefit.exempt_brands and facts.chosen_brand != brand


def asks_for_choice(benefit: EffectiveBenefit) -> bool:
    """Whether the terms want a brand to be chosen before the first visit."""
    return benefit.brand_lock is not None and benefit.brand_lock.phone_before_first_visit


def _gates_that_refuse(facts: DeskFacts) -> tuple[ReasonCode, ...]:
    """What else stands against the visit, so that the family hears all of it at once (domain 3.3)."""
    result = adjudicate(facts.plan, facts.policy, facts.before, _expected_claim(facts))
    return result.reasons if result.outcome is Outcome.REFUSE else ()


def _expected_claim(facts: DeskFacts) -> Claim:
    visit = facts.visit
    return Claim(
        channel=ClaimChannel.DIRECT_BILLING,
        provider=facts.provider,
        encounter=Encounter(
            type=visit.encounter,
            on=visit.on,
            diagnoses=tuple(each.code for each in visit.diagnoses),
            emergency=visit.encounter is EncounterType.EMERGENCY,
        ),
        lines=(ClaimLine(item=facts.item or USUAL_ITEM[visit.encounter], amount=visit.expected),),
        approval=Approval.APPROVED if facts.authorized else Approval.NONE,
        appointment_booked=visit.appointment,
    )


def _no(facts: DeskFacts, *reasons: ReasonCode) -> Eligibility:
    return Eligibility(
        standing=Standing.NOT_ELIGIBLE,
        reasons=tuple(dict.fromkeys(reasons)),
        expected=facts.visit.expected,
        public=facts.provider.ownership is Ownership.PUBLIC,
        year_version=facts.year_version,
    )


def _answer(
    facts: DeskFacts, result: AdjudicationResult, standing: Standing, reasons: tuple[ReasonCode, ...] = ()
) -> Eligibility:
    benefit = facts.terms.by_encounter.get(facts.visit.encounter)
    amounts = result.amounts
    return Eligibility(
        standing=standing,
        reasons=reasons,
        expected=facts.visit.expected,
        payable=amounts.payable,
        member=amounts.member,
        copay=amounts.copay,
        coinsurance=amounts.coinsurance,
        deductible=amounts.deductible,
        visit_number=next((visit.number for visit in result.visits), None),
        remaining=_remaining(facts, benefit),
        excluded=tuple(sorted(benefit.excluded_items)) if benefit else (),
        benefit=benefit.limit_account if benefit else None,
        year_version=facts.year_version,
        public=facts.provider.ownership is Ownership.PUBLIC,
    )


def _remaining(facts: DeskFacts, benefit: EffectiveBenefit | None) -> int | None:
    if benefit is None:
        return None
    return facts.before.remaining.get(benefit.limit_account, benefit.limit.value)
