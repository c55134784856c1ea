"""The third-party administrator that runs the cases."""

from sqlmodel import Field, SQLModel

from models import columns as columns


class Tpa(SQLModel, table=True):
    """服务管理商; letters carry its name and address (R-192)."""

    __tablename__ = "tpa"

    code: str = Field(primary_key=True)
    name: str
    name_en: str | None = None
    hotline: str | None = None
    email: str | None = None
    address: str | None = None
