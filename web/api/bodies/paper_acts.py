"""What people say of the papers of a case, as it is sent; with an example."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from letters.text import refused_character
from rules.findings.confirmed import ConfirmedField
from rules.findings.reading import FieldName, PaperKind
from rules.permissions import Action
from web.api.bodies.act_body import ActBody, Papers
from web.api.bodies.fields import Body, UploadId
from workflows import messages_letters as messages


def _printable(text: str) -> str:
    if refused_character(text) is not None:
        raise ValueError("holds an invisible character: type it anew")
    return text


Said = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, max_length=400),
    AfterValidator(_printable),
]
"""A value as it stands on a paper; whole numbers of people too, which is what is to be confirmed."""


class ConfirmedFieldBody(Body):
    """A value as it is on the paper: days as 2026-11-30, amounts as 1240.00. Without one it is not there."""

    name: FieldName
    value: Said | None = None


class ConfirmReadingBody(ActBody):
    """Confirm or correct what a machine read off a paper. A number sent back with its mask is confirmed."""

    action: Literal[Action.CONFIRM_READING]
    document: UploadId
    from_page: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    """Of a file with several papers, the one that begins on that page; 0 for the first one."""
    kind: PaperKind | None = None
    fields: Annotated[tuple[ConfirmedFieldBody, ...], Field(max_length=len(FieldName))] = ()

    def message(self, _papers: Papers) -> messages.ConfirmReading:
        said = tuple(ConfirmedField(name=each.name, value=each.value or "") for each in self.fields)
        return messages.ConfirmReading(
            document_id=str(self.document), kind=self.kind, fields=said, from_page=self.from_page
        )


PAPER_ACTS: dict[Action, dict[str, Any]] = {
    Action.CONFIRM_READING: {
        "document": "0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11",
        "kind": "INVOICE",
        "fields": [{"name": "AMOUNT", "value": "1240.00"}, {"name": "CHECK_CODE"}],
    },
}
"""An example of the act."""
