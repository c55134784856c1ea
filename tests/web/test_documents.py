"""Files are judged by their bytes, kept whole, and named by keys that say nothing of a person."""

import hashlib
import io
import zipfile

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models import Upload
from stores.blobs import Blobs
from tests.web.site import PDF, Site, fields

MEBIBYTE = 1024 * 1024


def an_ofd(entry: str = "OFD.xml") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(entry, "<ofd/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0 rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n rest", "image/png"),
        (b"II*\x00 rest", "image/tiff"),
        (b"\x00\x00\x00\x18ftypheic rest", "image/heic"),
        (an_ofd(), "application/ofd"),
        ('\ufeff<?xml version="1.0"?><bill/>'.encode(), "application/xml"),
    ],
)
def test_a_file_is_known_by_its_bytes(site: Site, data: bytes, media_type: str) -> None:
    answer = site.desk().upload(data=data, name="picture.exe")

    assert (answer.status_code, answer.json()["media_type"]) == (201, media_type)


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00", b"<html></html>", an_ofd("word/document.xml"), b"PK\x03\x04"]
)
def test_other_kinds_of_files_are_refused_whatever_their_name(site: Site, data: bytes) -> None:
    answer = site.desk().upload(data=data, name="estimate.pdf")

    assert (answer.status_code, set(fields(answer))) == (415, {"file"})


def test_the_file_is_kept_with_its_hash_under_a_key_without_names(site: Site, reader: Engine) -> None:
    answer = site.family().upload(data=PDF, name="林小满 病历.pdf")

    with Session(reader) as session:
        kept = session.get_one(Upload, answer.json()["id"])
    settings = site.settings
    blobs = Blobs(
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        bucket=settings.s3_bucket,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
    )
    assert blobs.get(kept.object_key) == PDF
    assert answer.json()["sha256"] == kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert kept.object_key == f"uploads/2026/09/{kept.id}.pdf"
    assert (kept.filename, kept.principal) == (
        "林小满 病历.pdf",
        site.reference("guardian of M2025000001"),
    )


def test_a_name_with_folders_and_invisible_characters_is_cleaned(site: Site, reader: Engine) -> None:
    answer = site.desk().upload(name="..\\..\\bill\u202e.pdf")

    with Session(reader) as session:
        assert session.get_one(Upload, answer.json()["id"]).filename == "bill.pdf"


def test_what_is_wrong_with_the_form_is_named(site: Site) -> None:
    assert set(fields(site.desk().upload(data=b""))) == {"file"}
    assert set(fields(site.desk().upload(kind="SELFIE"))) == {"kind"}
    assert set(fields(site.desk().upload(colour="red"))) == {"colour"}


@pytest.mark.parametrize(("size", "status"), [(50 * MEBIBYTE, 201), (50 * MEBIBYTE + 1, 413)])
def test_a_file_holds_50_megabytes_at_most(site: Site, size: int, status: int) -> None:
    answer = site.desk().upload(data=PDF.ljust(size, b"\0"))

    assert answer.status_code == status


def test_what_is_far_too_large_is_refused_before_it_is_read(site: Site) -> None:
    answer = site.desk().upload(data=PDF.ljust(52 * MEBIBYTE, b"\0"))

    assert (answer.status_code, answer.json()["type"]) == (413, "/docs#too-large")


def test_files_come_as_a_form(site: Site) -> None:
    assert site.desk().post("/api/v1/documents", json={"kind": "OTHER"}).status_code == 415


def test_a_role_that_hands_in_nothing_is_refused(site: Site) -> None:
    assert site.person("feng.finance").upload().status_code == 403
