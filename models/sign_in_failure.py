"""A wrong password or code, so that guessing gets slow."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index
from sqlmodel import Field, SQLModel


class SignInFailure(SQLModel, table=True):
    """``subject`` is the keyed hash of an account's name, a phone number or an address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_subject", "subject", "at"),)

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    subject: str
    at: datetime
