"""Invoices in XML and OFD, codes on paper: what they say is certain, and what contradicts them is seen."""

import io
import zipfile
from dataclasses import replace

import pytest

from reading import codes
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
