"""The papers in one file, told apart: runs of pages, each of one kind (domain 7.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reading.kinds import title_of
from reading.spans import Sheet, rows
from reading.understanding import understand
from rules.findings.reading import FieldName, PaperKind, Reading

_NAMES_ITSELF = (
    FieldName.INVOICE_NUMBER,
    FieldName.IDENTITY_NUMBER,
    FieldName.BANK_ACCOUNT,
    FieldName.CERTIFICATE_NUMBER,
)
"""What two papers of one kind differ in, and the pages of one paper do not."""


def understand_file(sheets: Iterable[Sheet]) -> Reading:
    """What a file says: its first paper, which has the pictures of all pages, and those behind it."""
    first, *others = [understand(run) for run in papers(list(sheets))] or [understand(())]
    pictures = tuple(picture for each in (first, *others) for picture in each.pictures)
    return replace(first, pictures=pictures, others=tuple(replace(each, pictures=()) for each in others))


def papers(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """Runs of pages: one begins with a title of another kind, or a number of another paper of its kind."""
    runs: list[list[Sheet]] = []
    of: Reading | None = None
    for sheet in sheets:
        title, page = title_of(rows(sheet)), understand((sheet,))
        if of is None or _begins(title, page, of):
            runs.append([])
            of = page
        runs[-1].append(sheet)
    return runs


def _begins(title: PaperKind, page: Reading, of: Reading) -> bool:
    if title is PaperKind.UNKNOWN or title is not page.kind or not page.kind_is_sure:
        return False
    if page.kind is not of.kind:
        return True
    both = ((page.sure_text(name), of.sure_text(name)) for name in _NAMES_ITSELF)
    return any(here and there and here != there for here, there in both)
