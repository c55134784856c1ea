"""Objects are kept once and never replaced; links work for a while and for one purpose."""

import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from settings import Settings
from stores.papers.blobs import BlobConflictError, BlobMissingError, Blobs


@pytest.fixture
def key() -> str:
    """A key that no other test has."""
    return f"documents/{uuid4()}"


def fetched(url: str) -> tuple[bytes, str]:
    """Body and disposition of what a link gives."""
    with urllib.request.urlopen(url) as response:
        return response.read(), response.headers["Content-Disposition"]


def put(url: str, data: bytes, media_type: str) -> int:
    """Status of an upload through a link."""
    request = urllib.request.Request(url, data, {"Content-Type": media_type}, method="PUT")
    try:
        with urllib.request.urlopen(request) as response:
            status: int = response.status
            return status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_the_same_bytes_again_are_fine(blobs: Blobs, key: str) -> None:
    blobs.put_new(key, b"a report", "application/pdf")
    blobs.put_new(key, b"a report", "application/pdf")

    assert blobs.get(key) == b"a report"
    assert (blobs.head(key).size_bytes, blobs.head(key).media_type) == (8, "application/pdf")


def test_other_bytes_are_refused_and_the_first_stay(blobs: Blobs, key: str) -> None:
    blobs.put_new(key, b"a report", "application/pdf")

    with pytest.raises(BlobConflictError, match=key):
        blobs.put_new(key, b"another", "application/pdf")

    assert blobs.get(key) == b"a report"


def test_what_is_not_there_is_said_to_be_missing(blobs: Blobs, key: str) -> None:
    for ask in (blobs.get, blobs.head):
        with pytest.raises(BlobMissingError, match=key):
            ask(key)


def test_a_link_shows_the_object_under_its_name(blobs: Blobs, key: str) -> None:
    blobs.put_new(key, b"a letter", "application/pdf")

    assert fetched(blobs.link_to_read(key, "GOP-1.pdf")) == (b"a letter", 'inline; filename="GOP-1.pdf"')


def test_without_its_signature_a_link_opens_nothing(blobs: Blobs, key: str) -> None:
    blobs.put_new(key, b"a letter", "application/pdf")
    bare = blobs.link_to_read(key, "GOP-1.pdf").partition("?")[0]

    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        fetched(bare)
    refused.value.close()


def test_a_link_takes_an_upload_of_its_kind_and_no_other(blobs: Blobs, key: str) -> None:
    link = blobs.link_to_write(key, "image/png")

    assert put(link, b"not a picture", "text/html") == 403
    assert put(link, b"a picture", "image/png") == 200
    assert blobs.get(key) == b"a picture"


def test_a_bucket_is_made_where_there_is_none(stack: Settings, key: str) -> None:
    fresh = Blobs(
        endpoint=stack.s3_endpoint,
        region=stack.s3_region,
        bucket=f"lipei-{uuid4().hex[:8]}",
        access_key=stack.s3_access_key,
        secret_key=stack.s3_secret_key,
    )

    fresh.ensure_bucket()
    fresh.ensure_bucket()

    fresh.put_new(key, b"first", "text/plain")
    assert fresh.get(key) == b"first"


def test_an_original_is_locked_where_the_store_has_locks_and_erased_all_the_same(
    stack: Settings, blobs: Blobs
) -> None:
    locking = Blobs(**{**stack.object_store, "bucket": "lipei-locked"})
    locking.client.create_bucket(Bucket=locking.bucket, ObjectLockEnabledForBucket=True)
    for store in (blobs, locking):
        store.put_new("uploads/one", b"original", "application/pdf")
        store.lock("uploads/one", datetime.now(UTC) + timedelta(days=3650))
    version = locking.client.head_object(Bucket=locking.bucket, Key="uploads/one")["VersionId"]

    with pytest.raises(ClientError):
        locking.client.delete_object(Bucket=locking.bucket, Key="uploads/one", VersionId=version)
    kept = locking.get("uploads/one")
    for store in (blobs, locking):
        store.delete("uploads/one")

    assert (blobs.locks, locking.locks, kept) == (False, True, b"original")
    for store in (blobs, locking):
        with pytest.raises(BlobMissingError):
            store.get("uploads/one")
    assert "Versions" not in locking.client.list_object_versions(Bucket=locking.bucket)
