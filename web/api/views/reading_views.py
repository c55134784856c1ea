"""How a reading of a document is shown: to machines, and on the page of its case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.paper_finding import PaperFinding
from rules.findings.confirmed import ConfirmedReading, shown
from rules.findings.findings import FindingKind
from rules.findings.reading import FieldName, Means, PaperKind, ReadField, Reading
from rules.findings.states import ReadingState
from stores.papers.readings import KeptReading
from web.api.bodies.fields import View, Yuan


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
    place: PlaceView | None = None


class FindingView(View):
    """Something that does not fit, with its evidence: ids, codes, amounts."""

    kind: FindingKind
    refers: bool
    detail: dict[str, str | int | bool | None]


class ConfirmedFieldView(View):
    """A value as somebody confirmed it, and what stood there before; empty: it stands nowhere."""

    name: FieldName
    before: str
    value: str


class ConfirmationView(View):
    """What somebody said of the reading; of the paper that begins on `from_page`, 0 for the first one."""

    confirmed_by: str
    confirmed_at: datetime
    kind: PaperKind | None
    from_page: int
    fields: list[ConfirmedFieldView]


class PaperBehindView(View):
    """A paper behind the first one of its file, as a machine read it."""

    first_page: int
    pages: int
    kind: PaperKind
    kind_confidence: float
    kind_sure: bool
    fields: list[ReadFieldView]
    lines: list[ReadLineView]


class ReadingView(View):
    """What a machine read, as people left it; `state` ORDERED until then. `problem`: why nothing was read."""

    document_id: UUID
    case_number: str
    state: ReadingState
    kind: PaperKind | None
    kind_confidence: float | None
    kind_sure: bool
    fields: list[ReadFieldView]
    lines: list[ReadLineView]
    others: list[PaperBehindView]
    """Papers behind the first one of the same file."""
    findings: list[FindingView]
    problem: str | None
    confirmations: list[ConfirmationView]
    """Who confirmed or corrected what; only staff see it."""


def reading_view(
    case_number: str, kept: KeptReading, found: Sequence[PaperFinding], *, staff: bool = True
) -> ReadingView:
    """The reading as people and machines see it; ``staff`` see who confirmed what."""
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
        others=[_behind(each) for each in reading.others] if reading else [],
        findings=[FindingView(kind=row.kind, refers=row.refers, detail=row.detail) for row in found],
        problem=kept.problem or None,
        confirmations=[_confirmation(each) for each in kept.confirmed] if staff else [],
    )


def _behind(paper: Reading) -> PaperBehindView:
    return PaperBehindView(
        first_page=paper.first_page,
        pages=paper.pages,
        kind=paper.kind,
        kind_confidence=paper.kind_confidence,
        kind_sure=paper.kind_is_sure,
        fields=[_field(each) for each in paper.fields],
        lines=_lines(paper),
    )


def _confirmation(said: ConfirmedReading) -> ConfirmationView:
    return ConfirmationView(
        confirmed_by=said.confirmed_by,
        confirmed_at=said.confirmed_at,
        kind=said.kind,
        from_page=said.from_page,
        fields=[
            ConfirmedFieldView(
                name=each.name, before=shown(each.name, each.before), value=shown(each.name, each.value)
            )
            for each in said.fields
        ],
    )


def _field(read: ReadField) -> ReadFieldView:
    return ReadFieldView(
        name=read.name,
        value=shown(read.name, read.value),
        confidence=read.confidence,
        sure=read.sure,
        means=read.means,
        place=PlaceView.model_validate(read.place) if read.place else None,
    )


def _lines(reading: Reading) -> list[ReadLineView]:
    return [
        ReadLineView(
            item=line.item,
            amount=line.amount,
            confidence=line.confidence,
            place=PlaceView.model_validate(line.place) if line.place else None,
        )
        for line in reading.lines
    ]
