"""What only a hospital advance shows: its statement, its refund, and for staff what it rests on."""

from typing import Any

from models.case import Case
from rules.advances.vocabulary import MovementKind
from rules.any_case import AnyCase
from stores.casework.case_records import CaseRecord
from web.access import Caller
from web.api.views import advance_views as views

_OF_HOSPITALS = frozenset({MovementKind.PROMISED, MovementKind.WITHDRAWN, MovementKind.PAID})


def fields(record: CaseRecord, _state: AnyCase | None, caller: Caller) -> dict[str, Any]:
    """Fields of the case's view; every step of an advance is on record before it is answered."""
    seen = advance_of(record.seen.row)
    hidden: dict[str, Any] = {} if caller.is_staff else {"obstacles": (), "ceiling": None}
    hidden["statement"] = statement_told(seen.statement, caller)
    if caller.hospital_code:
        hidden["refund"] = None
    return {"advance": seen.model_copy(update=hidden)}


def statement_told(statement: views.AdvanceStatementView, caller: Caller) -> views.AdvanceStatementView:
    """The statement; to a hospital what it was promised and paid, and nothing of what became of it after."""
    if caller.hospital_code is None:
        return statement
    own = tuple(each for each in statement.movements if each.kind in _OF_HOSPITALS)
    kept = dict.fromkeys(("consumed", "refunded", "waived", "open"))
    return statement.model_copy(update={"movements": own, **kept})


def staff_fields(row: Case, _state: AnyCase | None) -> dict[str, Any]:
    """Fields that only staff see."""
    return {
        "reserved": row.view.get("reserved", 0),
        "accumulator_version": row.view.get("accumulator_version", 0),
    }


def advance_of(row: Case) -> views.AdvanceView:
    """An advance as it is on record."""
    seen = row.view
    return views.AdvanceView(
        statement=views.AdvanceStatementView(
            **seen["statement"],
            movements=tuple(views.MovementView.model_validate(each) for each in seen["movements"]),
        ),
        provider=seen["provider"],
        rejected_with=seen["rejected_with"],
        obstacles=tuple(seen["obstacles"]),
        ceiling=seen["ceiling"],
        missing_at_discharge=tuple(seen["missing_at_discharge"]),
        discharge_on=seen["discharge_on"],
        claim=seen["claim"],
        preauthorization=seen["preauthorization"],
        refund=views.RefundView.model_validate(seen["refund"]) if seen["refund"] else None,
    )
