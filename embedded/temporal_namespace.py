"""The namespace that Lipei needs on a Temporal server, the embedded one or one outside."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from embedded.errors import StackError
from settings import Settings

if TYPE_CHECKING:
    from temporalio.service import ConnectConfig, ServiceClient

RETENTION = timedelta(days=30)
"""How long the server keeps closed cases; its own default is one day."""

SEARCH_ATTRIBUTES = {
    "LipeiStage": "Keyword",
    "LipeiDueAt": "Datetime",
    "LipeiEscalated": "Bool",
    "LipeiAssignee": "Keyword",
    "LipeiProcess": "Keyword",
}
"""What operators can filter by in Temporal's own pages. Nothing personal: these are stored as sent."""

KNOWN_WITHIN = timedelta(seconds=120)
"""A server reads its list of namespaces every ten seconds or so."""

ANSWERS_WITHIN = timedelta(seconds=60)
"""A server that has just begun to listen may not speak yet; a cold disk makes that longer."""

CALL_TIMEOUT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalAccess:
    """How to reach a Temporal server that asks who calls; all PEM contents, not paths."""

    tls: bool = False
    ca: bytes | None = None
    certificate: bytes | None = None
    private_key: bytes | None = None
    api_key: str = ""


LOCAL = TemporalAccess()


def ensure_namespace(address: str, namespace: str, access: TemporalAccess = LOCAL) -> None:
    """Make the namespace where there is none, keep closed cases 30 days, add missing search attributes.

    Needs the server's operator interface; raises RPCError or RuntimeError where that cannot be had.
    """
    asyncio.run(_ensure(address, namespace, access))


def make_namespace(settings: Settings) -> None:
    """Make the namespace, its retention and its search attributes where they are missing."""
    from temporalio.service import RPCError, RPCStatusCode

    try:
        ensure_namespace(settings.temporal_address, settings.temporal_namespace, _access(settings))
    except RPCError as refused:
        if refused.status != RPCStatusCode.PERMISSION_DENIED:
            raise StackError(_unusable(settings, refused)) from None
        wanted = ", ".join(f"{name} ({kind})" for name, kind in SEARCH_ATTRIBUTES.items())
        raise StackError(
            f"Temporal at {settings.temporal_address} does not let Lipei change the namespace"
            f" {settings.temporal_namespace}: its administrator must make it, with 30 days of retention and"
            f" the search attributes {wanted}."
        ) from None
    except RuntimeError:
        raise StackError(_unusable(settings, "no connection")) from None


def _unusable(settings: Settings, why: object) -> str:
    return (
        f"Temporal at {settings.temporal_address} cannot be used ({why}): check LIPEI_TEMPORAL_ADDRESS and"
        " the LIPEI_TEMPORAL_ variables for TLS."
    )


def _access(settings: Settings) -> TemporalAccess:
    return TemporalAccess(
        tls=settings.temporal_tls,
        ca=_content(settings.temporal_tls_ca),
        certificate=_content(settings.temporal_tls_cert),
        private_key=_content(settings.temporal_tls_key),
        api_key=settings.temporal_api_key,
    )


def _content(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as refused:
        raise StackError(f"{path}, which a LIPEI_TEMPORAL_TLS variable names, {refused.strerror}.") from None


async def _ensure(address: str, namespace: str, access: TemporalAccess) -> None:
    service = await _connect(address, access)
    await _once_known(lambda: _ensure_retention(service, namespace))
    await _once_known(lambda: _ensure_search_attributes(service, namespace))


async def _once_known(act: Callable[[], Awaitable[None]]) -> None:
    """Repeat while the server is still starting, or does not yet know a namespace that it has just made."""
    from temporalio.service import RPCError, RPCStatusCode

    ends_at = time.monotonic() + KNOWN_WITHIN.total_seconds()
    while True:
        try:
            return await act()
        except RPCError as refused:
            later = refused.status in (RPCStatusCode.NOT_FOUND, RPCStatusCode.UNAVAILABLE)
            if not later or time.monotonic() > ends_at:
                raise
        await asyncio.sleep(0.2)


async def _connect(address: str, access: TemporalAccess) -> "ServiceClient":
    from temporalio.service import ServiceClient

    ends_at = time.monotonic() + ANSWERS_WITHIN.total_seconds()
    while True:
        try:
            return await ServiceClient.connect(_connection(address, access))
        except RuntimeError:
            if time.monotonic() > ends_at:
                raise
        await asyncio.sleep(0.2)


def _connection(address: str, access: TemporalAccess) -> "ConnectConfig":
    from temporalio.service import ConnectConfig, TLSConfig

    tls = TLSConfig(
        server_root_ca_cert=access.ca,
        client_cert=access.certificate,
        client_private_key=access.private_key,
    )
    wants_tls = access.tls or access.certificate is not None or bool(access.api_key)
    return ConnectConfig(target_host=address, tls=tls if wants_tls else False, api_key=access.api_key or None)


async def _ensure_retention(service: "ServiceClient", namespace: str) -> None:
    from google.protobuf.duration_pb2 import Duration
    from temporalio.api.namespace.v1 import NamespaceConfig
    from temporalio.api.workflowservice.v1 import (
        DescribeNamespaceRequest,
        RegisterNamespaceRequest,
        UpdateNamespaceRequest,
    )
    from temporalio.service import RPCError, RPCStatusCode

    retention = Duration(seconds=int(RETENTION.total_seconds()))
    calls = service.workflow_service
    try:
        found = await calls.describe_namespace(
            DescribeNamespaceRequest(namespace=namespace), timeout=CALL_TIMEOUT
        )
    except RPCError as refused:
        if refused.status != RPCStatusCode.NOT_FOUND:
            raise
        made = RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=retention)
        await calls.register_namespace(made, timeout=CALL_TIMEOUT)
        return
    if found.config.workflow_execution_retention_ttl.seconds < retention.seconds:
        config = NamespaceConfig(workflow_execution_retention_ttl=retention)
        await calls.update_namespace(
            UpdateNamespaceRequest(namespace=namespace, config=config), timeout=CALL_TIMEOUT
        )


async def _ensure_search_attributes(service: "ServiceClient", namespace: str) -> None:
    from temporalio.api.enums.v1 import IndexedValueType
    from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest

    calls = service.operator_service
    present = await calls.list_search_attributes(
        ListSearchAttributesRequest(namespace=namespace), timeout=CALL_TIMEOUT
    )
    missing = {
        name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")
        for name, kind in SEARCH_ATTRIBUTES.items()
        if name not in present.custom_attributes
    }
    if missing:
        request = AddSearchAttributesRequest(namespace=namespace, search_attributes=missing)
        await calls.add_search_attributes(request, timeout=CALL_TIMEOUT)
