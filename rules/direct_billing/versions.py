"""Versions of a bill compared: what is new, gone or changed; what was ruled on the rest stands."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.direct_billing.values import BillLine, LineRuling


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Line ids by what became of them, in the order of the new bill; ``removed`` in that of the old one."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def compare(before: Sequence[BillLine], after: Sequence[BillLine]) -> Comparison:
    """What a new version of a bill changed; the first version adds all its lines."""
    old = {line.line_id: line for line in before}
    new = {line.line_id: line for line in after}
    return Comparison(
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        changed=tuple(key for key, line in new.items() if key in old and old[key] != line),
        unchanged=tuple(key for key, line in new.items() if old.get(key) == line),
    )


def line_digest(line: BillLine) -> str:
    """A short print of all that a charge says: another amount, item or price is another print."""
    said = "\0".join(
        str(part)
        for part in (
            line.item,
            line.description,
            line.amount,
            line.quantity,
            line.unit_price,
            line.invoice,
            line.doctor_level,
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def standing_rulings(rulings: Sequence[LineRuling], lines: Sequence[BillLine]) -> tuple[LineRuling, ...]:
    """The rulings that still fit: their charge is on the bill as it was when it was ruled on."""
    prints = {line.line_id: line_digest(line) for line in lines}
    fresh = (
        ruling if ruling.digest else replace(ruling, digest=prints.get(ruling.line_id, ""))
        for ruling in rulings
    )
    return tuple(each for each in fresh if each.digest and prints.get(each.line_id) == each.digest)
