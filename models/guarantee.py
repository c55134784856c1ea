"""The promise to pay that a hospital holds."""

from sqlalchemy import Sequence, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from models.columns import choice
from models.guarantee_version import GuaranteeVersion
from rules.vocabulary import GuaranteeStatus

guarantee_sequence = Sequence("guarantee_number_sequence", metadata=SQLModel.metadata)
"""Feeds the six digits of a guarantee number; gaps are allowed."""


class Guarantee(SQLModel, table=True):
    """担保函. ``number`` is the root; the letter of version n prints ``<number>-Vn`` (domain 7.1)."""

    __tablename__ = "guarantee"
    __table_args__ = (UniqueConstraint("case_number"),)

    number: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number")
    status: GuaranteeStatus = Field(default=GuaranteeStatus.VALID, sa_type=choice(GuaranteeStatus, "status"))

    versions: list[GuaranteeVersion] = Relationship(
        sa_relationship_kwargs={"lazy": "raise", "order_by": "GuaranteeVersion.ordinal"}
    )
