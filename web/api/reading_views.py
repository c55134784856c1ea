"""How a reading of a document is shown: to machines, and on the page of its case."""

from collections.abc import Sequence
from uuid import UUID

from models.paper_finding import PaperFinding
from rules.findings.findings import FindingKind
from rules.findings.reading import PERSONAL, FieldName, Means, PaperKind, ReadField, Reading
from rules.findings.states import ReadingState
from rules.identity import mask_bank_card, mask_identity_number
from stores.readings import KeptReading
from web.api.fields import View, Yuan


class PlaceView(View):
    """Page, from 1, and the box in fractions of its width and height."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class ReadFieldView(View):
    """A value as read. `sure`: pre-filled and marked as read by machine; else a person confirms it."""

    name: FieldName
    value: str
    confidence: float
    sure: bool
    means: Means
    place: PlaceView | None


class ReadLineView(View):
    """A line of charges."""

    item: str
    amount: Yuan
    confidence: float


class FindingView(View):
    """Something that does not fit, with its evidence: ids, codes, amounts."""

    kind: FindingKind
    refers: bool
    detail: dict[str, str | int | bool | None]


class ReadingView(View):
    """What a machine read. Until it has: `state` ORDERED. `problem` says why nothing could be read."""

    document_id: UUID
    case_number: str
    state: ReadingState
    kind: PaperKind | None
    kind_confidence: float | None
    kind_sure: bool
    fields: list[ReadFieldView]
    lines: list[ReadLineView]
    findings: list[FindingView]
    problem: str | None


def reading_view(case_number: str, kept: KeptReading, found: Sequence[PaperFinding]) -> ReadingView:
    """The reading as people and machines see it."""
    reading = kept.reading
    return ReadingView(
        document_id=kept.document_id,
        case_number=case_number,
        state=kept.state,
        kind=reading.kind if reading else None,
        kind_confidence=reading.kind_confidence if reading else None,
        kind_sure=reading is not None and reading.kind_is_sure,
        fields=[_field(each) for each in reading.fields] if reading else [],
        lines=_lines(reading) if reading else [],
        findings=[FindingView(kind=row.kind, refers=row.refers, detail=row.detail) for row in found],
        problem=kept.problem or None,
    )


def _field(read: ReadField) -> ReadFieldView:
    return ReadFieldView(
        name=read.name,
        value=_shown(read),
        confidence=read.confidence,
        sure=read.sure,
        means=read.means,
        place=PlaceView.model_validate(read.place) if read.place else None,
    )


def _shown(read: ReadField) -> str:
    """Numbers of people are masked, wherever they are shown (domain 7)."""
    if read.name not in PERSONAL:
        return read.value
    masks = {FieldName.BANK_ACCOUNT: mask_bank_card}
    return masks.get(read.name, mask_identity_number)(read.value)


def _lines(reading: Reading) -> list[ReadLineView]:
    return [
        ReadLineView(item=line.item, amount=line.amount, confidence=line.confidence) for line in reading.lines
    ]
