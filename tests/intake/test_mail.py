"""Mails of phones, of Outlook, of machines and of strangers are taken apart, each to its outcome."""

from email.message import EmailMessage

import pytest

from intake.mail import TooManyFilesError, take_apart
from intake.mail_apart import MailUnreadableError, taken_apart
from rules.findings.mailed import MOST_FILES, FileTrouble
from tests.intake.files import a_pdf

PDF = a_pdf()


def a_mail(*names: str, **headers: str) -> EmailMessage:
    """A mail with a PDF of each name."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "mother@example.com", "材料"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("请查收")
    for name in names:
        mail.add_attachment(PDF, maintype="application", subtype="pdf", filename=name)
    return mail


def raw_part(head: bytes) -> bytes:
    """A mail of one part, written by a program that does as it likes."""
    return b"From: a@example.com\r\n" + head + b"\r\n\r\n" + PDF


def test_the_files_of_a_mail_are_its_attachments_and_not_its_words() -> None:
    (file,) = take_apart(a_mail("发票.pdf").as_bytes()).files

    assert (file.name, file.data, file.trouble) == ("发票.pdf", PDF, None)


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Type: application/pdf; name="=?gbk?B?t6LGsS5wZGY=?="',
        b'Content-Type: application/pdf; name="' + "发票.pdf".encode("gbk") + b'"',
        b'Content-Disposition: attachment; filename="' + "发票.pdf".encode() + b'"',
        b"Content-Disposition: attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf",
    ],
)
def test_a_chinese_name_is_read_however_it_was_written(head: bytes) -> None:
    assert take_apart(raw_part(head)).files[0].name == "发票.pdf"


def test_a_photo_without_a_name_is_a_file() -> None:
    assert take_apart(raw_part(b"Content-Type: image/jpeg")).files[0].data == PDF


def test_a_logo_below_the_words_and_a_signature_are_no_files() -> None:
    mail = a_mail()
    mail.add_alternative("<img src='cid:logo'>", subtype="html")
    page = mail.get_body(("html",))
    assert page is not None
    page.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")
    mail.add_attachment(b"sig", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")

    assert take_apart(mail.as_bytes()).files == ()


def test_a_mail_in_a_mail_and_what_outlook_packed_are_named_and_not_opened() -> None:
    mail = a_mail()
    mail.add_attachment(a_mail("inner.pdf"))
    mail.add_attachment(b"\x78\x9f", maintype="application", subtype="octet-stream", filename="winmail.dat")
    mail.add_attachment(b"\x78\x9f", maintype="application", subtype="ms-tnef")

    troubles = [each.trouble for each in take_apart(mail.as_bytes()).files]

    assert troubles == [FileTrouble.NESTED_MAIL, *[FileTrouble.PACKED_BY_OUTLOOK] * 2]


@pytest.mark.parametrize(
    ("headers", "automatic", "quiet"),
    [
        ({}, False, False),
        ({"Auto_Submitted": "no"}, False, False),
        ({"Auto_Submitted": "auto-generated"}, False, True),
        ({"Auto_Submitted": "auto-replied; owner=a@example.com"}, True, True),
        ({"Precedence": "bulk"}, False, True),
        ({"List_Id": "<parents.example.com>"}, False, True),
        ({"X_Auto_Response_Suppress": "All"}, False, True),
    ],
)
def test_machines_are_not_answered_and_their_answers_not_taken(
    headers: dict[str, str], automatic: bool, quiet: bool
) -> None:
    mail = take_apart(a_mail("a.pdf", **headers).as_bytes())

    assert (mail.automatic, mail.quiet, len(mail.files)) == (automatic, quiet, int(not automatic))


def test_nothing_is_taken_from_a_bounce() -> None:
    report = b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nfailed\r\n--x--\r\n"

    assert take_apart(report).automatic


@pytest.mark.parametrize(("files", "taken"), [(MOST_FILES, True), (MOST_FILES + 1, False)])
def test_a_mail_holds_as_many_files_as_a_case(files: int, taken: bool) -> None:
    part = b"--x\r\nContent-Type: image/png\r\n\r\nP\r\n"
    raw = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * files + b"--x--\r\n"

    if taken:
        assert len(take_apart(raw).files) == files
    else:
        with pytest.raises(TooManyFilesError):
            take_apart(raw)


def test_parts_within_parts_without_end_are_given_up_in_the_process_of_their_own() -> None:
    depths = [f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(60)]

    with pytest.raises(MailUnreadableError):
        taken_apart("".join(depths).encode() + b"Content-Type: image/png\r\n\r\nP")


@pytest.mark.parametrize("raw", [b"", b"\0" * 100, b"Content-Type: multipart/mixed\r\n\r\n--\r\n"])
def test_what_is_no_mail_holds_no_file(raw: bytes) -> None:
    assert take_apart(raw).files == ()
