"""What kind of paper it is, by the words that only such papers carry."""

from collections.abc import Sequence

from reading.spans import Row
from rules.findings.reading import PaperKind

_TITLES: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.INVOICE: ("收费票据", "电子发票", "增值税", "门诊票据", "住院票据", "普通发票", "INVOICE"),
    PaperKind.ITEMISED_LIST: ("费用清单", "费用明细", "明细清单", "一日清单", "收费明细", "ITEMIZED"),
    PaperKind.DISCHARGE_SUMMARY: ("出院小结", "出院记录", "DISCHARGESUMMARY"),
    PaperKind.DIAGNOSIS_CERTIFICATE: ("诊断证明", "疾病证明", "病情证明"),
    PaperKind.MEDICAL_RECORD: ("门诊病历", "急诊病历", "病历记录", "就诊记录", "OUTPATIENTRECORD"),
    PaperKind.LAB_REPORT: ("检验报告", "检验结果", "化验报告", "检查报告"),
    PaperKind.PRESCRIPTION: ("处方笺", "处方单", "儿科处方", "门诊处方"),
    PaperKind.CLAIM_FORM: ("理赔申请", "索赔申请", "给付申请", "CLAIMFORM"),
    PaperKind.IDENTITY_CARD: ("公民身份号码", "居民身份证"),
    PaperKind.HOUSEHOLD_REGISTER: ("常住人口登记卡", "居民户口簿", "户口簿"),
    PaperKind.BIRTH_CERTIFICATE: ("出生医学证明", "BIRTHCERTIFICATE", "MEDICALCERTIFICATEOFBIRTH"),
    PaperKind.BANK_CARD: ("银联", "UNIONPAY", "借记卡", "DEBITCARD", "储蓄卡"),
}
_HINTS: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.INVOICE: (
        "票据代码",
        "票据号码",
        "发票号码",
        "校验码",
        "交款人",
        "开票日期",
        "收款单位",
        "价税合计",
        "复核人",
        "收款人",
    ),
    PaperKind.ITEMISED_LIST: ("单价", "数量", "规格", "项目名称", "金额合计", "费用类别", "收费日期"),
    PaperKind.DISCHARGE_SUMMARY: (
        "出院诊断",
        "出院医嘱",
        "诊疗经过",
        "入院情况",
        "出院情况",
        "入院日期",
        "出院日期",
    ),
    PaperKind.DIAGNOSIS_CERTIFICATE: ("特此证明", "诊断意见", "建议休息", "处理意见", "兹证明"),
    PaperKind.MEDICAL_RECORD: ("主诉", "现病史", "既往史", "体格检查", "初步诊断", "处理"),
    PaperKind.LAB_REPORT: ("参考范围", "参考区间", "标本", "送检", "检验者", "审核者", "结果"),
    PaperKind.PRESCRIPTION: ("Rp", "R:", "用法", "临床诊断", "发药", "药师", "审核药师"),
    PaperKind.CLAIM_FORM: ("被保险人", "保单号", "申请人", "开户行", "出险", "索赔金额", "声明"),
    PaperKind.IDENTITY_CARD: ("民族", "住址", "出生", "签发机关", "有效期限"),
    PaperKind.HOUSEHOLD_REGISTER: (
        "户主",
        "籍贯",
        "何时由何地迁来",
        "公民身份证件编号",
        "曾用名",
        "登记日期",
    ),
    PaperKind.BIRTH_CERTIFICATE: (
        "新生儿",
        "母亲姓名",
        "父亲姓名",
        "出生孕周",
        "出生体重",
        "接生机构",
        "签发机构",
    ),
    PaperKind.BANK_CARD: ("银行", "VALIDTHRU", "有效期", "卡号", "MONTH/YEAR"),
}
_TITLE, _HINT = 4.0, 1.0
_ENOUGH = 4.0
_HEAD = 6
"""Rows at the top, where titles stand; below, their words count as hints."""


def kind_of(rows: Sequence[Row]) -> tuple[PaperKind, float]:
    """The kind and how sure it is; UNKNOWN where too little points to one."""
    head = _packed(rows[:_HEAD])
    body = _packed(rows)
    scores = {kind: _score(kind, head, body) for kind in _TITLES}
    best, second = sorted(scores, key=lambda kind: -scores[kind])[:2]
    if scores[best] < _ENOUGH:
        return PaperKind.UNKNOWN, round(scores[best] / (2 * _ENOUGH), 3)
    ahead = (scores[best] - scores[second]) / scores[best]
    weight = min(scores[best] / (_TITLE + 2 * _HINT), 1.0)
    return best, round(min(0.55 + 0.9 * ahead, 0.99) * (0.8 + 0.2 * weight), 3)


def title_of(rows: Sequence[Row]) -> PaperKind:
    """The kind that the head of a page names; UNKNOWN where it names none, or several."""
    head = _packed(rows[:_HEAD])
    named = [kind for kind, words in _TITLES.items() if any(word in head for word in words)]
    return named[0] if len(named) == 1 else PaperKind.UNKNOWN


def _score(kind: PaperKind, head: str, body: str) -> float:
    title = any(word in head for word in _TITLES[kind])
    mentioned = any(word in body for word in _TITLES[kind])
    hints = sum(word in body for word in _HINTS[kind])
    return (_TITLE if title else _HINT if mentioned else 0.0) + _HINT * hints


def _packed(rows: Sequence[Row]) -> str:
    return "".join(row.text for row in rows).replace(" ", "")
