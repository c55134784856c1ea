"""Uploads that a person hands in: theirs, free, and harmless as far as we know."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlmodel import Session

from models.upload import Upload
from rules.cases import AttachedDocument
from rules.permissions import Relation
from rules.vocabulary import ScanStatus
from stores.papers import uploads
from stores.papers.uploads import TooManyUploadsError, UploadTakenError
from web import problems
from web.access import Caller
from web.problems import FieldError

UNKNOWN = "is not an upload of yours: send the file to POST /api/v1/documents first"
TAKEN = "already belongs to another case: upload the file again for this one"
FULL = f"are too many: a case holds {uploads.MOST_OF_A_CASE} files; put the pages of one paper into one PDF"
INFECTED = "was found to hold malware: send a clean file"


def papers(
    session: Session, caller: Caller, upload_ids: Sequence[UUID], case_number: str | None
) -> list[AttachedDocument | FieldError]:
    """Each upload as a document of the case, or what is wrong with it; None stands for a case to come."""
    found = uploads.find(session, upload_ids)
    return [
        _paper(place, found.get(upload_id), caller, case_number)
        for place, upload_id in enumerate(dict.fromkeys(upload_ids))
    ]


def _paper(
    place: int, upload: Upload | None, caller: Caller, case_number: str | None
) -> AttachedDocument | FieldError:
    field = f"documents.{place}"
    if upload is None or not (caller.relation is Relation.STAFF or upload.principal == caller.reference):
        return FieldError(field, UNKNOWN)
    if upload.case_number not in (None, case_number):
        return FieldError(field, TAKEN)
    if upload.scan_status is ScanStatus.INFECTED:
        return FieldError(field, INFECTED)
    return AttachedDocument(document_id=str(upload.id), kind=upload.kind)


def attached(session: Session, upload_ids: Sequence[UUID], case_number: str) -> None:
    """Give files to a case; ProblemError where one was taken meanwhile, or they do not all fit."""
    try:
        uploads.attach(session, upload_ids, case_number)
    except UploadTakenError as taken:
        raise problems.invalid(FieldError("documents", TAKEN)) from taken
    except TooManyUploadsError as full:
        raise problems.invalid(FieldError("documents", FULL)) from full


def wrong(found: Sequence[object]) -> Iterator[FieldError]:
    """The field errors among what was looked up."""
    return (each for each in found if isinstance(each, FieldError))
