"""Finds what stands behind a label, or below it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from reading.spans import Row, Span
from rules.findings.reading import FieldName, Means, Place, ReadField

Taken = tuple[int, int, str]
"""Where a value begins and ends in a text, and the value in the form that we keep."""
Take = Callable[[str], Taken | None]

_WORDS = (
    "姓名 性别 年龄 科别 科室 科室名称 床号 住院号 病历号 门诊号 病案号 就诊日期 "
    "就诊时间 出生日期 出生 民族 住址 费别 职业 电话 联系电话 证件号码 证件类型 "
    "身份证号 公民身份号码 公民身份证件编号 保单号 保单号码 会员号 开户行 开户银行 "
    "银行账号 账号 账户名 户名 票据代码 票据号码 校验码 交款人 开票日期 发票代码 "
    "发票号码 收款单位 复核人 收款人 交款人统一社会信用代码 业务流水号 医疗机构类型 "
    "医保类型 医保编号 医保统筹基金支付 其他支付 个人账户支付 个人现金支付 个人自付 "
    "个人自费 住院科别 住院时间 预缴金额 补缴金额 退费金额 入院日期 出院日期 入院时间 "
    "出院时间 住院天数 入院诊断 出院诊断 临床诊断 初步诊断 诊断 诊断意见 医师 医生 "
    "医师签名 主治医师 处理意见 建议 报告日期 报告时间 采样时间 送检医生 标本 标本类型 "
    "检验者 审核者 合计 金额合计 母亲姓名 父亲姓名 出生地点 出生孕周 出生体重 出生身长 "
    "接生机构 签发机构 签发日期 签发机关 编号 户主 户主姓名 与户主关系 籍贯 曾用名 "
    "出生地 宗教信仰 与被保险人关系 申请日期 申请人 手机 手机号码 审核 调配 药师 "
    "药品金额 金额 大写 小写 统一社会信用代码 名称 关系 地址 备注 项目 日期 费用类别 "
    "医院 就诊医院 卡号 新生儿姓名 出生时间 体重 身长 孕周 Name Sex Age "
    "诊断证明书 疾病诊断证明书 诊断证明 出生医学证明 户主或与户主关系 承办人签章 身高 "
    "开票人 购买方名称 销售方名称 价税合计 检验报告单 申请人签名 "
)
_STOPS = tuple(_WORDS.split())


@cache
def _label(words: tuple[str, ...], colon: bool) -> re.Pattern[str]:
    end = r"\s?[:：]\s?" if colon else r"\s?[:：]?\s?"
    before = "" if colon else r"(?<![一-龥])"
    return re.compile(rf"{before}(?P<label>{_either(words)}){end}")


@cache
def _stop() -> re.Pattern[str]:
    either = _either(_STOPS)
    return re.compile(rf"(?:{either})\s?[:：]|\s(?:{either})(?=\s|$)")


@cache
def _known() -> re.Pattern[str]:
    return re.compile(_either(_STOPS))


def _either(words: tuple[str, ...]) -> str:
    """Any of the words, the longest first; blanks may stand between their characters."""
    return "|".join(r"\s?".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Sought:
    """A field of a kind of paper: the labels that stand before it, and what of the text is taken."""

    name: FieldName
    labels: tuple[str, ...]
    take: Take


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the number of the row in which its label stands."""

    field: ReadField
    row: int


def read_labelled(rows: Sequence[Row], sought: Sought) -> Found | None:
    """The first value with one of the labels, to the right of it or in the row below it.

    A label with a colon goes before one without, which may be any word.
    """
    for colon in (True, False):
        pattern = _label(sought.labels, colon)
        for index, row in enumerate(rows):
            for label in pattern.finditer(row.text):
                below = rows[index + 1] if index + 1 < len(rows) else None
                found = None if _is_longer(row.text, label) else _value(row, below, label, sought)
                if found:
                    return Found(found, index)
    return None


def _is_longer(text: str, label: re.Match[str]) -> bool:
    """Whether a longer label begins where this one does: 交款人统一社会信用代码 is not 交款人."""
    known = _known().match(text, label.start())
    return known is not None and known.end() > label.end("label")


def _value(row: Row, below: Row | None, label: re.Match[str], sought: Sought) -> ReadField | None:
    start = label.end()
    rest = row.text[start:]
    stop = _stop().search(rest)
    rest = rest[: stop.start()] if stop else rest
    taken = sought.take(rest)
    if taken:
        return field(sought.name, taken[2], row, row.cut(start + taken[0], start + taken[1]))
    over = row.cut(start, start + len(rest)) or row.cut(label.start(), label.end())
    under = _under(below, over) if below else None
    if not below or not under or _stop().match(under.text):
        return None
    if not rest.strip():
        taken = sought.take(under.text)
        return field(sought.name, taken[2], below, (under.part(taken[0], taken[1]),)) if taken else None
    # A long value goes on in the line below.
    taken = sought.take(rest.strip() + under.text)
    return field(sought.name, taken[2], row, (*over, under)) if taken else None


def _under(below: Row, over: Sequence[Span]) -> Span | None:
    """What stands under a label, or under the beginning of its value, in the next row."""
    if not over or below.spans[0].middle - over[0].middle > 4 * over[0].height:
        return None
    left, right = over[0].left, over[-1].right
    for span in below.spans:
        if min(span.right, right) - max(span.left, left) > 0.3 * min(right - left, span.right - span.left):
            return span
    return None


def field(name: FieldName, value: str, row: Row, spans: Sequence[Span]) -> ReadField:
    """A value with its place, and the confidence of its least certain character."""
    return ReadField(
        name=name,
        value=value,
        confidence=round(least(spans), 4),
        means=row.sheet.means,
        place=row.sheet.place(spans) if spans else None,
    )


def least(spans: Sequence[Span]) -> float:
    """The score of the least certain character."""
    return min((score for span in spans for score in span.scores), default=0.0)


def given(
    name: FieldName, value: str, means: Means, confidence: float, place: Place | None = None
) -> ReadField:
    """A value that came in a code or a structured file."""
    return ReadField(name=name, value=value, confidence=confidence, means=means, place=place)
