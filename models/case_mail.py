"""A mail that brought papers for a case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.findings.mailed import MailOutcome


class CaseMail(SQLModel, table=True):
    """Kept before the sender's server hears that it arrived; the mail is the object until it was taken in.

    ``message_sha256`` is of its Message-ID. ``report`` says what became of each file, for the answer; it goes
    with ``sender`` when the mail is done.
    """

    __tablename__ = "case_mail"
    __table_args__ = (
        UniqueConstraint("address_id", "message_sha256"),
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("message_sha256 ~ '^[0-9a-f]{64}$'", name="message_sha256"),
        CheckConstraint("done_at IS NULL OR (outcome IS NOT NULL AND sender IS NULL)", name="done"),
        Index("ix_case_mail_waiting", "try_at", postgresql_where=text("done_at IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    address_id: UUID = Field(foreign_key="case_mail_address.id")
    message_sha256: str
    object_key: str
    size_bytes: int = Field(sa_type=BigInteger)
    sender: str | None = None
    received_at: datetime
    outcome: MailOutcome | None = Field(default=None, sa_type=choice(MailOutcome, "outcome"))
    report: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    files_taken: int = Field(default=0, sa_type=SmallInteger)
    files_refused: int = Field(default=0, sa_type=SmallInteger)
    tries: int = Field(default=0, sa_type=SmallInteger)
    try_at: datetime
    done_at: datetime | None = None
