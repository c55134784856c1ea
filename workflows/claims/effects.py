"""What a process with a claim asks for, and the fact that answers."""

from dataclasses import dataclass
from enum import StrEnum

from rules.adjudication.claim import Claim
from rules.reasons import ReasonCode
from rules.roles import SYSTEM, Actor


class ClaimFact(StrEnum):
    """What the system reports about a claim."""

    CLAIM_JUDGED = "CLAIM_JUDGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Effect: judge the claim and post what it takes; the answer is CLAIM_JUDGED with a `JudgeAnswer`.

    Ask for it with ``ClaimDraft.judge``: the key follows from the case and the ordinal of the judgment.
    """

    claim: Claim
    ordinal: int
    actor: Actor = SYSTEM
    co_signed_by: str = ""
    seen_version: int | None = None
    interim: bool = False
    refused_for: ReasonCode | None = None
    wants_person: bool = False
    reopen: bool = False
    hold_again: bool = False
