"""Lines of charges in the tables of invoices and itemised lists."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reading.labels import least
from reading.spans import Row, Span
from reading.words import AMOUNT, fen
from rules.findings.reading import ReadLine

_HEADS = ("项目名称", "收费项目", "项目", "名称", "金额")
_ENDS = ("合计", "大写", "小写", "价税", "总计", "其他信息")
_MOST = 400
_WORD = re.compile(r"[一-龥A-Za-z()*]{1,20}")


def charges(rows: Sequence[Row]) -> tuple[ReadLine, ...]:
    """What stands between the table's head and its total: an item, and the last amount of its row."""
    lines: list[ReadLine] = []
    side_by_side: bool | None = None
    for row in rows:
        packed = row.text.replace(" ", "")
        if side_by_side is None:
            if sum(word in packed for word in _HEADS) >= 2:
                side_by_side = packed.count("金额") > 1
            continue
        if any(word in packed[:6] for word in _ENDS):
            break
        found = _lines(row, side_by_side)
        if found:
            lines.extend(found)
        elif lines and len(row.spans) == 1 and _WORD.fullmatch(row.text):
            # A long name goes on below.
            lines[-1] = replace(lines[-1], item=lines[-1].item + row.text)
    return tuple(lines[:_MOST])


def _lines(row: Row, side_by_side: bool) -> list[ReadLine]:
    """One line of charges, or several where the table has items side by side."""
    ends = [number for number, span in enumerate(row.spans) if _amount(span) is not None]
    if not side_by_side:
        ends = ends[-1:]
    found, first = [], 0
    for end in ends:
        item = next((_item(span) for span in row.spans[first : end + 1] if _is_word(span.text)), "")
        amount = _amount(row.spans[end])
        if item and amount is not None:
            found.append(
                ReadLine(
                    item=item,
                    amount=amount,
                    confidence=round(least(row.spans[first : end + 1]), 4),
                    place=row.sheet.place(row.spans[first : end + 1]),
                )
            )
            first = end + 1
    return found


def _amount(span: Span) -> int | None:
    """The amount with which a cell ends."""
    found = list(AMOUNT.finditer(span.text))
    return fen(found[-1]) if found and found[-1].end() == len(span.text) else None


def _item(span: Span) -> str:
    """An item without its number before and its amount behind, where they stand close to it."""
    bare = re.sub(r"^[0-9]{1,3}[ .、]\s?|\s?[0-9.]*\s?¥?[0-9,]+\.[0-9]{2}$", "", span.text)
    return re.sub(r"(?<=[一-龥]) | (?=[一-龥])", "", bare).strip()


def _is_word(text: str) -> bool:
    return len(re.findall(r"[一-龥]", text)) >= 2
