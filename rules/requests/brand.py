"""The brand of a benefit: chosen, locked by the first visit, moved when it closes (R-047, R-049)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from rules.requests.case import RequestCase, Shown
from rules.vocabulary import Benefit, Process


class BrandState(StrEnum):
    """How firmly a policy year is bound to a brand."""

    UNSELECTED = "UNSELECTED"
    CHOSEN = "CHOSEN"
    LOCKED = "LOCKED"


def brand_state(chosen: str | None, locked: str | None) -> BrandState:
    """A choice may still change; the first visit that was attended locks."""
    if locked:
        return BrandState.LOCKED
    return BrandState.CHOSEN if chosen else BrandState.UNSELECTED


class Stage(StrEnum):
    """Where a move to another brand stands."""

    TRANSFER_REVIEW = "TRANSFER_REVIEW"
    LOCKED = "LOCKED"
    KEPT = "KEPT"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    WITHDRAWN = "WITHDRAWN"


class TransferObstacle(StrEnum):
    """Why a move is not looked at."""

    NOT_LOCKED = "NOT_LOCKED"
    BRAND_OPEN = "BRAND_OPEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandTransferCase(RequestCase):
    """One move from a brand that closed; ``locked`` is empty where none was."""

    ends: ClassVar[frozenset[str]] = frozenset(Stage) - {Stage.TRANSFER_REVIEW}

    process: Literal[Process.BRAND_TRANSFER] = Process.BRAND_TRANSFER
    stage: Stage = Stage.TRANSFER_REVIEW
    benefit: Benefit
    locked: str
    wanted: str
    closed_on: date | None = None

    def obstacle(self, today: date) -> TransferObstacle | None:
        """Only a locked brand that has closed is left (R-049)."""
        if not self.locked:
            return TransferObstacle.NOT_LOCKED
        if self.closed_on is None or self.closed_on > today:
            return TransferObstacle.BRAND_OPEN
        return None

    def shown(self) -> Shown:
        """From where to where."""
        return {
            **RequestCase.shown(self),
            "benefit": self.benefit,
            "locked": self.locked or None,
            "wanted": self.wanted,
        }
