"""Letters that answer a request to the family (and, for a decline, the hospital)."""

from typing import Any

from activities.letter_contents.frame import frame, policy, reply, staff_name
from activities.letter_contents.preauthorization import about
from activities.letter_contents.requests import reminds_of
from activities.letter_contents.sources import PreauthorizationSources, tidy
from activities.letter_contents.terms import (
    assessment_of,
    decided_lines,
    decision_of,
    decision_reason,
    family_share,
    not_covered,
    stay,
)
from letters.figures import DAY
from letters.kinds import (
    NetworkHospital,
    PreAuthorizationApproved,
    PreAuthorizationApprovedInPart,
    PreAuthorizationDeclined,
    PreAuthorizationNotAccepted,
    PreAuthorizationNotRequired,
    PreAuthorizationRedirected,
    Reason,
)
from models.hospital import Hospital
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.preauthorization.values import Decision, Stage, Weight
from rules.reasons import ReasonCode


def approved(sources: PreauthorizationSources) -> PreAuthorizationApproved:
    """LT-PA-OK."""
    return PreAuthorizationApproved(**_granted(sources))


def approved_in_part(sources: PreauthorizationSources) -> PreAuthorizationApprovedInPart:
    """LT-PA-PART."""
    explanation = tidy(decision_of(sources).explanation)
    return PreAuthorizationApprovedInPart(
        **_granted(sources), lines=decided_lines(sources), explanation=explanation
    )


def declined(sources: PreauthorizationSources) -> PreAuthorizationDeclined:
    """LT-PA-NO: two names stand under it."""
    decision = decision_of(sources)
    return PreAuthorizationDeclined(
        **frame(sources, signer(decision)),
        **about(sources),
        decided_on=shanghai_date(decision.decided_at or sources.issued_at),
        reason=decision_reason(decision),
        decided_by=staff_name(sources, decision.decided_by),
        co_signed_by=staff_name(sources, decision.co_signed_by),
    )


def not_required(sources: PreauthorizationSources) -> PreAuthorizationNotRequired:
    """LT-PA-NR: signed by who triaged, or found by rule."""
    found = sources.last(stage=Stage.NOT_REQUIRED)
    return PreAuthorizationNotRequired(
        **frame(sources, found.actor if found else ""),
        **about(sources),
        direct_billing=assessment_of(sources).direct_billing,
    )


def not_accepted(sources: PreauthorizationSources) -> PreAuthorizationNotAccepted:
    """LT-PA-NA: everything that stands in the way.

    What rules cite and detail is written for staff, so the letter words the facts itself.
    """
    findings = assessment_of(sources).findings
    codes = dict.fromkeys(each.code for each in findings if each.weight is Weight.BLOCKS)
    return PreAuthorizationNotAccepted(
        **frame(sources),
        **about(sources),
        reasons=tuple(Reason(code=code, explanation=_fact(sources, code)) for code in codes),
    )


def redirected(sources: PreauthorizationSources) -> PreAuthorizationRedirected:
    """LT-PA-RDR: where to go instead, by when to say so, and what going elsewhere costs (R-085)."""
    decision = decision_of(sources)
    asked = sources.last(stage=Stage.REDIRECTED)
    return PreAuthorizationRedirected(
        **frame(sources, signer(decision)),
        **about(sources),
        hospitals=tuple(_named(hospital) for hospital in sources.network),
        reply=reply(sources),
        explanation=tidy(decision.explanation),
        answer_by=sources.last_day(ClockKind.REDIRECT_WAIT),
        **_penalty(sources),
        first_sent_on=reminds_of(sources, asked, ClockKind.REDIRECT_WAIT),
    )


def signer(decision: Decision) -> str:
    """The second person where there was one: the decision is theirs to answer for."""
    return decision.co_signed_by or decision.decided_by


def _granted(sources: PreauthorizationSources) -> dict[str, Any]:
    decision, promise = decision_of(sources), sources.case.guarantee
    if promise is None:
        raise ValueError(f"{sources.number} grants what {sources.case.case_number} does not promise")
    first = promise.versions[0]
    return {
        **frame(sources, signer(decision)),
        **about(sources),
        "decided_on": shanghai_date(decision.decided_at or sources.issued_at),
        "approved": first.ceiling,
        "stay": stay(first.approved_days, first.room_class),
        "valid_from": first.valid_from,
        "valid_until": first.valid_until,
        "family_share": family_share(sources),
        "not_covered": not_covered(sources),
        "guarantee": f"{promise.root}-V{first.ordinal}" if promise.root else "",
    }


def _fact(sources: PreauthorizationSources, code: str) -> str:
    if code != ReasonCode.NOT_IN_FORCE:
        return ""
    reference, day = policy(sources), DAY[sources.case.language]
    planned_on = day(sources.case.request.planned_on)
    starts_on, ends_on = day(reference.starts_on), day(reference.ends_on)
    return sources.say(
        f"本保单的保险期间自{starts_on}起至{ends_on}止，申请的治疗日期为{planned_on}。",
        f"The policy covers {starts_on} to {ends_on}; the treatment was planned for {planned_on}.",
    )


def _named(hospital: Hospital) -> NetworkHospital:
    return NetworkHospital(
        name=hospital.name,
        english_name=hospital.name_en or "",
        address=hospital.address or "",
        phone=hospital.phone or "",
    )


def _penalty(sources: PreauthorizationSources) -> dict[str, Any]:
    """The plan's additional share on the planned day; plans that state none leave the letter's own."""
    terms = sources.plan.preauthorization
    stated = terms.extra_member_share.on(sources.case.request.planned_on) if terms else None
    return {"penalty": stated.value} if stated and stated.value is not None else {}
