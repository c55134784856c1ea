"""Large files in the object store, part by part: begun, continued after a break, put together or given up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from stores.papers.blobs import LINK_SECONDS, Blobs, status_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import PartTypeDef

PART_BYTES = 8 * 2**20
"""Of every part but the last; stores take no smaller ones than 5 MiB."""


class FileParts:
    """The parts of one file, by its key and the store's own name for it."""

    def __init__(self, blobs: Blobs, key: str, reference: str) -> None:
        """A file that was begun."""
        self._s3: S3Client = blobs.client
        self._blobs, self._key, self._reference = blobs, key, reference

    @staticmethod
    def begin(blobs: Blobs, key: str) -> str:
        """Begin a file; the store's name for it."""
        begun = blobs.client.create_multipart_upload(
            Bucket=blobs.bucket, Key=key, ContentType="application/octet-stream"
        )
        return begun["UploadId"]

    def link(self, number: int, seconds: int = LINK_SECONDS) -> str:
        """A link that takes one PUT of that part, from 1, for so many seconds."""
        asked = {
            "Bucket": self._blobs.bucket,
            "Key": self._key,
            "UploadId": self._reference,
            "PartNumber": number,
        }
        return self._s3.generate_presigned_url("upload_part", Params=asked, ExpiresIn=seconds)

    def put(self, number: int, data: bytes) -> None:
        """Keep a part; the same number again replaces it."""
        self._s3.upload_part(
            Bucket=self._blobs.bucket,
            Key=self._key,
            UploadId=self._reference,
            PartNumber=number,
            Body=data,
        )

    def there(self) -> dict[int, int]:
        """Bytes of each part that arrived; nothing where the file was put together or given up."""
        return {part["PartNumber"]: part["Size"] for part in self._listed()}

    def finish(self) -> None:
        """Put the parts together; BlobMissingError where none is there and it was not done before."""
        listed = self._listed()
        if not listed:
            self._blobs.head(self._key)
            return
        with _gone_is_fine():
            self._s3.complete_multipart_upload(
                Bucket=self._blobs.bucket,
                Key=self._key,
                UploadId=self._reference,
                MultipartUpload={
                    "Parts": [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in listed]
                },
            )

    def give_up(self) -> None:
        """Throw away what arrived, put together or not."""
        with _gone_is_fine():
            self._s3.abort_multipart_upload(
                Bucket=self._blobs.bucket, Key=self._key, UploadId=self._reference
            )
        self._blobs.delete(self._key)

    def _listed(self) -> "Sequence[PartTypeDef]":
        with _gone_is_fine():
            answer = self._s3.list_parts(Bucket=self._blobs.bucket, Key=self._key, UploadId=self._reference)
            return answer.get("Parts", [])
        return ()


@contextmanager
def _gone_is_fine() -> Iterator[None]:
    """The store forgets the parts when they are put together or given up, perhaps by somebody beside us."""
    try:
        yield
    except ClientError as error:
        if status_of(error) != 404:
            raise
