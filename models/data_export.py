"""A package of all that is kept of a child, made for its guardian."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class DataExport(SQLModel, table=True):
    """The file is the object ``exports/<id>.zip`` until it expires and is erased (L-34, L-35)."""

    __tablename__ = "data_export"
    __table_args__ = (CheckConstraint("expires_at > made_at", name="expires_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    made_by: str
    made_at: datetime
    expires_at: datetime
    sha256: str
    erased_at: datetime | None = None

    @property
    def object_key(self) -> str:
        """Where the package is kept."""
        return f"exports/{self.id}.zip"
