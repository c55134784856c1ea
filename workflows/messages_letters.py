"""What a hospital says to its letter of guarantee, and staff to what was read off a paper."""

from dataclasses import dataclass
from typing import Literal

from rules.findings.confirmed import ConfirmedField
from rules.findings.reading import PaperKind
from rules.permissions import Action
from rules.vocabulary import AnswerWay


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeLetter:
    """The hospital has the letter and goes by it; ``letter`` is its number with the version."""

    action: Literal[Action.ACKNOWLEDGE_LETTER] = Action.ACKNOWLEDGE_LETTER
    letter: str
    way: AnswerWay = AnswerWay.PORTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineLetter:
    """The hospital does not treat on this letter; ``letter`` is its number with the version."""

    action: Literal[Action.DECLINE_LETTER] = Action.DECLINE_LETTER
    letter: str
    reason: str
    way: AnswerWay = AnswerWay.PORTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReading:
    """What a machine read off a paper is so, or is otherwise; ``kind`` is None where it is not spoken of.

    ``from_page``: the paper of the file that begins there; 0 for the first one.
    """

    action: Literal[Action.CONFIRM_READING] = Action.CONFIRM_READING
    document_id: str
    kind: PaperKind | None = None
    fields: tuple[ConfirmedField, ...] = ()
    from_page: int = 0


LetterAct = AcknowledgeLetter | DeclineLetter
