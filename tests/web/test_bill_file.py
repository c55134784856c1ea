"""A bill as a file: what a desk's system exports becomes rows of the form, or is refused with the reason."""

import json

import pytest

from tests.web.browsing import Browser
from tests.web.site import Site
from tests.web.test_billing import opened
from web.forms.bill_file import bill_of

__all__ = ["opened"]

CHINESE = "行号,项目,名称,金额,数量\n1,诊察费,儿科诊察费,500.00,\n2,化验费,血常规,一百六,2\n"
LINES = [
    {"line_id": "1", "item": "CONSULTATION", "description": "儿科诊察费", "amount": "500.00"},
    {"line_id": "2", "item": "LAB", "description": "血常规", "amount": "一百六", "quantity": "2"},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_headings_and_items_may_be_chinese_or_codes(encoding: str) -> None:
    assert bill_of(CHINESE.encode(encoding)) == {"lines": LINES}
    english = "line_id,item,description,amount\n7,DRUG,布洛芬,30\n"
    assert bill_of(english.encode(encoding))["lines"][0]["item"] == "DRUG"


def test_json_may_be_a_bill_a_body_or_the_charges_alone() -> None:
    bill = {"lines": LINES, "diagnoses": [{"code": "J06.900", "name": "上呼吸道感染"}], "final": True}

    assert bill_of(json.dumps(LINES).encode()) == {"lines": LINES}
    for said in (bill, {"bill": bill}):
        assert bill_of(json.dumps(said).encode()) == {"lines": LINES, "diagnoses": bill["diagnoses"]}
    assert bill_of(b'[{"amount": 0.10}]')["lines"][0]["amount"] == "0.10", "no figure passes through a float"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("行号,金额,备注\n1,5,x\n", "备注"),
        ("line_id,amount\n", "no charges"),
        ('{"lines": {}}', "holds no charges"),
        ('{"lines": [1]}', "holds no charges"),
        ("[" * 20_000, "no JSON"),
        ("line_id\n" + "1\n" * 1000, "1000 charges.*join"),
        ("", "of nothing"),
        ("PK\x03\x04", "Excel"),
        ("line_id,item,amount\n1,DRUG,1,234.50\n", "line 2 has 4 cells where the headings are 3: quote"),
        ('line_id,description\n1,"布洛芬\n2,血常规\n', "line 2 cannot be read as CSV"),
        ("line_id,description\n1," + "x" * 140_000, "cannot be read as CSV"),
        ("行号,金额,amount\n1,5,6\n", "column amount twice"),
        ("行号,金额,\n1,5,6\n", "quote"),
        ("行号,金额\n1,5.00\n2,5.50\n合计,11.00\n", "says 11.00 in all, the charges come to 10.50"),
        ('{"lines": [{"line_id": "1"}], "lines": []}', "lines is there twice"),
    ],
)
def test_what_is_no_bill_is_refused_with_the_reason(content: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        bill_of(content.encode())


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_may_come_as_any_program_writes_it(between: str, end: str) -> None:
    rows = (["Line_ID", "Item", "Amount", ""], ["1", "DRUG", "30", ""], ["合计", "", "30.00", ""])
    text = end.join(between.join(row) for row in rows)

    assert bill_of(text.encode()) == {"lines": [{"line_id": "1", "item": "DRUG", "amount": "30"}]}


def test_the_line_in_which_excel_names_what_stands_between_cells_is_no_heading() -> None:
    assert bill_of(b"sep=;\nline_id;amount\n1;5\n")["lines"] == [{"line_id": "1", "amount": "5"}]


def test_figures_that_are_none_reach_the_form_as_they_were_written() -> None:
    assert bill_of(b'[{"amount": NaN}]')["lines"] == [{"amount": "NaN"}]


def test_a_bill_of_two_hundred_lines_fits_into_its_form(site: Site, opened: str) -> None:
    names = ("line_id", "item", "description", "amount", "quantity", "unit_price", "invoice", "doctor_level")
    said = {f"bill.lines.{line}.{name}": "x" for line in range(200) for name in names}
    with Browser.of(site) as browser:
        browser.sign_in("desk.meihua-fuer")
        answer = browser.send(f"/cases/{opened}/draft/SUBMIT_BILL", seen_version="1", **said)

    assert answer.status_code == 204, answer.text


def test_the_desk_sees_each_line_with_its_error_before_anything_is_sent(site: Site, opened: str) -> None:
    path = f"/cases/{opened}?do=SUBMIT_BILL"
    with Browser.of(site) as browser:
        browser.sign_in("desk.meihua-fuer")
        asked = {"csrf": browser.csrf(), "seen_version": "1", "_bill_read": "1"}
        answer = browser.http.post(
            f"/cases/{opened}/do/SUBMIT_BILL",
            data=asked,
            files={"_bill_file": ("bill.csv", CHINESE.encode())},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert "_bill_file" in browser.get(path).text

    assert answer.status_code == 422
    assert "读入 2 行" in answer.text
    assert 'name="bill.lines.1.description" value="血常规"' in answer.text
    assert 'id="f-bill-lines-1-amount-wrong"' in answer.text
    assert 'id="f-bill-lines-0-amount-wrong"' not in answer.text
    assert site.desk().get(f"/api/v1/cases/{opened}").json()["billing"]["bills"] == []
