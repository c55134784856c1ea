"""Files as objects in S3. Keys hold ids and numbers only, never personal data."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.literals import BucketLocationConstraintType

CONFIG = Config(
    # Presigned links of the older signature are refused by stores other than Amazon's.
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Otherwise a presigned PUT carries the checksum of an empty body and no upload fits it.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
"""Seconds, for each exchange; two attempts stay below the 15 that an activity on paper has."""

_NO_LOCKS = (400, 403, 404, 405, 501)
"""What a store answers that has no locks, whose bucket was made without, or that does not tell this key."""

LINK_SECONDS = 300
"""How long a presigned link works unless told otherwise."""


class BlobConflictError(Exception):
    """Another file already has this key; what was kept is never replaced."""


class BlobMissingError(LookupError):
    """No object has this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobFacts:
    """What the store says of an object without sending it."""

    key: str
    size_bytes: int
    media_type: str


class Blobs:
    """The objects of one bucket. Safe to share between threads."""

    def __init__(self, *, endpoint: str, region: str, bucket: str, access_key: str, secret_key: str) -> None:
        self.bucket = bucket
        self._region = region
        self.client: S3Client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=CONFIG,
        )

    def ensure_bucket(self) -> None:
        """Make the bucket where there is none."""
        try:
            self.client.head_bucket(Bucket=self.bucket)
        except ClientError as error:
            if status_of(error) != 404:
                raise
            self._make_bucket()

    def put_new(self, key: str, data: bytes, media_type: str) -> None:
        """Keep a file under a key of its own; to keep the same bytes again is fine.

        Raises BlobConflictError where the key holds other bytes.
        """
        digest = b64encode(hashlib.sha256(data).digest()).decode()
        try:
            self.client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=data,
                ContentType=media_type,
                ChecksumSHA256=digest,
                IfNoneMatch="*",
            )
        except ClientError as error:
            if status_of(error) != 412:
                raise
            if self.get(key) != data:
                raise BlobConflictError(
                    f"{key} already holds other bytes than the {len(data)} offered (sha256 {digest}): "
                    "an object is never replaced; keep this one under a key of its own"
                ) from error

    def put_first(self, key: str, data: bytes, media_type: str) -> bytes:
        """Keep a file where none is kept yet; the bytes that are kept, which may be an earlier one's."""
        try:
            self.put_new(key, data, media_type)
        except BlobConflictError:
            return self.get(key)
        return data

    def get(self, key: str) -> bytes:
        """The bytes of an object; BlobMissingError where there is none."""
        try:
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except ClientError as error:
            raise _missing(key, error) from error

    def head(self, key: str) -> BlobFacts:
        """Size and media type of an object; BlobMissingError where there is none."""
        try:
            facts = self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            raise _missing(key, error) from error
        return BlobFacts(key=key, size_bytes=facts["ContentLength"], media_type=facts["ContentType"])

    def keys_in(self, folder: str, before: datetime | None = None) -> list[str]:
        """Keys that begin with that, in their order; those written before an instant where one is given."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder)
        found = (each for page in pages for each in page.get("Contents", ()))
        return [each["Key"] for each in found if before is None or each["LastModified"] < before]

    @cached_property
    def locks(self) -> bool:
        """Whether the bucket was made with object lock, and so keeps every version."""
        try:
            found = self.client.get_object_lock_configuration(Bucket=self.bucket)
        except ClientError as error:
            if status_of(error) in _NO_LOCKS:
                return False
            raise
        return found.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled"

    def lock(self, key: str, until: datetime) -> None:
        """Keep everybody from changing an object before then, where the store has locks.

        What the law wants erased goes all the same: ``delete`` passes this lock, with a right of its own.
        """
        if self.locks:
            self.client.put_object_retention(
                Bucket=self.bucket, Key=key, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until}
            )

    def delete(self, key: str) -> None:
        """Delete an object for good, each version of it; one that is not there stays so."""
        if not self.locks:
            self.client.delete_object(Bucket=self.bucket, Key=key)
            return
        for version in list(self._versions(key)):
            self.client.delete_object(
                Bucket=self.bucket, Key=key, VersionId=version, BypassGovernanceRetention=True
            )

    def link_to_read(self, key: str, filename: str, seconds: int = LINK_SECONDS) -> str:
        """A link that shows the object in a browser under that name, for so many seconds."""
        asked = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentDisposition": f'inline; filename="{filename}"',
        }
        return self.client.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)

    def link_to_write(self, key: str, media_type: str, seconds: int = LINK_SECONDS) -> str:
        """A link that takes one PUT of a file with that ``Content-Type``, for so many seconds."""
        asked = {"Bucket": self.bucket, "Key": key, "ContentType": media_type}
        return self.client.generate_presigned_url("put_object", Params=asked, ExpiresIn=seconds)

    def _versions(self, key: str) -> Iterator[str]:
        listed = self.client.list_object_versions(Bucket=self.bucket, Prefix=key)
        for each in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())):
            if each["Key"] == key:
                yield each["VersionId"]

    def _make_bucket(self) -> None:
        if self._region == "us-east-1":
            self.client.create_bucket(Bucket=self.bucket)
            return
        # Amazon's first region is the only one that must not be named.
        place = cast("BucketLocationConstraintType", self._region)
        self.client.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": place})


def status_of(error: ClientError) -> int:
    """The HTTP status of what the store answered."""
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


def _missing(key: str, error: ClientError) -> Exception:
    if status_of(error) != 404:
        return error
    return BlobMissingError(f"no object is kept as {key}: it was never written, or was erased")
