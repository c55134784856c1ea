"""Letters that say what was determined: benefit statement, refusal, reconsideration, remittance."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import ClassVar

from letters.kinds.care import Reason
from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.parties import Member, PolicyReference
from rules.vocabulary import EncounterType, Process


class Finding(StrEnum):
    """How much of what was asked for a decision grants."""

    WHOLE = "WHOLE"
    PART = "PART"
    NOTHING = "NOTHING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The care that was billed; ``until_on`` for a stay. ``billed`` in fen."""

    hospital: str
    encounter: EncounterType
    on: date
    billed: int
    hospital_english: str = ""
    until_on: date | None = None
    bills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """From the bill to the benefit, each step in fen; ValueError where the steps do not add up."""

    billed: int
    not_covered: int = 0
    other_payers: int = 0
    deductible: int = 0
    copay: int = 0
    coinsurance: int = 0
    penalty: int = 0
    over_limit: int = 0
    payable: int

    def __post_init__(self) -> None:
        steps = [field.name for field in fields(self) if field.name not in {"billed", "payable"}]
        taken = sum(getattr(self, step) for step in steps)
        if self.billed - taken != self.payable:
            raise ValueError(
                f"billed {self.billed} less {taken} is {self.billed - taken}, not payable {self.payable}"
            )

    @property
    def family(self) -> int:
        """What neither the insurer nor another payer bears."""
        return self.billed - self.other_payers - self.payable


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One charge; a reason where not all of it is covered. Fen."""

    item: str
    billed: int
    covered: int
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """One charge refused: the amount in fen, the reason, the paper that shows the fact."""

    item: str
    amount: int
    reason: Reason
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLetter(Letter):
    """A letter about a member's policy."""

    insured: Member
    policy: PolicyReference


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitStatement(MemberLetter):
    """LT-EOB: what was billed, what is paid and why.

    ``agree_by`` asks for the family's agreement to a claim paid in part; ``visit_number`` is the place on
    the counter of full-pay visits; ``remaining`` is what is left of the limit, in fen.
    """

    code: ClassVar[LetterCode] = LetterCode.BENEFIT_STATEMENT

    process: Process
    visit: Visit
    decided_on: date
    lines: tuple[StatementLine, ...]
    calculation: Calculation
    visit_number: int | None = None
    remaining: int | None = None
    agree_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalNotice(MemberLetter):
    """LT-REF: the written refusal of insurance law article 24, within three days (L-07, domain 7.2).

    ``highlighted`` says where and when the clause was pointed out and explained (L-11).
    """

    code: ClassVar[LetterCode] = LetterCode.REFUSAL

    visit: Visit
    applied_on: date
    complete_on: date
    determined_on: date
    finding: Finding
    claimed: int
    paid: int
    refused: tuple[RefusedLine, ...]
    explanation: str
    highlighted: str
    would_change: tuple[str, ...] = ()
    handled_by: str
    reviewed_by: str

    def __post_init__(self) -> None:
        Letter.__post_init__(self)
        if self.claimed - self.paid != self.refused_amount:
            raise ValueError(
                f"{self.number}: claimed {self.claimed} less paid {self.paid} is not the sum of the "
                f"refused lines, {self.refused_amount}"
            )

    @property
    def refused_amount(self) -> int:
        """The sum of the refused lines in fen."""
        return sum(line.amount for line in self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconsiderationOutcome(MemberLetter):
    """LT-RECON: another person decided again; amounts payable before and now in fen."""

    code: ClassVar[LetterCode] = LetterCode.RECONSIDERATION

    requested_on: date
    decided_on: date
    before: int
    now: int
    explanation: str
    clause: str = ""
    decided_by: str

    @property
    def changed(self) -> bool:
        """Whether the first decision was changed."""
        return self.before != self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceLine:
    """One bill of a remittance; fen."""

    case_number: str
    bill: str
    billed: int
    paid: int
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance(Letter):
    """LT-REM: to the hospital, what a payment is for. ``account`` shows its last four digits."""

    code: ClassVar[LetterCode] = LetterCode.REMITTANCE

    paid_on: date
    payment_reference: str
    account: str
    lines: tuple[RemittanceLine, ...]
    objections_until: date

    @property
    def total(self) -> int:
        """What was paid in fen."""
        return sum(line.paid for line in self.lines)
