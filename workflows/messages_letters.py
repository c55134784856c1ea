"""What a hospital says to its letter of guarantee."""

from dataclasses import dataclass
from typing import Literal

from rules.permissions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeLetter:
    """The hospital has the letter and goes by it; ``letter`` is its number with the version."""

    action: Literal[Action.ACKNOWLEDGE_LETTER] = Action.ACKNOWLEDGE_LETTER
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineLetter:
    """The hospital does not treat on this letter; ``letter`` is its number with the version."""

    action: Literal[Action.DECLINE_LETTER] = Action.DECLINE_LETTER
    letter: str
    reason: str


LetterAct = AcknowledgeLetter | DeclineLetter
