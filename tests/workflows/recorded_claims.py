"""Paths of a family's claim whose histories are kept: ``python -m tests.workflows.recorded_claims NAME``."""

import sys
from collections.abc import Callable
from pathlib import Path

from commands.lived.stage import papers
from rules.deadlines import ClockKind
from rules.delays import DelayReason
from rules.reasons import ReasonCode
from rules.reimbursement.values import Stage
from rules.vocabulary import DocumentKind
from tests.workflows import family_claims as family
from tests.workflows.family_claims import (
    ADJUSTER,
    GUARDIAN,
    OTHER,
    SUPERVISOR,
    WITHOUT_RECORD,
    FamilyClaims,
    partly_covered,
)
from tests.workflows.recording import lone_clinic, record
from workflows.messages import CoSign, ExplainDelay, FlagFraud, ReleaseHold, SubmitDocuments, Withdraw
from workflows.messages_reimbursement import (
    AcceptDecision,
    CorrectAccount,
    InvestigateClaim,
    ObjectToDecision,
    RecordFindings,
    SettleCompensation,
    StateAscertained,
)

HISTORIES = Path(__file__).parent / "claim_histories"


def paid(claims: FamilyClaims) -> str:
    """Clear and small: paid with nobody deciding."""
    number = claims.open(300_00)
    claims.until(number, Stage.CLOSED)
    return number


def dormant(claims: FamilyClaims) -> str:
    """Papers come after the claim fell asleep."""
    number = claims.open(300_00, documents=WITHOUT_RECORD)
    _until_running(claims, number, ClockKind.CLAIM_SUPPLEMENT_WAIT)
    claims.skip(number, 31)
    claims.skip(number, 60)
    claims.until(number, Stage.DORMANT)
    claims.act(number, GUARDIAN, SubmitDocuments(documents=papers(DocumentKind.MEDICAL_RECORD)))
    claims.until(number, Stage.CLOSED)
    return number


def refused(claims: FamilyClaims) -> str:
    """Held, released, refused by two people, and nobody objects."""
    number = claims.open(4_000_00)
    claims.act(number, ADJUSTER, FlagFraud(reason="票据可疑"))
    claims.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    claims.act(number, ADJUSTER, family.refuse())
    claims.act(number, SUPERVISOR, CoSign())
    claims.until(number, Stage.REFUSED)
    claims.until_sent(number, "LT-REF")
    _until_running(claims, number, ClockKind.ACCEPTANCE_WAIT)
    claims.skip(number, 6)
    return number


def objected(claims: FamilyClaims) -> str:
    """Decided again by somebody else; the bank rejects the account, another one works."""
    number = claims.open(**partly_covered())
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, ObjectToDecision(reason="该药为西药"))
    claims.act(number, SUPERVISOR, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, AcceptDecision())
    claims.settle(number, "AC04")
    claims.until(number, Stage.PAY_FAILED)
    account = CorrectAccount(holder=family.HOLDER, number="6222020000000000018", bank="示例银行")
    claims.act(number, GUARDIAN, account)
    claims.until(number, Stage.AGREED)
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def silent(claims: FamilyClaims) -> str:
    """Five days without a word: the undisputed part is paid."""
    number = claims.open(**partly_covered())
    claims.act(number, OTHER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.until_sent(number, "LT-REF")
    claims.skip(number, 6)
    claims.until(number, Stage.AGREED)
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def late(claims: FamilyClaims) -> str:
    """Investigated, paid in part on day 60, decided, paid too late, and compensated."""
    number = claims.open(8_000_00)
    claims.act(number, ADJUSTER, StateAscertained(amount=1_000_00, reason="药费已核实"))
    claims.act(number, ADJUSTER, InvestigateClaim(scope="向医院核实就诊记录及票据"))
    claims.act(number, SUPERVISOR, CoSign())
    claims.act(number, ADJUSTER, RecordFindings(findings="就诊属实"))
    claims.skip(number, 61)
    claims.settle(number)
    claims.clinic.wait_until(
        lambda: claims.look(number).payouts[0].paid_at is not None, "the interim payment"
    )
    claims.act(number, ADJUSTER, ExplainDelay(reason=DelayReason.HOSPITAL, explanation="等待医院答复"))
    claims.act(number, ADJUSTER, family.pay())
    claims.until(number, Stage.AGREED)
    claims.settle(number, days=40)
    claims.until(number, Stage.PAID)
    claims.act(number, SUPERVISOR, SettleCompensation(approve=True, reason="逾期支付"))
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def withdrawn(claims: FamilyClaims) -> str:
    """The family takes its claim back."""
    number = claims.open(4_000_00)
    claims.act(number, GUARDIAN, Withdraw(reason="另行处理"))
    return number


def _until_running(claims: FamilyClaims, number: str, kind: ClockKind) -> None:
    claims.clinic.wait_until(lambda: claims.look(number).clock(kind) is not None, f"{kind} of {number}")


PATHS: tuple[Callable[[FamilyClaims], str], ...] = (
    paid,
    dormant,
    refused,
    objected,
    silent,
    late,
    withdrawn,
)


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic:
        record(clinic, FamilyClaims(clinic), PATHS, HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
