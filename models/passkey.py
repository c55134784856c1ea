"""A key in somebody's device that answers to our address alone (WebAuthn)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class Passkey(SQLModel, table=True):
    """``credential_id`` is what the device calls it; only the public half is here.

    ``sign_count`` is what the device counted last: one that goes back was copied.
    """

    __tablename__ = "passkey"
    __table_args__ = (
        UniqueConstraint("credential_id"),
        CheckConstraint("sign_count >= 0", name="sign_count"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    credential_id: bytes = Field(sa_type=LargeBinary)
    public_key: bytes = Field(sa_type=LargeBinary)
    sign_count: int = Field(sa_type=BigInteger)
    name: str = Field(max_length=60)
    made_at: datetime
    used_at: datetime | None = None
