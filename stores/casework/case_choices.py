"""What open cases can be narrowed to: processes, persons, teams and hospitals that have any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from stores.casework.case_filter import NOBODY
from stores.clocks.clock_sql import rows, statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that cases can be narrowed to, what people call it, and how many cases have it."""

    value: str
    name: str
    name_en: str
    cases: int


_FACETS = statement("board_facets", "board_scope")


def read(session: Session, own_team: str | None) -> dict[str, tuple[Choice, ...]]:
    """By process, person, team and hospital; of one team where it is the only one to be seen."""
    return _choices(rows(session, _FACETS, {"own_team": own_team}))


def _choices(found: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Choice, ...]]:
    choices: dict[str, list[Choice]] = {"process": [], "person": [], "team": [], "hospital": []}
    names = {"person": "person_name", "hospital": "hospital_name"}
    for row in found:
        facet = row["facet"]
        name = row[names[facet]] if facet in names else ""
        english = row["hospital_name_en"] if facet == "hospital" else ""
        name = name or row["value"]
        choices[facet].append(
            Choice(value=row["value"], name=name, name_en=english or name, cases=row["cases"])
        )
    return {
        facet: tuple(sorted(each, key=lambda choice: (choice.value == NOBODY, choice.name)))
        for facet, each in choices.items()
    }
