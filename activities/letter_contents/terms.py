"""What letters say of the money, the stay and the reasons of a decision."""

from decimal import Decimal

from activities.letter_contents.sources import PreauthorizationSources, tidy
from letters.kinds import Coded, DecidedLine, FamilyShare, ItemCeiling, NotCovered, Reason, Stay
from rules.preauthorization.decisions import guarantee_ceiling
from rules.preauthorization.values import Assessment, Decision, DecisionLine, LineVerdict
from rules.preauthorization.values import Coded as CodedValue
from rules.vocabulary import RoomClass

BILL_WITHIN_DAYS = 30
"""Calendar days that a hospital has to send its bill (domain 7.1, by contract)."""


def decision_of(sources: PreauthorizationSources) -> Decision:
    """The decision that the letter rests on."""
    if sources.case.decision is None:
        raise ValueError(f"{sources.number} speaks of a decision, and {sources.case.case_number} has none")
    return sources.case.decision


def assessment_of(sources: PreauthorizationSources) -> Assessment:
    """What the rules found."""
    if sources.case.assessment is None:
        raise ValueError(f"{sources.number} needs the assessment, and {sources.case.case_number} has none")
    return sources.case.assessment


def family_share(sources: PreauthorizationSources) -> FamilyShare:
    """Deductible, copay and shares; the sum is what they come to on the approved items (domain 3.3)."""
    judged = assessment_of(sources)
    approved = sum(line.approved for line in decision_of(sources).lines)
    return FamilyShare(
        deductible=judged.deductible_left,
        copay=judged.copay,
        coinsurance=Decimal(judged.coinsurance),
        penalty=Decimal(judged.penalty),
        estimate=approved - guarantee_ceiling(approved, judged),
    )


def stay(days: int, room_class: RoomClass) -> Stay | None:
    """The approved stay; care without a bed has none."""
    return Stay(days=days, room_class=room_class) if days else None


def decided_lines(sources: PreauthorizationSources) -> tuple[DecidedLine, ...]:
    """Every item as asked and as granted."""
    return tuple(
        DecidedLine(
            item=line_name(line),
            asked=line.asked,
            granted=line.approved,
            reason=None if line.verdict is LineVerdict.APPROVED else line_reason(line),
        )
        for line in decision_of(sources).lines
    )


def not_covered(sources: PreauthorizationSources) -> tuple[NotCovered, ...]:
    """Items that were left out as a whole."""
    return tuple(
        NotCovered(item=line_name(line), reason=line_reason(line))
        for line in decision_of(sources).lines
        if line.verdict is LineVerdict.EXCLUDED
    )


def item_ceilings(sources: PreauthorizationSources) -> tuple[ItemCeiling, ...]:
    """Items that were granted in part: the letter covers each to what was granted."""
    return tuple(
        ItemCeiling(item=line_name(line), ceiling=line.approved)
        for line in decision_of(sources).lines
        if line.verdict is LineVerdict.REDUCED
    )


def line_name(line: DecisionLine) -> str:
    """How the estimate called it."""
    return tidy(line.description) or line.item


def line_reason(line: DecisionLine) -> Reason:
    """Why less was granted than asked."""
    return Reason(code=line.reason_code, clause=tidy(line.clause))


def decision_reason(decision: Decision) -> Reason:
    """Code, clause and plain words of a decision."""
    return Reason(
        code=decision.reason_code, clause=tidy(decision.clause), explanation=tidy(decision.explanation)
    )


def coded(values: tuple[CodedValue, ...]) -> tuple[Coded, ...]:
    """Diagnoses or procedures as letters print them."""
    return tuple(Coded(name=value.name, code=value.code) for value in values)
