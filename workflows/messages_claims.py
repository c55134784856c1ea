"""What people say to a case with a claim, whatever its process."""

from dataclasses import dataclass
from typing import Literal

from rules.claims.values import ClaimDecisionInput
from rules.permissions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideClaim:
    """A decision on the claim as it was judged last."""

    action: Literal[Action.DECIDE_CLAIM] = Action.DECIDE_CLAIM
    decision: ClaimDecisionInput
