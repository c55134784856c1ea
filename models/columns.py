"""Column types and constraint names that every table shares."""

from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Enum
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def choice(kind: type[StrEnum], column: str) -> Enum:
    """Text that holds one of the enum's values, checked by the database as ``ck_<table>_<column>``."""
    return Enum(
        kind,
        name=column,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=_values,
    )


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def new_id() -> UUID:
    """A random identifier that says nothing about whom it names."""
    return uuid4()
