"""What is asked of the store of adjudications, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rules.adjudication.claim import Claim
from rules.adjudication.holding import Hold
from rules.adjudication.result import AdjudicationResult
from rules.reasons import ReasonCode
from rules.roles import Actor
from rules.vocabulary import DecisionOutcome
from stores.casework.cases import key_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimToJudge:
    """A claim of a case, who brings it to a decision, and when; ``key`` names the decision for ever.

    ``case_version`` and ``stage`` are those of the case with this decision. ``seen_version`` is the version
    of the policy year that a person saw. ``interim`` leaves what is not drawn in the reserve of the stay.
    ``authorized_by`` are the pre-authorizations whose letters the claim bills. ``refused_for`` is a person's
    refusal: nothing is posted. ``wants_person`` holds what no person brings.
    """

    case_number: str
    case_version: int
    stage: str
    policy_id: UUID
    episode_id: UUID | None
    claim: Claim
    actor: Actor
    at: datetime
    key: str
    co_signed_by: str | None = None
    seen_version: int | None = None
    interim: bool = False
    authorized_by: tuple[str, ...] = ()
    refused_for: ReasonCode | None = None
    wants_person: bool = False

    @property
    def decision_id(self) -> UUID:
        """The decision that this key makes."""
        return key_id(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated:
    """A claim that was judged and recorded; PAY and PAY_ZERO were posted, anything else moved nothing.

    ``hold`` says why nothing was posted. ``accumulator_version`` is the policy year's before the posting,
    none where no year is open. ``record`` is the whole adjudication, to be run again.
    """

    decision_id: UUID
    outcome: DecisionOutcome
    hold: Hold | None
    accumulator_version: int | None
    record: Mapping[str, Any]

    @property
    def posted(self) -> bool:
        """Whether the ledger moved."""
        return self.hold is None

    @property
    def payable(self) -> int:
        """Fen that the insurer pays, or for what is held would pay."""
        return int(self.record["result"]["amounts"]["payable"])


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMoved:
    """The policy year is not as the person saw it; ``result`` is what the claim comes to now, unrecorded."""

    seen_version: int
    version: int
    result: AdjudicationResult


@dataclass(frozen=True, slots=True)
class AlreadySettled:
    """Another decision settled this case and stands: reopen the case first."""

    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseToReopen:
    """A settled case whose money is to be taken back whole; ``key`` names the reopening for ever.

    ``hold_for`` are the cases for which the stay is to hold again what it held before the settlement; none:
    what was released stays released.
    """

    case_number: str
    case_version: int
    stage: str
    actor: Actor
    at: datetime
    key: str
    reason_code: str = ""
    hold_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """Fen given back to the limits, and the cases settled later in the same year: not re-tiered (A-50).

    ``held_again``: fen that its stay holds once more; None where nothing was to be held again.
    """

    given_back: int
    decisions: tuple[UUID, ...]
    later_cases: tuple[str, ...]
    held_again: int | None = None


@dataclass(frozen=True, slots=True)
class NothingToReopen:
    """No settlement of this case stands."""
