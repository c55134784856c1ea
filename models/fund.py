"""Money that claims are paid from."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models import columns as columns


class Fund(SQLModel, table=True):
    """赔款备付金: the float that an insurer keeps with us, or a provider's own account for advances.

    A transfer that names ``top_up_reference`` fills it up.
    """

    __tablename__ = "fund"
    __table_args__ = (UniqueConstraint("account_number"), UniqueConstraint("top_up_reference"))

    code: str = Field(primary_key=True)
    name: str
    account_number: str
    bank_code: str = ""
    top_up_reference: str
