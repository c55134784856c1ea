"""What a person may enter on a claim that was judged."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rules.adjudication.holding import Hold
from rules.adjudication.result import Outcome
from rules.claims.decisions import AMBIGUOUS, NEVER_ALLOWED, claim_to_post, mistake_in
from rules.claims.triage import concerns_after_judgment, concerns_of_claim
from rules.claims.values import (
    ClaimAnswer,
    ClaimDecision,
    ClaimDecisionInput,
    ClaimFigures,
    Concern,
    HeldLine,
    JudgedClaim,
)
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType
from tests.stores.claims import a_claim

NOON = datetime(2026, 9, 8, 4, 0, tzinfo=UTC)


def judged(payable: int = 300_00, **changes: Any) -> JudgedClaim:
    """A claim that the rules would pay, held for a person to look."""
    usual = JudgedClaim(
        decision_id="d",
        version=1,
        outcome=Outcome.PAY,
        hold=Hold.UNCONFIRMED,
        figures=ClaimFigures(billed=payable, payable=payable),
        judged_at=NOON,
    )
    return replace(usual, **changes)


def entry(answer: ClaimAnswer = ClaimAnswer.PAY, **changes: Any) -> ClaimDecisionInput:
    """What a person enters."""
    return replace(ClaimDecisionInput(answer=answer), **changes)


def refusal(**changes: Any) -> ClaimDecisionInput:
    """A refusal with everything that it needs."""
    usual = entry(
        ClaimAnswer.REFUSE,
        reason_code=ReasonCode.EXCLUDED_PRE_EXISTING,
        clause="R-025",
        explanation="投保前已患病",
    )
    return replace(usual, **changes)


def field_of(seen: JudgedClaim | None, said: ClaimDecisionInput) -> str:
    """The field that the first mistake is in; empty where there is none."""
    mistake = mistake_in(seen, said)
    return mistake.field if mistake else ""


def test_a_clear_claim_may_be_paid_and_a_reasoned_refusal_be_proposed() -> None:
    assert field_of(judged(), entry()) == ""
    assert field_of(judged(), refusal()) == ""


@pytest.mark.parametrize("left_out", ["reason_code", "clause", "explanation"])
def test_a_refusal_names_reason_clause_and_why(left_out: str) -> None:
    empty = None if left_out == "reason_code" else " "

    assert field_of(judged(), refusal(**{left_out: empty})) == left_out


@pytest.mark.parametrize("code", sorted(AMBIGUOUS))
def test_an_ambiguous_clause_refers_and_never_refuses(code: ReasonCode) -> None:
    referred = judged(outcome=Outcome.REFER, hold=Hold.REFERRED, referred_for=(code,))

    assert field_of(referred, refusal(reason_code=code)) == "reason_code"
    assert field_of(referred, entry()) == "allowed"
    assert field_of(referred, entry(allowed=(code,))) == "explanation"
    assert field_of(referred, entry(allowed=(code,), explanation="有利解释")) == ""


def test_every_exclusion_is_confirmed_by_name() -> None:
    seen = judged(to_confirm=(ReasonCode.EXCLUDED_TCM, ReasonCode.EXCLUDED_DENTAL))

    assert field_of(seen, entry(confirmed=(ReasonCode.EXCLUDED_TCM,))) == "confirmed"
    both = (ReasonCode.EXCLUDED_TCM, ReasonCode.EXCLUDED_DENTAL)
    assert field_of(seen, entry(confirmed=both)) == ""


def test_an_exclusion_of_charges_is_confirmed_or_corrected_and_never_allowed_in_vain() -> None:
    herbs = HeldLine(line=1, item="TCM", amount=200_00, reason=ReasonCode.EXCLUDED_TCM, clause="R-025")
    seen = judged(to_confirm=(ReasonCode.EXCLUDED_TCM,), held_lines=(herbs,))

    assert field_of(seen, entry(allowed=(ReasonCode.EXCLUDED_TCM,), explanation="西药")) == "allowed"
    assert field_of(seen, entry(confirmed=(ReasonCode.EXCLUDED_TCM,))) == ""


def test_a_gate_is_confirmed_by_a_refusal_or_allowed_but_never_paid_over_in_silence() -> None:
    seen = judged(outcome=Outcome.REFUSE, hold=Hold.REFUSED, to_confirm=(ReasonCode.WAITING_120,))

    assert field_of(seen, entry(confirmed=(ReasonCode.WAITING_120,))) == "answer"
    assert field_of(seen, entry(allowed=(ReasonCode.WAITING_120,), explanation="意外")) == ""


def test_cover_that_does_not_exist_cannot_be_allowed() -> None:
    seen = judged(outcome=Outcome.REFUSE, to_confirm=(ReasonCode.NOT_IN_FORCE,))

    assert field_of(seen, entry(allowed=(ReasonCode.NOT_IN_FORCE,), explanation="x")) == "allowed"


def test_a_claim_that_nobody_can_price_is_not_paid() -> None:
    unpriced = judged(priced=False, missing_terms=("INPATIENT.limit",))

    assert field_of(unpriced, entry()) == "answer"
    assert field_of(None, entry()) == "answer"


def test_what_is_allowed_goes_to_the_ledger_with_the_claim() -> None:
    claim = a_claim(300_00, allowed=(ReasonCode.DUPLICATE_BILL,))
    posted = claim_to_post(claim, entry(allowed=(ReasonCode.OUT_OF_NETWORK, ReasonCode.DUPLICATE_BILL)))

    assert posted.allowed == (ReasonCode.DUPLICATE_BILL, ReasonCode.OUT_OF_NETWORK)


@pytest.mark.parametrize(("payable", "above"), [(3_000_00, False), (3_000_01, True)])
def test_the_automatic_limit_is_the_last_amount_without_a_person(payable: int, above: bool) -> None:
    assert (Concern.ABOVE_AUTOMATIC_LIMIT in concerns_after_judgment((), judged(payable))) is above


def test_a_stay_and_a_hold_go_to_a_person() -> None:
    stay = a_claim(100_00, type=EncounterType.INPATIENT)

    assert concerns_of_claim(a_claim(100_00), hold=False) == ()
    assert concerns_of_claim(stay, hold=True) == (Concern.FRAUD_HOLD, Concern.INPATIENT)


def test_only_what_was_claimed_in_full_needs_no_agreement() -> None:
    def decision(**figures: int) -> ClaimDecision:
        seen = judged(figures=ClaimFigures(**figures))
        return ClaimDecision(
            ordinal=1, answer=ClaimAnswer.PAY, judged=seen, decided_by="staff:a", decided_at=NOON
        )

    assert decision(billed=500_00, offset=200_00, payable=300_00).as_claimed
    part = decision(billed=500_00, excluded=200_00, payable=300_00)
    assert (part.as_claimed, part.refused) == (False, 200_00)
    deducted = decision(billed=500_00, deductible=200_00, payable=300_00)
    assert (deducted.as_claimed, deducted.refused) == (False, 0)


def why(seen: JudgedClaim, said: ClaimDecisionInput) -> str:
    """What the person is told."""
    mistake = mistake_in(seen, said)
    assert mistake
    return mistake.why


def test_whoever_enters_a_mistake_is_told_every_code_that_it_is_about() -> None:
    two = (ReasonCode.EXCLUDED_TCM, ReasonCode.EXCLUDED_VISION)
    never = tuple(sorted(NEVER_ALLOWED)[:2])
    refuses = judged(outcome=Outcome.REFUSE, to_confirm=two)

    assert why(judged(), refusal(reason_code=None)) == "A refusal needs a reason code (L-07)."
    assert why(judged(), refusal(clause=" ")) == "A refusal cites the clause that it rests on (L-11)."
    assert why(judged(), refusal(explanation=" ")) == (
        "A refusal explains in plain words how the fact meets the clause (L-07)."
    )
    assert why(judged(), entry(allowed=never)) == f"{never[0]}, {never[1]} is a fact and cannot be allowed."
    assert why(judged(referred_for=two), entry()) == (
        "Referred for EXC-TCM, EXC-VISION: allow it by name, correct the claim, or refuse."
    )
    assert why(judged(to_confirm=two), entry()) == (
        "Confirm every exclusion, penalty and gate by name (L-31): EXC-TCM, EXC-VISION."
    )
    assert why(refuses, entry(confirmed=two)) == (
        "The rules refuse for EXC-TCM, EXC-VISION: refuse, correct, or allow those."
    )
    assert why(refuses, entry(allowed=two)) == "Say why EXC-TCM, EXC-VISION is allowed."
    assert why(judged(missing_terms=("limit", "tiers"), priced=False), entry()) == (
        "Nobody stated limit, tiers: have the policy schedule completed, then judge anew."
    )
