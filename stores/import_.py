"""Takes over what others keep: hospitals, networks, members, policies and staff from CSV files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from stores.csv_files import BadFileError, CellError, Column, Fault, Row, read
from stores.importers.calendar_uses import CalendarUses
from stores.importers.hospitals import Hospitals
from stores.importers.insurer_staff import InsurersStaff
from stores.importers.members import Members
from stores.importers.networks import Networks
from stores.importers.policies import Policies, odd_period
from stores.importers.staff import StaffMembers
from stores.importers.upsert import Outcome


class Importer(Protocol):
    """What one kind of file holds and how a row of it is kept."""

    columns: ClassVar[Sequence[Column]]
    key: ClassVar[Sequence[str]]
    """Columns that identify a row: a second import of the same key updates it."""
    refusals: ClassVar[Mapping[str, tuple[str, str]]]
    """Column and reason by the name of the constraint that a row can break."""

    def __init__(self, session: Session) -> None: ...

    def take(self, row: Row) -> Outcome:
        """Keep a row; CellError where it refers to what is not there or contradicts itself."""


IMPORTERS: dict[str, type[Importer]] = {
    "hospitals": Hospitals,
    "networks": Networks,
    "members": Members,
    "policies": Policies,
    "staff": StaffMembers,
    "calendars": CalendarUses,
    "insurer-staff": InsurersStaff,
}


DOUBTS: dict[str, Callable[[Row], Iterator[Fault]]] = {"policies": odd_period}
"""What looks wrong in a row that is kept all the same."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did, in rows; ``doubts`` are about rows that were kept."""

    added: int
    updated: int
    unchanged: int
    doubts: tuple[Fault, ...] = ()


def import_rows(session: Session, kind: str, content: bytes) -> Summary:
    """Keep every row of a CSV file, or none.

    BadFileError names each bad row; nothing is kept if the caller lets it undo the session's transaction.
    """
    importer = IMPORTERS[kind](session)
    rows, faults = read(content, importer.columns, importer.key)
    outcomes = []
    for row in rows:
        try:
            with session.begin_nested():
                outcomes.append(importer.take(row))
        except CellError as error:
            faults.append(Fault(row.line, error.column, str(error)))
        except IntegrityError as error:
            faults.append(_refused(importer, row, error))
    if faults:
        raise BadFileError(sorted(faults, key=lambda fault: fault.line))
    doubts = tuple(doubt for row in rows for doubt in DOUBTS[kind](row)) if kind in DOUBTS else ()
    added, updated, unchanged = (outcomes.count(outcome) for outcome in Outcome)
    return Summary(added, updated, unchanged, doubts)


def _refused(importer: Importer, row: Row, error: IntegrityError) -> Fault:
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or "unknown"
    column, reason = importer.refusals.get(constraint, ("", f"the database refuses it ({constraint})"))
    return Fault(row.line, column, reason)
