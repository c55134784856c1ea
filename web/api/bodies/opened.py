"""What opens a case, and what its opener hears."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from rules.receipts import Receipt
from web.api.bodies.fields import Body, UploadId, View


class OpeningBody(Body):
    """What every request that becomes a case may hand in."""

    documents: Annotated[tuple[UploadId, ...], Field(max_length=50)] = ()
    """Ids that `POST /api/v1/documents` gave."""


class OpenedView(View):
    """The case that the request became, with the first answer of the rules."""

    case_number: str
    stage: str
    version: int
    due_at: datetime | None
    """When the next duty on the case is due."""
    url: str


def opened(receipt: Receipt) -> OpenedView:
    """The answer to the opener."""
    return OpenedView(
        case_number=receipt.case_number,
        stage=receipt.stage,
        version=receipt.version,
        due_at=receipt.due_at,
        url=f"/api/v1/cases/{receipt.case_number}",
    )
