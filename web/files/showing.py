"""A page of a file, drawn again: nothing of the original reaches a browser but its look."""

import structlog
from starlette.responses import Response

from intake.verdict import RefusedFileError
from models.document import Document
from models.upload import Upload
from rules.vocabulary import ScanStatus
from stores.papers import pages
from web import problems
from web.backend import Backend

log = structlog.get_logger()

PRIVATE = {
    # A page never changes: it is drawn once, and its address names it for good.
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def page_of(backend: Backend, file: Upload | Document, number: int) -> Response:
    """The picture of a page, from 1; 404 where there is none, or the file is not to be shown."""
    if file.scan_status is ScanStatus.INFECTED:
        raise problems.not_found("This document")
    with backend.session() as session:
        page = pages.find(session, file.id, number) if 1 <= number <= pages.MOST else None
    if page is None:
        raise problems.not_found("This page")
    try:
        drawn = pages.picture(backend.blobs, page, file.object_key, backend.cells.draw)
    except RefusedFileError as refused:
        log.warning("page not drawn", refusal=refused.refusal.value, because=refused.because)
        drawn = None
    if drawn is None:
        raise problems.not_found("A picture of this page")
    return Response(drawn, media_type=pages.media_type(drawn), headers=PRIVATE)
