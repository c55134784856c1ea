"""The guarantee letter, its amendments, and the answer that leaves it as it was (domain 7.1)."""

from datetime import datetime
from typing import Any

from activities.letter_contents.answers import signer
from activities.letter_contents.frame import frame, guardian, hospital_of, insured, member, policy
from activities.letter_contents.sources import PreauthorizationSources, tidy
from activities.letter_contents.terms import (
    BILL_WITHIN_DAYS,
    coded,
    decision_of,
    family_share,
    item_ceilings,
    not_covered,
    stay,
)
from letters.kinds import (
    BillingTerms,
    GuaranteeAmendment,
    GuaranteeAmendmentDeclined,
    GuaranteeLetter,
    Letter,
    Reason,
)
from letters.kinds import GuaranteeVersion as HistoryLine
from rules.cases import CaseEvent
from rules.permissions import Action
from rules.preauthorization.case import Guarantee, GuaranteeVersion
from rules.vocabulary import PROMISES, GuaranteeVersionKind


def guarantee(sources: PreauthorizationSources) -> GuaranteeLetter:
    """LT-GOP: the first version."""
    version = named_version(sources)
    return GuaranteeLetter(**_promise(sources, version, signer(decision_of(sources))))


def amendment(sources: PreauthorizationSources) -> Letter:
    """LT-GOP-AMD: a new version, whole."""
    version = named_version(sources)
    before = promise_before(sources, version)
    answer = sources.case.amendment_decision
    return GuaranteeAmendment(
        **_promise(sources, version, (answer.co_signed_by if answer else "") or version.decided_by),
        template_version="2",
        replaces=before.ordinal,
        reason=_why(sources),
        previous_ceiling=before.ceiling,
        previous_days=before.approved_days,
        previous_valid_until=before.valid_until,
    )


def history(sources: PreauthorizationSources, last: int) -> tuple[HistoryLine, ...]:
    """The versions up to one, oldest first, with what a case declined before that had a number.

    A declined change leaves the version that stood then, so its line shows that version's figures.
    """
    promise = promised(sources)
    versions = [version for version in promise.versions if version.ordinal <= last]
    lines = [history_line(version, version.change, version.issued_at) for version in versions]
    numbered = {
        version.issued_at
        for version in (*versions, *promise.taken_back)
        if version.change is GuaranteeVersionKind.DECLINED
    }
    for event in sources.events:
        before = [version for version in versions if version.issued_at <= event.at]
        declined = event.kind == Action.DECIDE_AMENDMENT and event.detail.get("approve") is False
        if declined and before and event.at not in numbered:
            lines.append(history_line(before[-1], GuaranteeVersionKind.DECLINED, event.at))
    return tuple(sorted(lines, key=lambda line: (line.issued_at, line.version)))


def history_line(version: GuaranteeVersion, kind: GuaranteeVersionKind, at: datetime) -> HistoryLine:
    """A version as it was made, or what happened to it at ``at``."""
    return HistoryLine(
        version=version.ordinal,
        issued_at=at,
        kind=kind,
        ceiling=version.ceiling,
        approved_days=version.approved_days,
        valid_until=version.valid_until,
    )


def standing(sources: PreauthorizationSources, kind: GuaranteeVersionKind) -> dict[str, Any]:
    """What a notice says of the letter that stands or stood, and which version of it the notice itself is.

    A notice to a family is no version, and tells of the one that the hospital got.
    """
    promise, hospital = promised(sources), hospital_of(sources)
    own = numbered_as(sources, kind)
    current = promise_before(sources, own) if own else promise.promise
    named = own is not None and sources.number == promise.number_of(own)
    return {
        **({"number": promise.root, "version": own.ordinal} if own and named else {}),
        "template_version": "2" if own else "1",
        "guarantee": promise.number_of(current) if promise.root else _approval_number(sources),
        "hospital": hospital.name,
        "hospital_english": hospital.name_en or "",
        "insured": member(sources),
        "ceiling": current.ceiling,
        "approved_days": current.approved_days,
        "valid_from": current.valid_from,
        "valid_until": current.valid_until,
        "history": history(sources, (own or current).ordinal),
    }


def numbered_as(sources: PreauthorizationSources, kind: GuaranteeVersionKind) -> GuaranteeVersion | None:
    """The version of that kind that the letter's number names, else the last one; None before they were."""
    promise = promised(sources)
    versions = [version for version in promise.versions if version.change is kind]
    named = [version for version in versions if sources.number == promise.number_of(version)]
    return next(iter((*named, *reversed(versions))), None)


def promise_before(sources: PreauthorizationSources, version: GuaranteeVersion) -> GuaranteeVersion:
    """The promise that stood when a version was made."""
    before = (old for old in promised(sources).versions if old.ordinal < version.ordinal)
    return [old for old in before if old.change in PROMISES][-1]


def promised(sources: PreauthorizationSources) -> Guarantee:
    """The guarantee of the case."""
    if sources.case.guarantee is None:
        raise ValueError(f"{sources.number} speaks of a guarantee that {sources.case.case_number} has not")
    return sources.case.guarantee


def named_version(sources: PreauthorizationSources) -> GuaranteeVersion:
    """The version that the letter's number names: the case may have a later one by now."""
    promise = promised(sources)
    for version in promise.versions:
        if sources.number == f"{promise.root}-V{version.ordinal}":
            return version
    raise ValueError(f"{sources.number} is no version of the guarantee {promise.root}")


def _promise(sources: PreauthorizationSources, version: GuaranteeVersion, signed_by: str) -> dict[str, Any]:
    request, tpa = sources.case.request, sources.parties.tpa
    return {
        **frame(sources, signed_by),
        "number": promised(sources).root,
        "version": version.ordinal,
        "insured": insured(sources),
        "guardian": guardian(sources),
        "policy": policy(sources),
        "authorization_types": (request.kind,),
        "diagnoses": coded(request.diagnoses),
        "treatment": request.treatment,
        "procedures": coded(request.procedures),
        "department": request.department_name,
        "doctor": request.doctor_name,
        "planned_on": request.planned_on,
        "stay": stay(version.approved_days, version.room_class),
        "estimate": request.estimate,
        "ceiling": version.ceiling,
        "item_ceilings": item_ceilings(sources),
        "family_share": family_share(sources),
        "not_covered": not_covered(sources),
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
        "billing": BillingTerms(
            address=tpa.address or tpa.name, email=tpa.email or "", within_days=BILL_WITHIN_DAYS
        ),
        "history": history(sources, version.ordinal),
    }


def _why(sources: PreauthorizationSources) -> str:
    """The decider's words, else those of who asked."""
    answer = sources.case.amendment_decision
    said = tidy(answer.explanation) if answer and answer.approve else ""
    asked = sources.words(sources.last(Action.REQUEST_AMENDMENT))
    return said or asked or sources.say("应贵院申请", "At your request")


def amendment_declined(sources: PreauthorizationSources) -> GuaranteeAmendmentDeclined:
    """LT-GOP-AMD-NO: the letter stands as it was."""
    answer = sources.case.amendment_decision
    if answer is None:
        raise ValueError(f"{sources.number} declines an amendment that {sources.case.case_number} has not")
    told, asked = standing(sources, GuaranteeVersionKind.DECLINED), sources.last(Action.REQUEST_AMENDMENT)
    later = answer.valid_until if answer.valid_until != told["valid_until"] else None
    return GuaranteeAmendmentDeclined(
        **(frame(sources, answer.co_signed_by or answer.decided_by) | told),
        requested_at=asked.at if asked else sources.issued_at,
        requested_ceiling=_figure(asked, "ceiling"),
        requested_days=_figure(asked, "days"),
        requested_until=later,
        reason=Reason(code=answer.reason_code, explanation=tidy(answer.explanation)),
    )


def _figure(event: CaseEvent | None, name: str) -> int | None:
    value = event.detail.get(name) if event else None
    return value if isinstance(value, int) else None


def _approval_number(sources: PreauthorizationSources) -> str:
    """Where no hospital holds a letter, the approval letter is what stood."""
    approvals = [
        letter.number for letter in sources.case.letters if letter.code in ("LT-PA-OK", "LT-PA-PART")
    ]
    return approvals[-1] if approvals else sources.case.case_number
