"""Values that stand without a label: a hospital in the title, a card's number, a certificate's."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reading import takes
from reading.labels import field, least
from reading.spans import Row
from rules.findings.reading import FieldName as F
from rules.findings.reading import PaperKind, ReadField

_HEAD = 5
_MOST_BELOW = 8
_BY_FORM = {
    PaperKind.BANK_CARD: ((F.BANK_ACCOUNT, takes.digits(*range(15, 20))), (F.BANK, takes.a_bank)),
    PaperKind.IDENTITY_CARD: ((F.IDENTITY_NUMBER, takes.identity),),
    PaperKind.BIRTH_CERTIFICATE: (
        (F.CERTIFICATE_NUMBER, takes.pattern(r"(?<![A-Z])([A-Z]\s?[0-9]{9})(?![0-9])")),
    ),
    PaperKind.DIAGNOSIS_CERTIFICATE: ((F.ISSUED_ON, takes.a_day),),
}
_TITLED = frozenset(PaperKind) - {
    PaperKind.INVOICE,
    PaperKind.CLAIM_FORM,
    PaperKind.IDENTITY_CARD,
    PaperKind.HOUSEHOLD_REGISTER,
    PaperKind.BANK_CARD,
    PaperKind.BIRTH_CERTIFICATE,
    PaperKind.UNKNOWN,
}
"""Papers on a hospital's own letterhead."""
_CONTINUES = re.compile(r"\s?[(（]?[1-9][)）.、]\s?[一-龥]")


def by_form(rows: Sequence[Row], kind: PaperKind, known: frozenset[F]) -> list[ReadField]:
    """What has a form that nothing else on such a paper has; dates of certificates stand last."""
    found = []
    for name, take in _BY_FORM.get(kind, ()):
        if name in known:
            continue
        for row in reversed(rows) if name is F.ISSUED_ON else rows:
            if taken := take(row.text):
                found.append(field(name, taken[2], row, row.cut(taken[0], taken[1])))
                break
    return found


def hospital_of_title(rows: Sequence[Row], kind: PaperKind) -> ReadField | None:
    """The hospital on whose paper it is."""
    if kind not in _TITLED:
        return None
    for row in rows[:_HEAD]:
        if taken := takes.a_hospital(row.text):
            return field(F.HOSPITAL, taken[2], row, row.cut(taken[0], taken[1]))
    return None


def more_diagnoses(below: Sequence[Row], first: ReadField) -> ReadField:
    """The diagnoses with those numbered ones that stand in the rows below."""
    texts, confidence, place = [first.value], first.confidence, first.place
    for row in below[:_MOST_BELOW]:
        taken = takes.diagnoses(row.text) if _CONTINUES.match(row.text) else None
        if taken is None:
            break
        texts.append(taken[2])
        confidence = min(confidence, least(row.spans))
        place = place and place.with_(row.sheet.place(row.spans))
    return replace(first, value="；".join(texts), confidence=round(confidence, 4), place=place)
