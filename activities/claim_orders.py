"""What workflows ask about claims, and what they get back. Money in fen; every order carries ``as_of``."""

from dataclasses import dataclass
from datetime import datetime

from rules.adjudication.claim import Claim
from rules.claims.case import ClaimSubject
from rules.claims.values import JudgedClaim
from rules.reasons import ReasonCode
from rules.roles import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeOrder:
    """Judge a claim and post what it takes, once a ``key``.

    ``actor`` brings it to a decision: the system's judgment is held where a person must look. ``reopen``
    first takes back, whole, what an earlier decision of the case posted, in the same transaction; nothing
    changes where the claim is not settled anew, but for one that goes back to a person (``wants_person``).
    ``hold_again``: with that, what the earlier decision had drawn from a reserve, and freed, is held again.
    """

    case_number: str
    case_version: int
    stage: str
    subject: ClaimSubject
    claim: Claim
    actor: Actor
    key: str
    as_of: datetime
    co_signed_by: str = ""
    seen_version: int | None = None
    interim: bool = False
    refused_for: ReasonCode | None = None
    wants_person: bool = False
    reopen: bool = False
    hold_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeAnswer:
    """What came of it. ``recorded`` counts the events that it appended to the case's record.

    ``judged`` is None where nothing was recorded: the year ``moved`` since it was shown, to ``version``,
    with ``payable`` now; or another decision of the case stands (``settled_before``). ``held_again``: fen
    that the stay holds once more; None where nothing was to be held again.
    """

    judged: JudgedClaim | None
    recorded: int = 0
    moved: bool = False
    version: int = 0
    payable: int = 0
    settled_before: bool = False
    given_back: int = 0
    later_cases: tuple[str, ...] = ()
    held_again: int | None = None
