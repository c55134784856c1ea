"""Payloads to values and back, the ways to read a type shared by all workflows of a process."""

from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DefaultPayloadConverter,
    EncodingPayloadConverter,
    JSONPlainPayloadConverter,
)

SHARED = ("activities.", "rules.", "workflows.messages")
"""Where the types are the same objects inside and outside of the sandbox: how their modules begin."""


class SharedJson(PydanticJSONPlainPayloadConverter):
    """Reads types of shared rooms by adapters that are made once a process.

    Every workflow has a converter of its own, and making the adapter of a case takes longer than all else
    that a workflow does with one message.
    """

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """The value of a payload."""
        if not is_shared(type_hint):
            return super().from_payload(payload, type_hint)
        return _adapter(type_hint).validate_json(payload.data)


class SharedPayloadConverter(CompositePayloadConverter):
    """The converters that Temporal knows, with ours for JSON."""

    def __init__(self) -> None:
        """Put ours in its place."""
        super().__init__(*_converters())


@cache
def _converters() -> tuple[EncodingPayloadConverter, ...]:
    """They hold nothing of their own, and each step of a case would make them anew."""
    usual = DefaultPayloadConverter.default_encoding_payload_converters
    return tuple(SharedJson() if isinstance(each, JSONPlainPayloadConverter) else each for each in usual)


def is_shared(hint: object) -> bool:
    """Whether the type is the same object for all workflows of a process."""
    return hint is not None and str(getattr(hint, "__module__", "")).startswith(SHARED)


@lru_cache(maxsize=256)
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)
