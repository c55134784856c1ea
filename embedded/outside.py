"""What Lipei needs in a Temporal server and an object store that run elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from embedded.errors import StackError
from embedded.objects import ensure_bucket
from embedded.temporal_namespace import SEARCH_ATTRIBUTES, TemporalAccess, ensure_namespace
from settings import Settings


def make_ready(settings: Settings, names: Sequence[str]) -> None:
    """Make namespace and bucket where they are missing, for those of the named parts that are outside.

    Raises StackError where a server does not answer or does not let Lipei in.
    """
    if "temporal" in names and not settings.is_embedded("temporal_address"):
        make_temporal_ready(settings)
    if "s3" in names and not settings.is_embedded("s3_endpoint"):
        make_objects_ready(settings)


def make_temporal_ready(settings: Settings) -> None:
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


def make_objects_ready(settings: Settings) -> None:
    """Make the bucket where it is missing."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        ensure_bucket(settings)
    except (BotoCoreError, ClientError) as refused:
        raise StackError(
            f"The object store at {settings.s3_endpoint} cannot be used ({refused}): check LIPEI_S3_ENDPOINT,"
            " LIPEI_S3_ACCESS_KEY and LIPEI_S3_SECRET_KEY."
        ) from None


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
