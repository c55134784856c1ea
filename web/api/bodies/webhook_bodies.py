"""What administrators send about webhooks."""

from typing import Annotated, Literal

from pydantic import StrictBool, StringConstraints

from rules.webhook_url import MAX_LENGTH
from web.api.bodies.fields import Body, Code


class WebhookBody(Body):
    """A system that is to hear of the letters of a hospital, an insurer or an administrator."""

    owner: Literal["HOSPITAL", "INSURER", "ADMINISTRATOR"]
    code: Code
    url: Annotated[
        str, StringConstraints(strict=True, max_length=MAX_LENGTH, pattern=r"^https?://[\x21-\x7e]+$")
    ]


class SwitchBody(Body):
    """Whether messages are sent."""

    on: StrictBool
