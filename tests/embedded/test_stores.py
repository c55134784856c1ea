"""The stores are closed to those who do not sign in, and hold what Lipei needs."""

import urllib.error
import urllib.request

import psycopg
import pytest
from botocore.exceptions import ClientError

from embedded import objects, postgres, temporal_namespace
from settings import LOOPBACK, Port, Settings
from tests.patience import PATIENCE_SECONDS


def get(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def url_of(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


@pytest.fixture
def kept(settings: Settings) -> str:
    """Key of an object in the store."""
    objects.client(settings).put_object(Bucket=settings.s3_bucket, Key="kept/1", Body=b"kept")
    return "kept/1"


def test_an_object_opens_by_a_signed_link_and_by_no_other(settings: Settings, kept: str) -> None:
    where = {"Bucket": settings.s3_bucket, "Key": kept}
    signed = objects.client(settings).generate_presigned_url("get_object", Params=where, ExpiresIn=60)

    assert get(signed) == 200
    assert get(f"{settings.s3_endpoint}/{settings.s3_bucket}/{kept}") == 403
    assert get(signed.replace("kept/1", "kept/2")) == 403


@pytest.mark.parametrize("path", ["/", "/buckets/", "/buckets/lipei/kept/1"])
def test_the_filer_serves_nothing_by_itself(settings: Settings, kept: str, path: str) -> None:
    assert get(f"http://{LOOPBACK}:{settings.port(Port.S3_FILER)}{path}") == 404


def test_an_object_is_not_overwritten_where_that_is_forbidden(settings: Settings, kept: str) -> None:
    with pytest.raises(ClientError, match="PreconditionFailed"):
        objects.client(settings).put_object(
            Bucket=settings.s3_bucket, Key=kept, Body=b"other", IfNoneMatch="*"
        )


def test_the_probe_of_the_start_leaves_nothing_behind(settings: Settings) -> None:
    listed = objects.client(settings).list_objects_v2(Bucket=settings.s3_bucket)

    assert objects.PROBE not in [found["Key"] for found in listed.get("Contents", [])]


@pytest.mark.parametrize("role", ["owner", "activities", "web"])
def test_each_role_signs_in_and_none_is_almighty(settings: Settings, role: str) -> None:
    url = url_of(getattr(settings, f"database_{role}_url"))
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()

    assert found == (f"lipei_{role}", False, False, False)


@pytest.mark.parametrize("role", ["activities", "web"])
def test_only_the_owner_makes_tables(settings: Settings, role: str) -> None:
    url = url_of(getattr(settings, f"database_{role}_url"))
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create table mine (note text)")


def test_a_wrong_password_is_refused(settings: Settings) -> None:
    url = url_of(settings.database_web_url).replace(settings.postgres_web_password, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_text_sorts_and_clocks_tell_the_same_on_every_machine(settings: Settings) -> None:
    with psycopg.connect(postgres.admin_url(settings, "lipei")) as connection:
        found = connection.execute(
            "select current_setting('TimeZone'), datlocale, pg_encoding_to_char(encoding)"
            " from pg_database where datname = 'lipei'"
        ).fetchone()

    assert found == ("UTC", "C.UTF-8", "UTF8")


@pytest.mark.parametrize("namespace", ["lipei", "made-by-the-test"])
def test_a_namespace_keeps_closed_cases_for_30_days_and_knows_our_attributes(
    settings: Settings, namespace: str
) -> None:
    import asyncio

    from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
    from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
    from temporalio.service import ConnectConfig, ServiceClient

    temporal_namespace.ensure_namespace(settings.temporal_address, namespace)

    async def ask() -> tuple[int, set[str]]:
        service = await ServiceClient.connect(ConnectConfig(target_host=settings.temporal_address))
        described = await service.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=namespace)
        )
        listed = await service.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=namespace)
        )
        return described.config.workflow_execution_retention_ttl.seconds, set(listed.custom_attributes)

    seconds, attributes = asyncio.run(ask())
    assert seconds == 30 * 24 * 3600
    assert attributes >= {"LipeiStage", "LipeiDueAt", "LipeiEscalated", "LipeiAssignee", "LipeiProcess"}
