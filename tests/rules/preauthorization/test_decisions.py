"""What a person may enter as a decision: both sides of every figure, and a reason for every cut."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.preauthorization.case import (
    Amendment,
    AmendmentDecision,
    Guarantee,
    GuaranteeVersion,
    PreAuthorizationCase,
)
from rules.preauthorization.decisions import (
    AMBIGUOUS_CODES,
    AmendmentInput,
    DecisionInput,
    LineInput,
    Mistake,
    compose,
    compose_amendment,
    guarantee_ceiling,
)
from rules.preauthorization.values import Assessment, Decision, Finding, LineVerdict, Outcome, Weight
from rules.vocabulary import Benefit, GuaranteeStatus, GuaranteeVersionKind, RoomClass
from tests.rules.preauthorization.requests import a_request, item, moment

NOW = moment("2026-06-02")
MAKER = "staff:adjuster"
FIRST, LAST = date(2026, 6, 15), date(2026, 6, 30)
COVERED_UNTIL = date(2027, 2, 28)


def an_assessment(**changes: Any) -> Assessment:
    """An assessment that finds nothing; the family bears nothing."""
    usual: dict[str, Any] = {"accepted": True, "required": True, "benefit": Benefit.INPATIENT}
    return Assessment(**usual | {"covered_until": COVERED_UNTIL} | changes)


def a_case(**changes: Any) -> PreAuthorizationCase:
    """A stay with a bed of 8,000 and drugs of 10,000 yuan."""
    usual: dict[str, Any] = {
        "case_number": "PA-260602-000001-7",
        "opened_at": NOW,
        "opened_by": "guardian:1",
        "request": a_request(),
        "assessment": an_assessment(),
    }
    return PreAuthorizationCase(**usual | changes)


def decided(outcome: Outcome, case: PreAuthorizationCase | None = None, **entry: Any) -> Decision | Mistake:
    return compose(case or a_case(), DecisionInput(outcome=outcome, **entry), MAKER, NOW)


def made(outcome: Outcome, case: PreAuthorizationCase | None = None, **entry: Any) -> Decision:
    decision = decided(outcome, case, **entry)
    assert isinstance(decision, Decision), decision
    return decision


def mistake(outcome: Outcome, case: PreAuthorizationCase | None = None, **entry: Any) -> tuple[str, str]:
    answer = decided(outcome, case, **entry)
    assert isinstance(answer, Mistake), answer
    return answer.field, answer.why


WHY: dict[str, Any] = {
    "reason_code": "EXC-TCM",
    "clause": "R-029",
    "explanation": "The care is traditional medicine.",
}


class TestApproval:
    def test_everything_is_approved_as_asked(self) -> None:
        decision = made(Outcome.APPROVE)

        assert [(line.item, line.description, line.asked, line.approved) for line in decision.lines] == [
            ("BED", "BED", 8_000_00, 8_000_00),
            ("DRUG", "DRUG", 10_000_00, 10_000_00),
        ]
        assert {line.verdict for line in decision.lines} == {LineVerdict.APPROVED}
        assert (decision.ceiling, decision.approved, decision.approved_days) == (18_000_00, 18_000_00, 5)
        assert decision.room_class is a_request().room_class
        assert (decision.decided_by, decision.decided_at) == (MAKER, NOW)
        assert decision.outcome is Outcome.APPROVE

    def test_what_a_person_enters_stands(self) -> None:
        decision = made(
            Outcome.APPROVE,
            ceiling=17_000_00,
            approved_days=0,
            room_class=RoomClass.OBSERVATION,
            explanation="as agreed",
            reason_code="LIMIT",
            clause="R-031",
            accumulator_version=9,
        )

        assert (decision.ceiling, decision.approved_days) == (17_000_00, 0)
        assert decision.room_class is RoomClass.OBSERVATION
        assert (decision.explanation, decision.reason_code, decision.clause) == (
            "as agreed",
            "LIMIT",
            "R-031",
        )
        assert decision.accumulator_version == 9

    @pytest.mark.parametrize(("named", "shown"), [(None, 7), (0, 0), (9, 9)])
    def test_one_that_names_no_figures_rests_on_those_that_the_case_showed(
        self, named: int | None, shown: int
    ) -> None:
        seen = replace(a_case(), accumulator_version=7)

        assert made(Outcome.APPROVE, seen, accumulator_version=named).accumulator_version == shown

    def test_the_ceiling_is_what_the_insurer_would_pay(self) -> None:
        assessment = an_assessment(
            deductible_left=10_000_00, copay=200_00, coinsurance="0.50", penalty="0.40"
        )

        assert guarantee_ceiling(18_000_00, assessment) == 2_340_00
        assert guarantee_ceiling(10_200_00, assessment) == 0
        assert guarantee_ceiling(10_200_01 + 1, assessment) == 1
        assert made(Outcome.APPROVE, a_case(assessment=assessment)).ceiling == 2_340_00

    @pytest.mark.parametrize("ceiling", [0, 18_000_00])
    def test_a_ceiling_lies_between_nothing_and_what_is_approved(self, ceiling: int) -> None:
        assert made(Outcome.APPROVE, ceiling=ceiling).ceiling == ceiling

    @pytest.mark.parametrize("ceiling", [-1, 18_000_01])
    def test_a_ceiling_outside_is_a_mistake(self, ceiling: int) -> None:
        assert mistake(Outcome.APPROVE, ceiling=ceiling) == (
            "ceiling",
            "The ceiling lies between 0.00 and the approved 18000.00 yuan.",
        )

    def test_a_request_that_was_not_assessed_cannot_be_approved(self) -> None:
        field, why = mistake(Outcome.APPROVE, a_case(assessment=None))

        assert (field, "has not been assessed" in why) == ("outcome", True)


class TestLines:
    def test_a_cut_line_is_reduced_or_excluded_with_its_reason(self) -> None:
        lines = (
            LineInput(approved=5_000_00, reason_code="LIMIT", clause="R-031"),
            LineInput(approved=0, reason_code="EXC-TCM", clause="R-029"),
        )

        decision = made(Outcome.APPROVE_IN_PART, lines=lines)

        assert [(line.verdict, line.approved, line.reason_code, line.clause) for line in decision.lines] == [
            (LineVerdict.REDUCED, 5_000_00, "LIMIT", "R-031"),
            (LineVerdict.EXCLUDED, 0, "EXC-TCM", "R-029"),
        ]
        assert decision.ceiling == 5_000_00

    @pytest.mark.parametrize("approved", [-1, 8_000_01])
    def test_a_line_is_approved_between_nothing_and_what_was_asked(self, approved: int) -> None:
        lines = (
            LineInput(approved=approved, reason_code="LIMIT", clause="R-031"),
            LineInput(approved=10_000_00),
        )

        assert mistake(Outcome.APPROVE_IN_PART, lines=lines) == (
            "lines.0.approved",
            "Between 0.00 and the asked 8000.00 yuan can be approved.",
        )

    @pytest.mark.parametrize("given", [{"reason_code": "LIMIT"}, {"clause": "R-031"}, {}])
    def test_a_cut_needs_its_reason_and_its_clause(self, given: dict[str, Any]) -> None:
        lines = (LineInput(approved=8_000_00), LineInput(approved=9_999_99, **given))

        assert mistake(Outcome.APPROVE_IN_PART, lines=lines) == (
            "lines.1.reason_code",
            "A cut line needs a reason code and the clause behind it.",
        )

    def test_every_item_is_decided(self) -> None:
        assert mistake(Outcome.APPROVE, lines=(LineInput(approved=8_000_00),)) == (
            "lines",
            "The estimate has 2 items; 1 lines were decided.",
        )

    def test_an_approval_in_full_cuts_nothing(self) -> None:
        lines = (LineInput(approved=8_000_00), LineInput(approved=1, reason_code="LIMIT", clause="R-031"))

        assert mistake(Outcome.APPROVE, lines=lines) == (
            "outcome",
            "The decision approves in full but cuts a line; choose the outcome that fits the lines.",
        )

    def test_an_approval_in_part_cuts_something(self) -> None:
        assert mistake(Outcome.APPROVE_IN_PART) == (
            "outcome",
            "The decision approves in part but cuts no line; choose the outcome that fits the lines.",
        )

    def test_an_approval_of_nothing_is_a_decline(self) -> None:
        cut = LineInput(approved=0, reason_code="LIMIT", clause="R-031")

        field, why = mistake(Outcome.APPROVE_IN_PART, lines=(cut, cut))

        assert field == "lines"
        assert why.startswith("Nothing is approved")


class TestOverruling:
    BLOCKED = an_assessment(
        findings=(
            Finding(code="EXC-TCM", weight=Weight.BLOCKS, clause="R-029"),
            Finding(code="EXC-TCM", weight=Weight.BLOCKS, clause="R-029"),
            Finding(code="LEVEL", weight=Weight.BLOCKS, clause="R-042"),
            Finding(code="LIMIT", weight=Weight.REFERS, clause="A-29"),
        )
    )

    def test_whoever_approves_against_a_plain_clause_says_why(self) -> None:
        case = a_case(assessment=self.BLOCKED)

        assert mistake(Outcome.APPROVE, case, explanation="  ") == (
            "explanation",
            "The rules found EXC-TCM (R-029), LEVEL (R-042): say why it is approved all the same.",
        )
        assert made(Outcome.APPROVE, case, explanation="It is a western drug.").ceiling == 18_000_00

    def test_a_line_cut_for_the_same_reason_answers_it(self) -> None:
        cut = LineInput(approved=0, reason_code="EXC-TCM", clause="R-029")

        field, why = mistake(
            Outcome.APPROVE_IN_PART,
            a_case(assessment=self.BLOCKED),
            lines=(LineInput(approved=8_000_00), cut),
        )

        assert field == "explanation"
        assert "EXC-TCM" not in why

    def test_what_only_refers_needs_no_word(self) -> None:
        refers = an_assessment(findings=self.BLOCKED.findings[-1:])

        assert made(Outcome.APPROVE, a_case(assessment=refers)).explanation == ""


class TestDecline:
    def test_a_decline_says_what_it_rests_on(self) -> None:
        decision = made(Outcome.DECLINE, **WHY)

        assert (decision.reason_code, decision.clause, decision.explanation) == tuple(WHY.values())
        assert (decision.outcome, decision.ceiling, decision.lines) == (Outcome.DECLINE, 0, ())
        assert (decision.decided_by, decision.decided_at) == (MAKER, NOW)

    @pytest.mark.parametrize(
        ("left_out", "why"),
        [
            ("reason_code", "A decline needs a reason code."),
            ("clause", "A decline cites the clause that it rests on."),
            ("explanation", "A decline explains in plain words how the fact meets the clause."),
        ],
    )
    def test_a_decline_without_one_of_them_is_a_mistake(self, left_out: str, why: str) -> None:
        assert mistake(Outcome.DECLINE, **{**WHY, left_out: ""}) == (left_out, why)
        if left_out != "reason_code":
            assert mistake(Outcome.DECLINE, **{**WHY, left_out: " "}) == (left_out, why)

    @pytest.mark.parametrize("code", sorted(AMBIGUOUS_CODES))
    def test_an_ambiguous_clause_never_declines_alone(self, code: str) -> None:
        field, why = mistake(Outcome.DECLINE, **{**WHY, "reason_code": code})

        assert field == "reason_code"
        assert why == f"{code} rests on an ambiguous clause and cannot carry a decline alone (L-12)."


def test_a_redirect_names_a_network_hospital() -> None:
    assert mistake(Outcome.REDIRECT) == (
        "network_hospitals",
        "Name at least one network hospital to go to (R-085).",
    )
    assert made(Outcome.REDIRECT, network_hospitals=("MH-WOMEN",)).network_hospitals == ("MH-WOMEN",)


def a_guaranteed_case(**changes: Any) -> PreAuthorizationCase:
    """A letter of 10,000 yuan for five days in the second half of June."""
    version = GuaranteeVersion(
        ordinal=1,
        change=GuaranteeVersionKind.INITIAL,
        ceiling=10_000_00,
        approved_days=5,
        room_class=RoomClass.STANDARD_SINGLE,
        valid_from=FIRST,
        valid_until=LAST,
        issued_at=NOW,
        decided_by=MAKER,
    )
    letter = Guarantee(root="GOP-1", status=GuaranteeStatus.VALID, versions=(version,))
    return a_case(guarantee=letter, **changes)


ASKED = Amendment(ordinal=1, asked_by="desk:1", asked_at=NOW)


def answered(
    asked: Amendment = ASKED, case: PreAuthorizationCase | None = None, on: str = "2026-06-20", **entry: Any
) -> AmendmentDecision | Mistake:
    given = AmendmentInput(**{"approve": True} | entry)
    return compose_amendment(case or a_guaranteed_case(), asked, given, MAKER, moment(on))


def figures(answer: AmendmentDecision | Mistake) -> tuple[int, int, date | None]:
    assert isinstance(answer, AmendmentDecision), answer
    return answer.ceiling, answer.approved_days, answer.valid_until


class TestAmendment:
    def test_what_nobody_names_stays_as_it_is(self) -> None:
        answer = answered()

        assert figures(answer) == (10_000_00, 5, LAST)
        assert isinstance(answer, AmendmentDecision)
        assert (answer.approve, answer.decided_by, answer.decided_at) == (True, MAKER, moment("2026-06-20"))

    def test_what_was_asked_is_taken(self) -> None:
        asked = replace(ASKED, ceiling=15_000_00, approved_days=9, valid_until=date(2026, 7, 5))

        assert figures(answered(asked)) == (15_000_00, 9, date(2026, 7, 5))

    def test_what_a_person_enters_comes_first(self) -> None:
        asked = replace(ASKED, ceiling=15_000_00, approved_days=9, valid_until=date(2026, 7, 5))
        entered: dict[str, Any] = {"ceiling": 0, "approved_days": 7, "valid_until": date(2026, 7, 1)}

        assert figures(answered(asked, **entered)) == (0, 7, date(2026, 7, 1))

    def test_a_decline_leaves_the_ceiling(self) -> None:
        asked = replace(ASKED, ceiling=15_000_00)

        answer = answered(asked, approve=False, reason_code="LIMIT", explanation="Nothing is left.")

        assert figures(answer)[0] == 10_000_00
        assert isinstance(answer, AmendmentDecision)
        assert (answer.reason_code, answer.explanation) == ("LIMIT", "Nothing is left.")

    @pytest.mark.parametrize("given", [{"reason_code": "LIMIT"}, {"explanation": "Why."}])
    def test_a_decline_needs_reason_and_explanation(self, given: dict[str, Any]) -> None:
        assert answered(approve=False, **given) == Mistake(
            "reason_code", "A declined amendment needs a reason code and an explanation."
        )

    def test_a_ceiling_below_nothing_is_a_mistake(self) -> None:
        assert answered(ceiling=-1) == Mistake("ceiling", "The ceiling is 0.00 or more.")

    def test_a_letter_cannot_end_before_it_begins(self) -> None:
        assert figures(answered(valid_until=FIRST, on="2026-06-10"))[2] == FIRST
        assert answered(valid_until=date(2026, 6, 14), on="2026-06-10") == Mistake(
            "valid_until", "The letter holds from 2026-06-15; it cannot end before."
        )

    def test_a_day_that_has_passed_is_not_promised(self) -> None:
        assert figures(answered(valid_until=date(2026, 6, 20)))[2] == date(2026, 6, 20)
        assert answered(valid_until=date(2026, 6, 19)) == Mistake(
            "valid_until", "2026-06-19 has passed meanwhile; name today or a later day."
        )

    def test_a_decline_may_come_after_the_last_day(self) -> None:
        answer = answered(on="2026-07-10", approve=False, reason_code="LIMIT", explanation="It is over.")

        assert figures(answer)[2] == LAST

    def test_nothing_is_promised_beyond_the_policy(self) -> None:
        assert figures(answered(valid_until=COVERED_UNTIL))[2] == COVERED_UNTIL
        assert answered(valid_until=date(2027, 3, 1)) == Mistake(
            "valid_until", "The policy ends on 2027-02-28; nothing is promised beyond it."
        )
        unbounded = a_guaranteed_case(assessment=an_assessment(covered_until=None))
        assert figures(answered(case=unbounded, valid_until=date(2027, 3, 1)))[2] == date(2027, 3, 1)

    def test_a_case_without_a_letter_has_nothing_to_amend(self) -> None:
        assert answered(case=a_case()) == Mistake("approve", "No guarantee letter stands on this case.")


def test_the_authority_is_measured_on_what_the_lines_approve() -> None:
    request = a_request(items=(item("BED", 1), item("DRUG", 2), item("LAB", 4)))
    lines = (
        LineInput(approved=1_00),
        LineInput(approved=0, reason_code="LIMIT", clause="R-031"),
        LineInput(approved=4_00),
    )

    assert made(Outcome.APPROVE_IN_PART, a_case(request=request), lines=lines).approved == 5_00
