"""What a person may enter on a claim: the first mistake in it, or the claim that goes to the ledger."""

from dataclasses import dataclass, replace

from rules.adjudication.claim import Claim
from rules.adjudication.result import Outcome
from rules.claims.values import ClaimAnswer, ClaimDecisionInput, JudgedClaim
from rules.reasons import ReasonCode

AMBIGUOUS = frozenset(
    {
        ReasonCode.AMBIGUOUS_WAITING_30,
        ReasonCode.NEEDS_PLAN,
        ReasonCode.ORTHODONTICS_NOT_STATED,
        ReasonCode.OTHER_UNITED_FAMILY,
        ReasonCode.OUT_OF_NETWORK_EMERGENCY,
        ReasonCode.PREAUTHORIZATION_WARNING,
        ReasonCode.PREAUTHORIZATION_MIXED_VISIT,
        ReasonCode.TRANSFER_REVIEW,
        ReasonCode.LIMITATION,
    }
)
"""Reasons that rest on an ambiguous or unstated clause, and the limitation flag: they refer, and never carry
a refusal (L-09, L-12)."""

NEVER_ALLOWED = frozenset({ReasonCode.NOT_IN_FORCE, ReasonCode.NOT_INSURED, ReasonCode.CARD_SUSPENDED})
"""Facts that no decision turns: without cover there is no account to pay from."""


@dataclass(frozen=True, slots=True)
class ClaimMistake:
    """What is wrong with the entry, and in which field."""

    field: str
    why: str


def mistake_in(judged: JudgedClaim | None, entry: ClaimDecisionInput) -> ClaimMistake | None:
    """The first thing in the entry that does not go with the claim as it was judged last."""
    if judged is None:
        return ClaimMistake("answer", "The claim has not been judged yet; try again in a moment.")
    if entry.answer is ClaimAnswer.REFUSE:
        return _refusal_mistake(entry)
    return _payment_mistake(judged, entry)


def _refusal_mistake(entry: ClaimDecisionInput) -> ClaimMistake | None:
    if entry.reason_code is None:
        return ClaimMistake("reason_code", "A refusal needs a reason code (L-07).")
    if entry.reason_code in AMBIGUOUS:
        return ClaimMistake(
            "reason_code",
            f"{entry.reason_code} rests on an ambiguous clause: it refers and never refuses (L-12).",
        )
    if not entry.clause.strip():
        return ClaimMistake("clause", "A refusal cites the clause that it rests on (L-11).")
    if not entry.explanation.strip():
        return ClaimMistake(
            "explanation", "A refusal explains in plain words how the fact meets the clause (L-07)."
        )
    return None


def _payment_mistake(judged: JudgedClaim, entry: ClaimDecisionInput) -> ClaimMistake | None:
    if not judged.priced:
        terms = ", ".join(judged.missing_terms)
        return ClaimMistake(
            "answer",
            f"Nobody stated {terms}: have the policy schedule completed, then judge anew.",
        )
    refused = sorted(NEVER_ALLOWED.intersection(entry.allowed))
    if refused:
        return ClaimMistake("allowed", f"{', '.join(refused)} is a fact and cannot be allowed.")
    in_charges = {line.reason for line in judged.held_lines}.intersection(judged.to_confirm)
    kept_out = [code for code in entry.allowed if code in in_charges]
    if kept_out:
        return ClaimMistake(
            "allowed",
            f"{', '.join(kept_out)} leaves out single charges, and allowing it pays none of them: "
            "confirm it, or correct those charges.",
        )
    unsettled = [code for code in judged.referred_for if code not in entry.allowed]
    if unsettled:
        return ClaimMistake(
            "allowed",
            f"Referred for {', '.join(unsettled)}: allow it by name, correct the claim, or refuse.",
        )
    unseen = [code for code in judged.to_confirm if code not in (*entry.confirmed, *entry.allowed)]
    if unseen:
        return ClaimMistake(
            "confirmed",
            f"Confirm every exclusion, penalty and gate by name (L-31): {', '.join(unseen)}.",
        )
    if judged.outcome is Outcome.REFUSE and not entry.allowed:
        return ClaimMistake(
            "answer",
            f"The rules refuse for {', '.join(judged.to_confirm)}: refuse, correct, or allow those.",
        )
    if entry.allowed and not entry.explanation.strip():
        return ClaimMistake("explanation", f"Say why {', '.join(entry.allowed)} is allowed.")
    return None


def claim_to_post(claim: Claim, entry: ClaimDecisionInput) -> Claim:
    """The claim with what the person allowed, as it goes to the ledger."""
    return replace(claim, allowed=tuple(dict.fromkeys((*claim.allowed, *entry.allowed))))
