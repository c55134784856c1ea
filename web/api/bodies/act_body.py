"""What every act on a case says."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from rules.cases import AttachedDocument
from web.api.bodies.fields import Body, UploadId, Version

Papers = Sequence[AttachedDocument]
Uploads = Annotated[tuple[UploadId, ...], Field(max_length=50)]


class ActBody(Body):
    """What every act says: ``seen_version`` is the version of the case that the person saw."""

    inside: ClassVar[str] = ""
    """Where the body holds the fields that the case itself may refuse."""

    seen_version: Version

    def uploads(self) -> tuple[UUID, ...]:
        """Ids of the uploads that the act hands in."""
        return ()

    def hospitals(self) -> dict[str, str]:
        """Hospital codes that the act names, by field."""
        return {}

    def days(self) -> dict[str, date | None]:
        """Days to come that the act names, by field."""
        return {}
