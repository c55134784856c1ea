"""The link by which a hospital answers a guarantee letter from its mail: one a delivery, kept as a hash."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.case import Case
from models.letter import Letter
from models.letter_delivery import LetterDelivery
from rules.vocabulary import DeliveryChannel, LetterAnswer, RecipientRole
from stores.papers.letters import get
from stores.papers.verified_letters import Standing, VerifiedLetter, of_letter

ANSWERED_BY_MAIL = frozenset({"LT-GOP", "LT-GOP-AMD"})
"""Letters that carry a promise: the others want no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """What stands behind a link: the letter as anyone may see it, and whose it is to answer."""

    case_number: str
    hospital_code: str
    version: int
    """Of the case, as it is on record."""
    letter: VerifiedLetter
    answer: LetterAnswer | None
    answered_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether the hospital may answer by this link."""
        return self.answer is None and self.letter.standing is Standing.VALID


def token_of(secret: str, delivery: LetterDelivery) -> str:
    """The token of a delivery: the same in each of its attempts, and not to be guessed (256 bits)."""
    said = f"answer/{delivery.letter_number}/{delivery.recipient_hash}"
    return hmac.digest(secret.encode(), said.encode(), hashlib.sha256).hex()


def hash_of(token: str) -> str:
    """A token as it is kept: not to be read back."""
    return hashlib.sha256(token.encode()).hexdigest()


def with_link(delivery: LetterDelivery, code: str, secret: str) -> LetterDelivery:
    """The delivery; where it is the mail of a promise to the hospital itself, with the hash of its token."""
    by_mail = delivery.channel is DeliveryChannel.EMAIL
    if by_mail and delivery.recipient_role is RecipientRole.HOSPITAL and code in ANSWERED_BY_MAIL:
        delivery.answer_hash = hash_of(token_of(secret, delivery))
    return delivery


def find(session: Session, token: str, now: datetime) -> Answerable | None:
    """What stands behind a link; None for one that we never sent. ``now`` is the wall clock."""
    found = session.exec(
        select(Letter.number, Case)
        .join(LetterDelivery, col(LetterDelivery.letter_number) == col(Letter.number))
        .join(Case, col(Case.case_number) == col(Letter.case_number))
        .where(LetterDelivery.answer_hash == hash_of(token))
    ).one_or_none()
    if found is None or found[1].hospital_code is None:
        return None
    number, case = found
    letter = get(session, number)
    return Answerable(
        case_number=case.case_number,
        hospital_code=case.hospital_code or "",
        version=case.view["version"],
        letter=of_letter(session, letter, now),
        answer=letter.answer,
        answered_at=letter.answered_at,
    )
