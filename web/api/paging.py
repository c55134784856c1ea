"""Where a page of a queue ended, as a string that means nothing to callers."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from stores.casework.case_queries import Place
from web import problems
from web.problems import FieldError


def write_place(place: Place) -> str:
    """The place as callers get it."""
    said = json.dumps([place.queue_at.isoformat(), place.case_number])
    return urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_place(text: str) -> Place:
    """The place that a caller sent back; ProblemError for anything else."""
    try:
        queue_at, case_number = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        at = datetime.fromisoformat(queue_at)
        if at.tzinfo is None or not isinstance(case_number, str):
            raise ValueError(text)
    except (ValueError, TypeError) as wrong:
        raise problems.invalid(
            FieldError("after", "is not the `next` of a page: begin at the first page again")
        ) from wrong
    return Place(queue_at=at, case_number=case_number)
