"""What a hospital says to its letter of guarantee, as it is sent; with an example of each."""

from typing import Any, Literal

from rules.permissions import Action
from web.api.bodies.act_body import ActBody, Papers
from web.api.bodies.fields import Code, Words
from workflows import messages_letters as messages


class AcknowledgeLetterBody(ActBody):
    """Say that the hospital has this version of the letter and goes by it; saying it again is harmless."""

    action: Literal[Action.ACKNOWLEDGE_LETTER]
    letter: Code

    def message(self, _papers: Papers) -> messages.AcknowledgeLetter:
        return messages.AcknowledgeLetter(letter=self.letter)


class DeclineLetterBody(ActBody):
    """Say that the hospital does not treat on this version of the letter; the promise itself stands."""

    action: Literal[Action.DECLINE_LETTER]
    letter: Code
    reason: Words

    def message(self, _papers: Papers) -> messages.DeclineLetter:
        return messages.DeclineLetter(letter=self.letter, reason=self.reason)


LetterAct = AcknowledgeLetterBody | DeclineLetterBody

LETTER_ACTS: dict[Action, dict[str, Any]] = {
    Action.ACKNOWLEDGE_LETTER: {"letter": "GOP-20261205-000007-V1"},
    Action.DECLINE_LETTER: {
        "letter": "GOP-20261205-000007-V1",
        "reason": "The ward has no bed of the class that the letter names.",
    },
}
"""An example of each act."""
