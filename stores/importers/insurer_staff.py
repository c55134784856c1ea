"""Which people and teams work for some insurers only."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlmodel import Session, delete, select

from models.insurer import Insurer
from models.works_for import WorksFor
from rules.vocabulary import InsurerStaff
from stores.csv_files import CellError, Column, Row, one_of, several
from stores.importers.upsert import Outcome

KINDS = {"个人": InsurerStaff.PERSON, "团队": InsurerStaff.TEAM}


class InsurersStaff:
    """One row a person (by account) or team; its insurers replace those held, none stands for all."""

    columns: ClassVar[Sequence[Column]] = (
        Column("kind", "类型", one_of(InsurerStaff, KINDS), required=True),
        Column("subject", "对象", required=True),
        Column("insurers", "保险人", several, empty=list),
    )
    key: ClassVar[Sequence[str]] = ("kind", "subject")
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep exactly the insurers of the row."""
        kind, subject = row.cells["kind"], row.cells["subject"]
        codes = set(row.cells.get("insurers") or ())
        for code in sorted(codes):
            if self.session.get(Insurer, code) is None:
                raise CellError("insurers", f"{code!r} is no known insurer")
        own = (WorksFor.kind == kind, WorksFor.subject == subject)
        held = set(self.session.exec(select(WorksFor.insurer_code).where(*own)))
        if held == codes:
            return Outcome.UNCHANGED
        self.session.exec(delete(WorksFor).where(*own))
        self.session.add_all(WorksFor(kind=kind, subject=subject, insurer_code=code) for code in codes)
        self.session.flush()
        return Outcome.UPDATED if held else Outcome.ADDED
