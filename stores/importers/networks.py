"""Which hospitals belong to which network list, and from when to when."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlmodel import Session

from models.hospital import Hospital
from models.network_membership import NetworkMembership
from rules.vocabulary import Benefit, NetworkKind
from stores.csv_files import CellError, Column, Row, a_date, one_of
from stores.importers.upsert import Outcome, upsert

KINDS = {
    "网络": NetworkKind.NETWORK,
    "直付": NetworkKind.DIRECT_BILLING,
    "垫付": NetworkKind.ADVANCE_PROVIDER,
}


class Networks:
    """One row a membership; it is ended by a later file that gives its last day."""

    columns: ClassVar[Sequence[Column]] = (
        Column("hospital_code", "医院编码", required=True),
        Column("network_list", "网络清单", required=True),
        Column("benefit", "责任", one_of(Benefit)),
        Column("kind", "类型", one_of(NetworkKind, KINDS), required=True),
        Column("from_on", "起始日", a_date, required=True),
        Column("to_on", "终止日", a_date),
    )
    key: ClassVar[Sequence[str]] = ("hospital_code", "network_list", "benefit", "kind", "from_on")
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {
        "ck_network_membership_period_order": ("to_on", "is before from_on"),
        "ex_network_membership_period": (
            "from_on",
            "overlaps a period of the same membership: end the earlier one first",
        ),
    }

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep a membership of a hospital that is known."""
        if self.session.get(Hospital, row.cells["hospital_code"]) is None:
            code = row.cells["hospital_code"]
            raise CellError("hospital_code", f"{code!r} is no known hospital: import hospitals first")
        key = {name: row.cells.get(name) for name in self.key}
        values = {"to_on": row.cells["to_on"]} if "to_on" in row.cells else {}
        return upsert(self.session, NetworkMembership, key, values)[1]
