"""A place of care."""

from datetime import date

from sqlalchemy import ARRAY, CheckConstraint, SmallInteger, String
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import Language, Ownership


class Hospital(SQLModel, table=True):
    """医院 or clinic site. ``grade`` is 1 to 3, or none; city and hours may be unknown (domain 3.2).

    ``copay_group`` names the plan's override that applies here, ``fee_exclusions`` the fee classes
    that are not insured here (A-48). ``latitude`` and ``longitude`` are degrees, both or neither.
    """

    __tablename__ = "hospital"
    __table_args__ = (
        CheckConstraint("grade BETWEEN 1 AND 3", name="grade"),
        CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)"
            " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name="place",
        ),
    )

    code: str = Field(primary_key=True)
    brand: str
    name: str
    name_en: str | None = None
    city: str | None = None
    address: str | None = None
    ownership: Ownership = Field(sa_type=choice(Ownership, "ownership"))
    grade: int | None = Field(default=None, sa_type=SmallInteger)
    departments: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    email: str | None = None
    fax: str | None = None
    phone: str | None = None
    copay_group: str | None = None
    fee_exclusions: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    brand_closed_on: date | None = None
    hours: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def named(self, language: Language) -> str:
        """The English name in English, where there is one."""
        return self.name if language is Language.CHINESE else self.name_en or self.name
