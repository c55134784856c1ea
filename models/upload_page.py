"""A page of a file that was sent in."""

from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger
from sqlmodel import Field, SQLModel


class UploadPage(SQLModel, table=True):
    """What a page says by itself, for readers and searches; goes when its file is erased.

    A photograph says nothing before somebody reads it. Its picture is the object at ``object_key``, drawn
    when it is first looked at.
    """

    __tablename__ = "upload_page"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    upload_id: UUID = Field(primary_key=True, foreign_key="upload.id", ondelete="CASCADE")
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    body: str
    object_key: str
