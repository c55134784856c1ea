"""Files are judged by their bytes, kept whole, and named by keys that say nothing of a person."""

import hashlib
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from models import AccessLog, Upload
from stores.papers.blobs import Blobs
from stores.papers.uploads import MOST_WAITING
from tests.intake.files import a_pdf, a_picture, a_tiff, an_archive, an_ofd, an_xml
from tests.intake.hostile import NAMES
from tests.web.site import PDF, Site, fields

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (a_picture(), "image/jpeg"),
        (a_picture("PNG"), "image/png"),
        (a_tiff(), "image/tiff"),
        (a_picture("HEIF"), "image/heic"),
        (an_ofd(), "application/ofd"),
        (b"\xef\xbb\xbf" + an_xml(), "application/xml"),
    ],
)
def test_a_file_is_known_by_its_bytes(site: Site, data: bytes, media_type: str) -> None:
    answer = site.desk().upload(data=data, name="picture.exe")

    assert (answer.status_code, answer.json()["media_type"]) == (201, media_type)


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00", b"<html></html>", an_archive({"word/document.xml": ""}), b"PK\x03\x04"]
)
def test_other_kinds_of_files_are_refused_whatever_their_name(site: Site, data: bytes) -> None:
    answer = site.desk().upload(data=data, name="estimate.pdf")

    assert (answer.status_code, set(fields(answer))) == (415, {"file"})


def test_the_file_is_kept_with_its_hash_under_a_key_without_names(site: Site, reader: Engine) -> None:
    answer = site.family().upload(data=PDF, name="林小满 病历.pdf")

    with Session(reader) as session:
        kept = session.get_one(Upload, answer.json()["id"])
    settings = site.settings
    blobs = Blobs(**settings.object_store)
    assert blobs.get(kept.object_key) == PDF
    assert answer.json()["sha256"] == kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert kept.object_key == f"uploads/2026/09/{kept.id}"
    assert (kept.filename, kept.principal) == (
        "林小满 病历.pdf",
        site.reference("guardian of M2025000001"),
    )


def test_a_name_is_a_label_without_folders_and_invisible_characters(site: Site, reader: Engine) -> None:
    desk = site.desk()
    ids = {name: desk.upload(name=sent).json()["id"] for name, (sent, _) in NAMES.items()}

    with Session(reader) as session:
        kept = {name: session.get_one(Upload, upload_id).filename for name, upload_id in ids.items()}
    assert kept == {name: label for name, (_, label) in NAMES.items()}


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


def test_a_page_is_shown_as_a_picture_and_as_its_text(site: Site) -> None:
    desk = site.desk()
    kept = desk.upload(data=a_pdf("first page", "second page")).json()["id"]

    said = desk.get(f"/api/v1/documents/{kept}/pages").json()
    shown = [desk.get(f"/api/v1/documents/{kept}/pages/{number}") for number in (1, 2, 2)]

    assert [(page["number"], page["text"]) for page in said] == [(1, "first page"), (2, "second page")]
    assert all(each.content.startswith(b"\x89PNG") for each in shown)
    assert shown[1].content == shown[2].content != shown[0].content
    assert shown[0].headers["cache-control"].startswith("private")
    assert desk.get(f"/api/v1/documents/{kept}/pages/3").status_code == 404


def test_a_file_of_another_is_not_there(site: Site) -> None:
    kept = site.family().upload().json()["id"]

    assert site.family().get(f"/api/v1/documents/{kept}/pages/1").status_code == 200
    assert site.desk().get(f"/api/v1/documents/{kept}/pages/1").status_code == 404
    assert site.desk().get(f"/api/v1/documents/{kept}/pages").status_code == 404


def test_without_a_scanner_a_file_is_not_scanned_and_never_clean(site: Site) -> None:
    assert site.desk().upload().json()["scan_status"] == "NOT_SCANNED"


def test_a_refused_file_is_on_record_and_its_sender_told_what_to_do(site: Site, reader: Engine) -> None:
    answer = site.desk().upload(data=a_pdf()[:60])

    told = answer.json()
    with Session(reader) as session:
        noted = session.exec(select(AccessLog).where(AccessLog.request_id == told["request_id"])).one()
    assert (answer.status_code, told["refusal"]) == (422, "BROKEN")
    assert "export it again" in told["detail"] and "重新" in told["detail_zh"]
    assert (noted.action, noted.subject, noted.allowed) == ("UPLOAD", "refused:BROKEN", False)


def test_who_hands_in_hundreds_that_belong_to_no_case_is_told_to_use_them_first(
    site: Site, reader: Engine
) -> None:
    sender = site.person("UFH-SH")
    own = UUID(sender.upload().json()["id"])
    copies = text(
        """
        INSERT INTO upload (id, principal, kind, object_key, sha256, size_bytes, media_type, filename, source,
            uploaded_at, scan_status)
        SELECT gen_random_uuid(), principal, kind, 'test/quota/' || place, sha256, size_bytes, media_type,
            filename, source, uploaded_at, scan_status
        FROM upload, generate_series(1, :most) AS place WHERE id = :own
        """
    )
    with reader.begin() as connection:
        connection.execute(copies, {"most": MOST_WAITING, "own": own})
    refused = sender.upload()
    with reader.begin() as connection:
        connection.execute(text("DELETE FROM upload WHERE object_key LIKE 'test/quota/%'"))

    assert (refused.status_code, refused.json()["refusal"]) == (422, "TOO_MANY_FILES")
    assert sender.upload().status_code == 201
