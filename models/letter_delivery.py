"""One way that a letter went to one reader."""

from datetime import datetime

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import DeliveryChannel, DeliveryState, RecipientRole


class LetterDelivery(SQLModel, table=True):
    """``address`` can be erased, ``recipient_hash`` stays.

    ``answer_hash`` is of the token in the link by which the hospital answers from this mail.
    """

    __tablename__ = "letter_delivery"
    __table_args__ = (
        UniqueConstraint("message_id"),
        UniqueConstraint("answer_hash"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("state = 'BOUNCED' OR (state = 'SENT') = (sent_at IS NOT NULL)", name="sent_at"),
    )

    letter_number: str = Field(primary_key=True, foreign_key="letter.number")
    channel: DeliveryChannel = Field(primary_key=True, sa_type=choice(DeliveryChannel, "channel"))
    recipient_hash: str = Field(primary_key=True)
    recipient_role: RecipientRole = Field(sa_type=choice(RecipientRole, "recipient_role"))
    address: str | None
    message_id: str
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=choice(DeliveryState, "state"))
    attempts: int = Field(default=0, sa_type=SmallInteger)
    last_error: str | None = None
    sent_at: datetime | None = None
    answer_hash: str | None = None
