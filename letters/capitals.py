"""Amounts of Renminbi in Chinese capitals (大写), as banks require them on instruments.

Source: People's Bank of China, 《支付结算办法》 annex 1, 正确填写票据和结算凭证的基本规定, articles 1 and 2.
"""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("亿", "万", "")
_LIMIT = 10**14
"""Fen; one trillion yuan, above which the groups 万 and 亿 no longer read unambiguously."""


def capitals(fen: int) -> str:
    """``10700053`` fen as ``人民币壹拾万柒仟元零伍角叁分``; ValueError below zero or from a trillion yuan."""
    if not 0 <= fen < _LIMIT:
        raise ValueError(f"{fen} fen has no form in capitals: amounts run from 0 to {_LIMIT - 1} fen")
    yuan, (jiao, cent) = fen // 100, divmod(fen % 100, 10)
    if not fen % 100:
        return f"人民币{_whole(yuan) or '零'}元整"
    whole = f"{_whole(yuan)}元" if yuan else ""
    # 零 bridges an empty place between what is written before and after it.
    bridge = "零" if yuan and (not jiao or not yuan % 10) else ""
    tenths = f"{_DIGITS[jiao]}角" if jiao else ""
    return f"人民币{whole}{bridge}{tenths}{_DIGITS[cent] + '分' if cent else ''}"


def parse_capitals(text: str) -> int:
    """Fen of an amount that :func:`capitals` wrote; 圆 for 元 and 正 for 整 pass, ValueError otherwise."""
    canonical = text.replace("圆", "元").replace("正", "整")
    body = canonical.removeprefix("人民币").removesuffix("整")
    yuan_part, separator, small = body.partition("元")
    fen = _read_whole(yuan_part) * 100 + _read_small(small) if separator else _read_small(body)
    if capitals(fen) != canonical:
        raise ValueError(f"{text!r} is not an amount in capitals, such as {capitals(fen)!r}")
    return fen


def _whole(yuan: int) -> str:
    groups = [(yuan // 10**8) % 10**4, (yuan // 10**4) % 10**4, yuan % 10**4]
    text, gap = "", False
    for value, name in zip(groups, _GROUPS, strict=True):
        if not value:
            gap = bool(text)
            continue
        bridge = "零" if text and (gap or value < 1000) else ""
        text, gap = text + bridge + _group(value) + name, False
    return text


def _group(value: int) -> str:
    text, gap = "", False
    for digit, place in zip(f"{value:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return text


def _read_whole(text: str) -> int:
    total = 0
    for name, unit in (("亿", 10**8), ("万", 10**4)):
        head, separator, rest = text.partition(name)
        if separator:
            total += _read_places(head) * unit
            text = rest
    return total + _read_places(text)


def _read_small(text: str) -> int:
    value, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in "角分":
            value += digit * (10 if character == "角" else 1)
        else:
            raise ValueError(f"{character!r} does not belong in an amount in capitals")
    return value


def _read_places(text: str) -> int:
    value, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in "仟佰拾":
            value += digit * {"仟": 1000, "佰": 100, "拾": 10}[character]
            digit = 0
        else:
            raise ValueError(f"{character!r} does not belong in an amount in capitals")
    return value + digit
