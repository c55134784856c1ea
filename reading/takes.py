"""What of the text behind a label is the value, in the form that we keep."""

import re

from reading.labels import Take, Taken
from reading.words import day, fen, find_amount, find_day
from rules.money import format_yuan

_NAME = re.compile(r"[一-龥㐀-䶿]{1,3}(?:·[一-龥]{1,8})?[一-龥㐀-䶿]{0,6}|[A-Z][A-Za-z' -]{2,40}")
_HOSPITAL = re.compile(
    r"[一-龥A-Za-z()（）·]{2,30}?(?:医院|保健院|诊所|门诊部|医学中心|医疗中心|卫生院|卫生服务中心)(?:[(（][一-龥]{2,8}[)）])?"
)
_BANK = re.compile(r"(?:中国|[一-龥]{2,6})?[一-龥]{2,6}银行(?:[一-龥]{2,20}?(?:支行|分行|营业部))?")
_NUMBERED = re.compile(r"(?:^|(?<=[ ;；,，、。一-龥)]))\s?[(（]?[1-9][0-9]?\s?[)）.、]\s?(?=[一-龥A-Za-z])")
_SEPARATORS = re.compile(r"\s?[;；,，、]\s?|\s{1,}(?=[一-龥])")


def digits(*lengths: int) -> Take:
    """A number of one of these lengths, which may be written in groups."""
    form = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9])*(?![0-9A-Za-z])")

    def take(text: str) -> Taken | None:
        for found in form.finditer(text):
            number = re.sub(r"[ -]", "", found[0])
            if len(number) in lengths:
                return found.start(), found.end(), number
        return None

    return take


def pattern(form: str) -> Take:
    """What has that form; its first group, if it has one, is the value."""
    wanted = re.compile(form)

    def take(text: str) -> Taken | None:
        found = wanted.search(text)
        if not found:
            return None
        group = 1 if wanted.groups else 0
        return found.start(group), found.end(group), found[group].replace(" ", "")

    return take


def a_day(text: str) -> Taken | None:
    """The first day."""
    found = find_day(text)
    return (found.start(), found.end(), day(found[0])) if found else None


def last_day(text: str) -> Taken | None:
    """The day after the word "to" (至)."""
    start = max((text.find(word) + len(word) for word in ("至", "~", "—", "到") if word in text), default=-1)
    found = find_day(text[start:]) if start > 0 else None
    return (start + found.start(), start + found.end(), day(found[0])) if found else None


def an_amount(text: str) -> Taken | None:
    """The first amount."""
    found = find_amount(text)
    return (found.start("yuan"), found.end(), format_yuan(fen(found))) if found else None


def a_name(text: str) -> Taken | None:
    """A person's name."""
    found = _NAME.match(text.lstrip())
    if not found or not 2 <= len(found[0].strip()) <= 40:
        return None
    start = len(text) - len(text.lstrip())
    return start, start + len(found[0].rstrip()), found[0].strip()


def a_sex(text: str) -> Taken | None:
    """Male or female."""
    found = re.match(r"\s?([男女])", text)
    return (found.start(1), found.end(1), "MALE" if found[1] == "男" else "FEMALE") if found else None


def a_hospital(text: str) -> Taken | None:
    """An institution's name."""
    found = _HOSPITAL.search(text)
    return (found.start(), found.end(), found[0].replace("（", "(").replace("）", ")")) if found else None


def a_bank(text: str) -> Taken | None:
    """A bank, with its branch where that is named."""
    found = _BANK.search(text)
    return (found.start(), found.end(), found[0]) if found else None


def diagnoses(text: str) -> Taken | None:
    """Diagnoses without their numbers, joined by semicolons."""
    parts = [part.strip(" .。:：;；") for part in _SEPARATORS.split(_NUMBERED.sub(";", text))]
    kept = [part for part in parts if re.search(r"[一-龥A-Za-z]{2}", part)]
    return (0, len(text), "；".join(kept)) if kept else None


def identity(text: str) -> Taken | None:
    """A resident identity number, in whatever groups it is printed."""
    found = re.search(r"[1-9](?:\s?[0-9]){16}\s?[0-9Xx]", text)
    return (found.start(), found.end(), re.sub(r"\s", "", found[0]).upper()) if found else None
