"""Lines that the plan does not cover: by item, diagnosis, fee, list or count (R-025 to R-029, R-170)."""

from collections.abc import Mapping

from rules.adjudication.claim import ClaimLine
from rules.adjudication.result import EXCLUDE
from rules.adjudication.visit import Visit
from rules.catalogue.effective import Exclusion, procedure_exclusion
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

SURGERY, OUTPATIENT_SURGERY = ItemCode.SURGERY, ItemCode.OUTPATIENT_SURGERY
INPATIENT_BENEFIT = (EncounterType.INPATIENT, EncounterType.SPECIAL_OUTPATIENT)
FOUND_BY_A_PERSON = ("L-10", "L-13")
NOT_LISTED = ("R-181", "R-182", "R-170", "R-171")


def exclusions(visit: Visit) -> None:
    """Finds the excluded lines; what is left is the eligible amount."""
    benefit, claimed = visit.benefit, visit.claim.lines
    whole = _excluded_illness(visit)
    lines = visit.lines
    if not (whole or benefit.parts or visit.excluded):
        lines = _lines_to_look_at(visit)
    for number in lines:
        found = visit.excluded.get(number) or whole or _excluded_line(visit, claimed[number])
        if found is not None:
            _exclude(visit, number, found)
    visit.eligible = visit.balance
    if benefit.excluded_procedures:
        _excluded_procedures(visit, benefit.excluded_procedures)


def _lines_to_look_at(visit: Visit) -> list[int]:
    """Lines that an exclusion can touch: by their item, a person's finding, or the doctor's level."""
    looked_at, fees, lines = visit.benefit.items_to_look_at, visit.benefit.fee_exclusions, visit.lines
    found = [
        number
        for number, line in enumerate(visit.claim.lines)
        if line.item in looked_at or line.finding or (fees and line.doctor_level)
    ]
    return found if len(lines) == len(visit.amounts) else [number for number in found if number in lines]


def _excluded_procedures(visit: Visit, table: Mapping[str, Exclusion]) -> None:
    """A procedure that an exclusion may mean goes to a person, unless its charges are excluded already."""
    for code in visit.claim.encounter.procedures:
        found = procedure_exclusion(code, table)
        if found and not any(line.reason is found.reason for line in visit.excluded.values()):
            visit.refer("exclusions", found.reason, (*found.source, "A-45"), (("procedure", code),))


def _exclude(visit: Visit, number: int, found: Exclusion) -> None:
    line = visit.claim.lines[number]
    visit.excluded[number] = found
    visit.findings.reasons[found.reason] = None
    visit.findings.to_confirm[found.reason] = None
    before = visit.balance
    visit.balance = left = before - line.amount
    facts = (("line", number + 1), ("item", line.item), ("reason", found.reason))
    step = (visit.ordinal, "exclusions", EXCLUDE, found.source, before, line.amount, left, facts)
    visit.findings.trace.append(step)


def _excluded_illness(visit: Visit) -> Exclusion | None:
    """An exclusion that every diagnosis of the visit falls under; a mixed visit is judged by its lines."""
    table, first = visit.benefit.excluded_diagnoses, None
    for code in visit.claim.encounter.diagnoses:
        found = table.get(code[:3]) or table.get(code[:5])
        if found is None:
            return None
        first = first or found
    return first


def _excluded_line(visit: Visit, line: ClaimLine) -> Exclusion | None:
    if line.finding is not None:
        return Exclusion(line.finding, FOUND_BY_A_PERSON)
    benefit, item = visit.benefit, line.item
    if item is SURGERY or item is OUTPATIENT_SURGERY:  # what it is follows from the benefit
        item = SURGERY if visit.type in INPATIENT_BENEFIT else OUTPATIENT_SURGERY
    found = benefit.excluded_items.get(item) or _excluded_fee(visit, line)
    if found is None and benefit.parts:
        found = _outside_lists(visit, line)
    if found is None and item in benefit.optional_items and not benefit.parts:
        visit.refer("exclusions", ReasonCode.NEEDS_PLAN, ("R-027", "R-170"), (("item", item.value),))
    return found


def _excluded_fee(visit: Visit, line: ClaimLine) -> Exclusion | None:
    """Fees of a doctor's level that one hospital's cover leaves out (R-029, A-48)."""
    for fee in visit.benefit.fee_exclusions:
        if (
            fee.hospital in visit.claim.provider.name
            and line.item in fee.items
            and line.doctor_level in fee.doctor_levels
        ):
            return Exclusion(fee.reason, fee.source)
    return None


def _outside_lists(visit: Visit, line: ClaimLine) -> Exclusion | None:
    """Benefits with categories cover the listed items only, some of them so many times a year (A-38)."""
    part = visit.benefit.parts.get(line.item)
    if part is None:
        return Exclusion(ReasonCode.EXCLUDED_UNLISTED, NOT_LISTED)
    most, standing = part.max_count, visit.standing
    if most.value is None or visit.on in standing.counted_on.get(part.name, ()):
        return None
    if standing.counts_used.get(part.name, 0) >= most.value:
        return Exclusion(ReasonCode.COUNT_USED_UP, most.source)
    return None
