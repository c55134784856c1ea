"""A large file on its way in parts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class UnfinishedUpload(SQLModel, table=True):
    """Begun by the web and gone when its file is kept as an upload of the same id, refused or given up.

    ``store_reference`` is the object store's own name for the parts; ``size_bytes`` and ``sha256`` are what
    the sender announced, ``kind`` what it will be an upload of.
    """

    __tablename__ = "unfinished_upload"
    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    principal: str = Field(index=True)
    kind: str
    source: str
    filename: str
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: str | None = None
    object_key: str
    store_reference: str
    begun_at: datetime = Field(index=True)
