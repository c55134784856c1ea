"""One version of a guarantee."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import AnswerWay, GuaranteeVersionKind, GuaranteeVersionState, LetterAnswer


class GuaranteeVersion(SQLModel, table=True):
    """``ceiling`` is fen; both validity dates are inclusive. At most one version is in force.

    ``answer`` is what the hospital said to it last.
    """

    __tablename__ = "guarantee_version"
    __table_args__ = (
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint("ceiling >= 0", name="ceiling"),
        CheckConstraint("valid_until_on >= valid_from_on", name="validity_order"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(
            "uq_guarantee_version_in_force",
            "guarantee_number",
            unique=True,
            postgresql_where=text("state = 'IN_FORCE'"),
        ),
    )

    guarantee_number: str = Field(primary_key=True, foreign_key="guarantee.number")
    ordinal: int = Field(primary_key=True, sa_type=SmallInteger)
    kind: GuaranteeVersionKind = Field(sa_type=choice(GuaranteeVersionKind, "kind"))
    state: GuaranteeVersionState = Field(sa_type=choice(GuaranteeVersionState, "state"))
    ceiling: int = Field(sa_type=BigInteger)
    approved_days: int | None = Field(default=None, sa_type=SmallInteger)
    room_class: str | None = None
    valid_from_on: date
    valid_until_on: date
    made_at: datetime
    answer: LetterAnswer | None = Field(default=None, sa_type=choice(LetterAnswer, "answer"))
    answered_by: str | None = None
    answered_at: datetime | None = None
    answered_way: AnswerWay | None = Field(default=None, sa_type=choice(AnswerWay, "answered_way"))
