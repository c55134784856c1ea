"""Invoices in XML and OFD, codes on paper: what they say is certain, and what contradicts them is seen."""

import io
import zipfile
from dataclasses import replace

import pytest

from reading import codes, words
from reading.read import UnreadableError, read
from reading.weighing import with_codes, with_data
from rules.findings.reading import FieldName as F
from rules.findings.reading import Means, PaperKind, ReadField, Reading

BILL = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EInvoiceTag>CZ-EI</EInvoiceTag></Header><EInvoiceData><Main>
<EInvoiceCode>31060126</EInvoiceCode><EInvoiceNumber>0012345678</EInvoiceNumber>
<RandomNumber>a1b2c3</RandomNumber><IssueDate>20260901</IssueDate><TotalAmount>60.00</TotalAmount>
<InvoicingParty><InvoicingPartyName>上海市儿童医院</InvoicingPartyName></InvoicingParty>
<PayerParty><PayerPartyName>林小满</PayerPartyName></PayerParty></Main>
<Details><Item><ItemName>诊察费</ItemName><ItemAmount>50</ItemAmount></Item>
<Item><ItemName>化验费</ItemName><ItemAmount>10.00</ItemAmount></Item></Details>
<AuxDetails><Pair><N>医保统筹基金支付</N><V>20.00</V></Pair></AuxDetails>
</EInvoiceData></EInvoice>"""
SAID = {
    F.INVOICE_CODE: "31060126",
    F.INVOICE_NUMBER: "0012345678",
    F.CHECK_CODE: "a1b2c3",
    F.ISSUED_ON: "2026-09-01",
    F.AMOUNT: "60.00",
    F.HOSPITAL: "上海市儿童医院",
    F.PERSON: "林小满",
    F.PUBLIC_FUND: "20.00",
}


def said(reading: Reading) -> dict[F, str]:
    return {each.name: each.value for each in reading.fields}


ROOT = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"
DOCUMENT = """<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>
<Pages><Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>"""


def an_ofd(*lines: str, attached: str = "") -> bytes:
    """A page with a line of text each, and a bill's own data where it is given."""
    objects = "".join(
        f'<TextObject Boundary="10 {10 + 8 * number} 150 5"><TextCode X="0">{line}</TextCode></TextObject>'
        for number, line in enumerate(lines)
    )
    parts = {
        "OFD.xml": ROOT,
        "Doc_0/Document.xml": DOCUMENT,
        "Doc_0/Pages/Page_0/Content.xml": f"<Page><Content>{objects}</Content></Page>",
    }
    if attached:
        parts["Doc_0/Attachs/bill.xml"] = attached
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            bare = content.replace("<", "<ofd:").replace("<ofd:/", "</ofd:")
            named = bare.replace(">", ' xmlns:ofd="http://www.ofdspec.org/2016">', 1)
            archive.writestr(name, content if name.endswith("bill.xml") else named)
    return written.getvalue()


PRINTED = (
    "医疗门诊收费票据(电子)",
    "票据代码:31060126 票据号码:0012345678 校验码:a1b2c3",
    "交款人:林小满 开票日期:2026-09-01",
    "金额合计(大写)陆拾元整 (小写)60.00",
    "收款单位(章):上海市儿童医院",
)


def test_an_xml_bill_is_read_to_the_last_line() -> None:
    seen = read(BILL.encode(), "application/xml")

    assert (seen.kind, said(seen)) == (PaperKind.INVOICE, SAID)
    assert [(line.item, line.amount) for line in seen.lines] == [("诊察费", 5000), ("化验费", 1000)]
    assert {each.means for each in seen.fields} == {Means.XML}


NAMESPACE = BILL.replace("<EInvoice>", '<e:EInvoice xmlns:e="urn:b">').replace("/EInvoice>", "/e:EInvoice>")


@pytest.mark.parametrize(
    "bill",
    [
        NAMESPACE.encode(),
        BILL.replace("UTF-8", "GB2312").encode("gb2312"),
        BILL.replace("UTF-8", "gbk").encode("gbk"),
        BILL.replace("UTF-8", "UTF-16").encode("utf-16"),
        BILL.replace(">60.00<", "> ¥60.00 <").encode(),
        BILL.replace(">60.00<", ">６０．００<").encode(),
    ],
)
def test_an_xml_bill_is_read_in_the_encodings_and_figures_that_bills_have(bill: bytes) -> None:
    assert said(read(bill, "application/xml")) == SAID


def test_an_amount_may_have_its_thousands_apart() -> None:
    seen = read(BILL.replace(">60.00<", ">1,060.00<").encode(), "application/xml")

    assert said(seen)[F.AMOUNT] == "1060.00"


def test_a_name_of_gb18030_is_read_and_a_wrong_encoding_is_refused() -> None:
    rare = BILL.replace("UTF-8", "GB18030").replace("林小满", "李𬀩")

    assert said(read(rare.encode("gb18030"), "application/xml"))[F.PERSON] == "李𬀩"
    for declared in ("GBK", "Shift_JIS", "nonsense"):
        with pytest.raises(UnreadableError):
            read(BILL.replace("UTF-8", declared).encode() + b"\xff", "application/xml")


def test_a_value_that_holds_what_nobody_sees_is_shown_without_it_and_asked_about() -> None:
    seen = read(BILL.replace("林小满", "林\u202e小\u200d满").encode(), "application/xml")

    name = seen.field(F.PERSON)
    assert name and (name.value, name.sure) == ("林小满", False)
    amount = seen.field(F.AMOUNT)
    assert amount and amount.sure


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("壹仟零伍元零叁分", 1005_03),
        ("伍万零叁拾元伍角整", 50030_50),
        ("拾元整", 10_00),
        ("陆分", 6),
        ("叄佰元整", 300_00),
        ("貳佰圓正", 200_00),
        ("兩萬零陸元整", 20006_00),
        ("壹億元整", 100000000_00),
        ("负陆拾元整", -60_00),
        ("（负数）陆拾元整", -60_00),
        ("佰拾元角分", None),
        ("零元整", None),
        ("六十元", None),
    ],
)
def test_capitals_are_read_in_their_forms_and_a_blank_is_nothing(text: str, fen: int | None) -> None:
    assert words.capitals(f"金额合计（大写）{text}") == fen


def test_other_xml_is_no_invoice_and_one_with_entities_is_not_read() -> None:
    assert read(b"<?xml version='1.0'?><a><b>1</b></a>", "application/xml").kind is PaperKind.UNKNOWN
    with pytest.raises(UnreadableError, match="UntrustedXmlError"):
        read(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "application/xml")


def test_an_ofd_is_read_by_its_text_and_by_the_data_that_it_carries() -> None:
    by_text = read(an_ofd(*PRINTED), "application/ofd")
    by_data = read(an_ofd(*PRINTED, attached=BILL), "application/ofd")

    assert said(by_text) == {name: value for name, value in SAID.items() if name is not F.PUBLIC_FUND}
    assert said(by_data) == SAID
    assert by_data.disputed == ()


def test_an_ofd_whose_print_and_data_differ_is_for_a_person() -> None:
    forged = [line.replace("60.00", "600.00").replace("陆拾元", "陆佰元") for line in PRINTED]

    seen = read(an_ofd(*forged, attached=BILL), "application/ofd")

    assert [(each.name, each.value) for each in seen.disputed] == [(F.AMOUNT, "600.00")]
    assert (found := seen.field(F.AMOUNT)) and (found.value, found.sure) == ("60.00", False)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", an_ofd()[:200]])
def test_a_broken_ofd_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="broken"):
        read(data, "application/ofd")


def test_codes_of_invoices_are_taken_apart_and_everything_else_is_left_alone() -> None:
    fiscal = codes.invoice("01,06,31060126,0012345678,60.00,20260901,a1b2c3,A1B2")
    vat = codes.invoice("01,32,,26312000000123456789,123.45,20260901,,9F3C")

    assert fiscal == {name: SAID[name] for name in fiscal} and len(fiscal) == 5
    assert vat == {
        F.INVOICE_NUMBER: "26312000000123456789",
        F.AMOUNT: "123.45",
        F.ISSUED_ON: "2026-09-01",
    }
    for text in ("https://example.org/?a=1,2,3,4,5,6", "01,06,approve,this,claim,now,please", "", "1" * 5000):
        assert codes.invoice(text) == {}


def test_a_misread_picture_gives_way_to_its_code_and_a_clear_contradiction_to_nobody() -> None:
    printed = ReadField(name=F.AMOUNT, value="66.00", confidence=0.8, means=Means.OCR)
    code = "01,06,31060126,0012345678,60.00,20260901,a1b2c3,A1B2"

    misread, disputed = with_codes([printed], [code])
    contradicted, _ = with_codes([replace(printed, means=Means.TEXT, confidence=0.995)], [code])

    assert [(each.value, each.sure) for each in misread if each.name is F.AMOUNT] == [("60.00", True)]
    assert disputed == (printed,)
    assert [(each.value, each.sure) for each in contradicted if each.name is F.AMOUNT] == [("60.00", False)]


def test_a_bill_without_data_of_its_own_stays_as_it_is_printed() -> None:
    printed = Reading(kind=PaperKind.INVOICE, kind_confidence=0.9)

    assert with_data(printed, None) is printed
