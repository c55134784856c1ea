"""From sheets to a reading: kind, fields, lines."""

from collections.abc import Sequence
from itertools import chain

from reading import unlabelled
from reading.charges import charges
from reading.kinds import kind_of
from reading.labels import read_labelled
from reading.sought import SOUGHT
from reading.spans import Row, Sheet, rows
from reading.weighing import weighed, with_codes
from rules.findings.reading import FieldName, PaperKind, ReadField, Reading

_WITH_LINES = frozenset({PaperKind.INVOICE, PaperKind.ITEMISED_LIST})


def understand(sheets: Sequence[Sheet]) -> Reading:
    """What the pages of one paper say."""
    read = list(chain.from_iterable(rows(sheet) for sheet in sheets))
    kind, confidence = kind_of(read)
    found = weighed(_fields(read, kind), read)
    coded = [code for sheet in sheets for code in sheet.codes] if kind is PaperKind.INVOICE else []
    fields, disputed = with_codes(found, coded)
    return Reading(
        kind=kind,
        kind_confidence=confidence,
        fields=fields,
        disputed=disputed,
        lines=charges(read) if kind in _WITH_LINES else (),
        pages=len(sheets),
        first_page=sheets[0].number if sheets else 1,
        pictures=tuple(sheet.picture for sheet in sheets if sheet.picture),
    )


def _fields(read: Sequence[Row], kind: PaperKind) -> list[ReadField]:
    found: dict[FieldName, ReadField] = {}
    for sought in SOUGHT.get(kind, ()):
        if sought.name in found:
            continue
        labelled = read_labelled(read, sought)
        if labelled and sought.name is FieldName.DIAGNOSES:
            found[sought.name] = unlabelled.more_diagnoses(read[labelled.row + 1 :], labelled.field)
        elif labelled:
            found[sought.name] = labelled.field
    title = unlabelled.hospital_of_title(read, kind)
    if title:
        found[FieldName.HOSPITAL] = title
    return [*found.values(), *unlabelled.by_form(read, kind, frozenset(found))]
