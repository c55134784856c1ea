"""The company that carries the risk."""

from sqlmodel import Field, SQLModel

from models import columns as columns


class Insurer(SQLModel, table=True):
    """保险人."""

    __tablename__ = "insurer"

    code: str = Field(primary_key=True)
    name: str
    name_en: str | None = None
    hotline: str | None = None
