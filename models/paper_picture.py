"""How a page of a document looks, to find it again."""

from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Column, Field, SQLModel


class PaperPicture(SQLModel, table=True):
    """A perceptual hash; ``bands`` are parts of it, by which near ones are found."""

    __tablename__ = "paper_picture"
    __table_args__ = (Index("ix_paper_picture_bands", "bands", postgresql_using="gin"),)

    document_id: UUID = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    page: int = Field(primary_key=True)
    hash: str
    bands: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
