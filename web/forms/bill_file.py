"""A bill that comes as a file: its charges are put into the form, to be looked at before they are sent."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from rules.item_words import ITEMS
from stores.csv_files import decode
from web.api.bodies.bill_table import charges, require_few
from web.browser import sent_form
from web.forms.entry import Sent, sent_of
from web.forms.page import Wrong
from web.strict_json import named_once

FILE, READ = "_bill_file", "_bill_read"
"""Names of the file's field, and of the button that reads it without sending anything."""
MOST_BYTES = 1_000_000
LINES = "bill.lines"
_HEADINGS = {
    "行号": "line_id",
    "项目": "item",
    "名称": "description",
    "金额": "amount",
    "数量": "quantity",
    "单价": "unit_price",
    "发票号": "invoice",
    "医生级别": "doctor_level",
}
_ITEMS = {words.zh: code.value for code, words in ITEMS.items()}


async def with_file(request: Request, sent: Sent) -> tuple[Sent, Wrong | None]:
    """What was entered, with the charges of the file in the place of those before; or why it is not read."""
    file = (await sent_form(request)).get(FILE)
    if not isinstance(file, UploadFile) or not file.filename:
        return sent, Wrong({LINES: "choose the file of the bill first, CSV or JSON"})
    content = await file.read(MOST_BYTES + 1)
    await file.close()
    if len(content) > MOST_BYTES:
        return sent, Wrong({LINES: "the file is larger than 1 MB: send the bill in parts"})
    try:
        said = bill_of(content)
    except ValueError as unread:
        return sent, Wrong({LINES: str(unread)})
    replaced = tuple(f"bill.{name}." for name in said)
    kept = {name: values for name, values in sent.fields.items() if not name.startswith(replaced)}
    return Sent(kept | sent_of({"bill": said})), None


def faults_of_lines(wrong: Wrong) -> Wrong | None:
    """What is wrong with the charges; the rest of the form may still be filled in."""
    found = {path: text for path, text in wrong.errors.items() if path.startswith(f"{LINES}.")}
    return Wrong(found) if found else None


def bill_of(content: bytes) -> Mapping[str, Any]:
    """The lists of a bill (charges, invoices, diagnoses) that a file says, unchecked. ValueError for none."""
    text = _text(content)
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text)
    return {"lines": [_coded(row) for row in charges(text, _HEADINGS)]}


def _text(content: bytes) -> str:
    if content.startswith(b"PK"):
        raise ValueError("the file is an Excel workbook: save it as CSV")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return decode(content)


def _of_json(text: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text, parse_float=str, parse_constant=str, object_pairs_hook=named_once)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the file is no JSON: {error}") from error
    bill = {"lines": said} if isinstance(said, list) else said.get("bill", said)
    lines = bill.get("lines") if isinstance(bill, dict) else None
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise ValueError('the file holds no charges: give {"lines": [{"line_id": "1", …}]}')
    require_few(lines)
    parts = {"lines", "invoices", "diagnoses", "procedures"}
    return {name: rows for name, rows in bill.items() if name in parts and isinstance(rows, list)}


def _coded(row: Mapping[str, str]) -> Mapping[str, str]:
    """The row with its item as a code, where it was named in Chinese."""
    return {**row, "item": _ITEMS.get(row["item"], row["item"])} if "item" in row else row
