"""Days, amounts, names and numbers as papers write them, in the one form that we keep."""

import re
from datetime import date

from rules.money import format_yuan

_DAY = re.compile(
    r"(?P<y>19[0-9]{2}|20[0-9]{2})\s?[-年/.]\s?(?P<m>[01]?[0-9])\s?[-月/.]\s?(?P<d>[0-3]?[0-9])(?![0-9])"
    r"|(?<![0-9])(?P<Y>19[0-9]{2}|20[0-9]{2})(?P<M>[01][0-9])(?P<D>[0-3][0-9])(?![0-9])"
)
AMOUNT = re.compile(
    r"(?P<sign>-)?\s?[¥￥]?\s?(?P<minus>-)?"
    r"(?P<yuan>[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,9})\.(?P<fen>[0-9]{2})(?![0-9])"
)
_CAPITAL_DIGITS = {letter: number for number, letter in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_IN_CAPITALS = re.compile(
    r"(?P<minus>负)?[数)）]{0,2}(?P<words>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分][零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]+)"
)
_OTHER_FORMS = str.maketrans("叄參貳弍兩两陸萬億圓〇○負", "叁叁贰贰贰贰陆万亿圆零零负")


def find_day(text: str) -> re.Match[str] | None:
    """The first day in a text."""
    for found in _DAY.finditer(text):
        if _iso(found):
            return found
    return None


def day(text: str) -> str:
    """The first day in ISO form; empty where there is none."""
    found = find_day(text)
    return _iso(found) if found else ""


def find_amount(text: str) -> re.Match[str] | None:
    """The first amount with its two decimals."""
    return AMOUNT.search(text)


def amount(text: str) -> str:
    """The first amount in yuan with two decimals; empty where there is none."""
    found = find_amount(text)
    return format_yuan(fen(found)) if found else ""


def fen(found: re.Match[str]) -> int:
    """What an amount that was found is worth."""
    whole = re.sub(r"[,，]", "", found["yuan"])
    value = int(whole) * 100 + int(found["fen"])
    return -value if found["sign"] or found["minus"] else value


def capitals(text: str) -> int | None:
    """Fen of an amount in Chinese capitals (大写), read leniently; None where it is none, or left blank."""
    found = _IN_CAPITALS.search(text.translate(_OTHER_FORMS))
    if not found or not (found["words"][0] == "拾" or _CAPITAL_DIGITS.keys() & set(found["words"])):
        return None
    total, section, digit = 0, 0, 0
    for letter in found["words"]:
        if letter in _CAPITAL_DIGITS:
            digit = _CAPITAL_DIGITS[letter]
        elif letter in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[letter], 0
        elif letter in "亿万":
            scale = 10**8 if letter == "亿" else 10**4
            total, section, digit = (total + section + digit) * scale, 0, 0
        elif letter in "元圆":
            total, section, digit = (total + section + digit) * 100, 0, 0
        elif letter in "角分":
            total, digit = total + digit * (10 if letter == "角" else 1), 0
    return (-total if found["minus"] else total) or None


def _iso(found: re.Match[str]) -> str:
    year, month, number = (found[small] or found[large] for small, large in ("yY", "mM", "dD"))
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return ""
