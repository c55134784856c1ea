"""How web, worker and command line reach the cases."""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from temporalio.client import (
    Client,
    RPCTimeoutOrCancelledError,
    TLSConfig,
    WithStartWorkflowOperation,
    WorkflowHandle,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.runtime import Runtime
from temporalio.service import GrpcCompression, RPCError, RPCStatusCode

from rules.any_case import AnyCase
from rules.cases import ConsentNews, LetterNews
from rules.opening import Opening
from rules.permissions import Action
from rules.receipts import Receipt
from workflows.case_shell import CaseShell, search_attributes
from workflows.codec import EncryptionCodec, KeyRing
from workflows.converter import SharedPayloadConverter
from workflows.messages import Command
from workflows.processes import PROCESSES, process_of

CASES_QUEUE = "cases"
REOPENING = frozenset({Action.PROPOSE_RECOVERY})
"""Acts that open a closed case again."""
_UNSTARTED = (RPCError, RPCTimeoutOrCancelledError, WorkflowAlreadyStartedError)

ANSWER_WITHIN = timedelta(seconds=20)
"""A caller waits this long; what comes later is an unknown outcome, asked for again with the same id."""


def data_converter(ring: KeyRing) -> DataConverter:
    """The one converter: pydantic for types, encryption for payloads, failures encrypted too."""
    return replace(
        pydantic_data_converter,
        payload_converter_class=SharedPayloadConverter,
        payload_codec=EncryptionCodec(ring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


class TemporalAccess(Protocol):
    """The settings that say where the Temporal server is, how to prove who we are, and with which keys."""

    @property
    def temporal_address(self) -> str:
        """Host and port."""

    @property
    def temporal_namespace(self) -> str:
        """Namespace of the cases."""

    @property
    def temporal_api_key(self) -> str:
        """Key of Temporal Cloud, or empty."""

    @property
    def temporal_tls(self) -> bool:
        """Whether to speak TLS without a certificate of our own."""

    @property
    def temporal_tls_ca(self) -> Path | None:
        """Authority of the server's certificate."""

    @property
    def temporal_tls_cert(self) -> Path | None:
        """Our certificate."""

    @property
    def temporal_tls_key(self) -> Path | None:
        """Its private key."""

    @property
    def key_file(self) -> Path:
        """Keys that encrypt payloads."""


async def connect(access: TemporalAccess, runtime: Runtime | None = None) -> Client:
    """A client that encrypts. Raises KeyFileError, or RuntimeError when the server does not answer.

    What is encrypted was packed before, and packs no further: the connection leaves it at that.
    """
    return await Client.connect(
        access.temporal_address,
        grpc_compression=GrpcCompression.NONE,
        namespace=access.temporal_namespace,
        api_key=access.temporal_api_key or None,
        tls=_tls(access),
        data_converter=data_converter(KeyRing.read(access.key_file)),
        runtime=runtime,
    )


def _tls(access: TemporalAccess) -> bool | TLSConfig:
    if not (access.temporal_tls or access.temporal_tls_cert or access.temporal_api_key):
        return False
    return TLSConfig(
        server_root_ca_cert=_read(access.temporal_tls_ca),
        client_cert=_read(access.temporal_tls_cert),
        client_private_key=_read(access.temporal_tls_key),
    )


def _read(path: Path | None) -> bytes | None:
    return path.read_bytes() if path else None


def update_id(secret: str, principal: str, case_number: str, action: str, key: str) -> str:
    """Id of an act, the same for every retry of it; ids are plain text in Temporal, so it is a digest."""
    said = "\0".join((principal, case_number, action, key)).encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


class Cases:
    """Begin a case, act on it, look at it."""

    def __init__(self, client: Client) -> None:
        """Speak through this client."""
        self._client = client

    def handle(self, case_number: str) -> WorkflowHandle[Any, Any]:
        """The execution of a case; its id is the case number."""
        return self._client.get_workflow_handle(case_number)

    async def open(self, opening: Opening[Any]) -> Receipt:
        """Start the case, or find it started, and wait for its first answer."""
        number, process = opening.case.case_number, PROCESSES[opening.case.process]
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            process.workflow.run,
            opening,
            id=number,
            task_queue=CASES_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            search_attributes=search_attributes(opening.case.process),
            static_summary=f"{process.title} {number}",
        )
        try:
            return await self._client.execute_update_with_start_workflow(
                CaseShell.opened,
                start_workflow_operation=start,
                id=f"{number}/opened",
                rpc_timeout=ANSWER_WITHIN,
            )
        except _UNSTARTED:
            # The failure is kept for the start's handle too; left there, it is logged as forgotten.
            with suppress(*_UNSTARTED):
                await start.workflow_handle()
            raise

    async def act(self, case_number: str, command: Command, act_id: str) -> Receipt:
        """Take a person's act; the same ``act_id`` again gives the same answer.

        A closed case opens again for some.
        """
        try:
            return await self.handle(case_number).execute_update(
                CaseShell.act, command, id=act_id, rpc_timeout=ANSWER_WITHIN
            )
        except RPCError as refused:
            if refused.status is not RPCStatusCode.NOT_FOUND or command.body.action not in REOPENING:
                raise
        return await self._reopen(case_number, command, act_id)

    async def _reopen(self, case_number: str, command: Command, act_id: str) -> Receipt:
        """Take an act that opens a closed case again, in an execution that goes on where the last one ended.

        RPCError (NOT_FOUND) where the case does not take it, or the server has forgotten the case (30 days).
        """
        try:
            asked = self.handle(case_number).get_update_handle(act_id, result_type=Receipt)
            earlier: Receipt = await asked.result(rpc_timeout=ANSWER_WITHIN)
        except RPCError as unknown:
            if unknown.status is not RPCStatusCode.NOT_FOUND:
                raise
            case, process = await self.look(case_number), process_of(case_number)
            if process.table.row(case.stage, command.body.action) is None:
                raise
        else:
            return earlier
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            process.workflow.run,
            Opening(case=case, opener=command.actor),
            id=case_number,
            task_queue=CASES_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            search_attributes=search_attributes(case.process),
            static_summary=f"{process.title} {case_number}",
        )
        receipt: Receipt = await self._client.execute_update_with_start_workflow(
            CaseShell.act,
            command,
            start_workflow_operation=start,
            id=act_id,
            rpc_timeout=ANSWER_WITHIN,
        )
        return receipt

    async def tell_of_letter(self, case_number: str, news: LetterNews) -> bool:
        """Send a case news of a letter of it; False where the case has ended and hears nothing more."""
        try:
            await self.handle(case_number).signal("letter_news", news, rpc_timeout=ANSWER_WITHIN)
        except RPCError as refused:
            if refused.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True

    async def tell_of_consent(self, case_number: str, news: ConsentNews) -> bool:
        """Tell a case of a consent that it needs; False where it has ended and hears nothing more."""
        try:
            await self.handle(case_number).signal("consent_news", news, rpc_timeout=ANSWER_WITHIN)
        except RPCError as refused:
            if refused.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True

    async def look(self, case_number: str) -> AnyCase:
        """The case as its workflow holds it."""
        seen: AnyCase = await self.handle(case_number).query(
            "case", result_type=process_of(case_number).case, rpc_timeout=ANSWER_WITHIN
        )
        return seen
