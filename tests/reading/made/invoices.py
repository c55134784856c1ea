"""Made-up invoices: the fiscal medical bill of outpatients and inpatients, the VAT invoice; charge lists."""

import random
from datetime import timedelta

from letters.capitals import capitals
from rules.findings.reading import FieldName as F
from rules.findings.reading import PaperKind
from rules.money import format_yuan
from tests.reading.made import people
from tests.reading.made.sheet import Made, Style


def invoice(rng: random.Random) -> Made:
    """One of the three forms."""
    return rng.choice((outpatient_bill, inpatient_bill, vat_invoice))(rng)


def outpatient_bill(rng: random.Random) -> Made:
    """医疗门诊收费票据(电子)."""
    return _fiscal_bill(rng, inpatient=False)


def inpatient_bill(rng: random.Random) -> Made:
    """医疗住院收费票据(电子)."""
    return _fiscal_bill(rng, inpatient=True)


def _fiscal_bill(rng: random.Random, *, inpatient: bool) -> Made:
    style, child, hospital, day = Style(rng), people.child(rng), people.hospital(rng), people.a_day(rng)
    lines = _lines(rng, people.CHARGES, 300_000 if inpatient else 40_000)
    total = sum(amount for _, amount in lines)
    shares = _shares(rng, total)
    code = f"31{'0602' if inpatient else '0601'}26"
    number = f"{rng.randrange(10**10):010d}"
    check = "".join(rng.choices("0123456789abcdef", k=6))
    days = rng.randrange(2, 12)
    admitted = day - timedelta(days=days)
    fields = {
        F.INVOICE_CODE: code,
        F.INVOICE_NUMBER: number,
        F.CHECK_CODE: check,
        F.ISSUED_ON: day.isoformat(),
        F.AMOUNT: format_yuan(total),
        F.PERSON: child.name,
        F.HOSPITAL: hospital,
        **{name: format_yuan(amount) for name, amount in shares.items()},
    }
    stay = []
    if inpatient:
        fields |= {F.ADMITTED_ON: admitted.isoformat(), F.DISCHARGED_ON: day.isoformat()}
        stay = [("住院号", str(rng.randrange(10**6, 10**7))), ("住院科别", "儿科")]
    said = f"01,06,{code},{number},{format_yuan(total)},{day:%Y%m%d},{check},A1B2"
    coded = rng.random() < 0.7
    widths = [f"{name} " for name, _ in lines]
    columns = [
        (name.strip(), "1.00", style.amount(amount)) for name, (_, amount) in zip(widths, lines, strict=True)
    ]
    markup = style.page(
        style.code(said) if coded else "",
        style.title(f"{'医疗住院' if inpatient else '医疗门诊'}收费票据(电子)"),
        style.pairs([("票据代码", code), ("票据号码", number)], 3),
        style.pairs(
            [
                (
                    "交款人统一社会信用代码",
                    f"{child.identity_number[:6]}********{child.identity_number[-4:]}",
                ),
                ("校验码", check),
            ],
            2,
        ),
        style.pairs([("交款人", child.name), ("开票日期", style.day(day))], 2),
        style.table(("项目名称", "数量", "金额(元)"), columns),
        style.pairs(
            [
                ("金额合计(大写)", capitals(total).removeprefix("人民币")),
                ("(小写)", style.yuan_sign + style.amount(total)),
            ],
            2,
        ),
        style.line("其他信息"),
        style.pairs(
            [
                ("业务流水号", str(rng.randrange(10**9))),
                ("性别", child.sex),
                *stay,
                ("医保类型", "居民医保"),
                ("医保统筹基金支付", style.amount(shares[F.PUBLIC_FUND])),
                ("其他支付", style.amount(shares[F.OTHER_PAYMENT])),
                ("个人账户支付", style.amount(shares[F.PERSONAL_ACCOUNT])),
                ("个人现金支付", style.amount(shares[F.CASH])),
            ],
            3,
        ),
        style.pair("住院时间", f"{style.day(admitted)} 至 {style.day(day)}") if inpatient else "",
        style.pairs(
            [("收款单位(章)", hospital), ("复核人", people.name(rng)), ("收款人", people.name(rng))], 3
        ),
    )
    return Made(kind=PaperKind.INVOICE, fields=fields, lines=lines, markup=markup, code=said if coded else "")


def vat_invoice(rng: random.Random) -> Made:
    """电子发票(普通发票) of a private hospital: a number of 20 digits, no code."""
    style, child, hospital, day = Style(rng), people.child(rng), people.hospital(rng), people.a_day(rng)
    lines = tuple((f"*医疗服务*{name}", amount) for name, amount in _lines(rng, people.CHARGES, 80_000))
    total = sum(amount for _, amount in lines)
    number = f"26{rng.randrange(10**18):018d}"
    said = f"01,32,,{number},{format_yuan(total)},{day:%Y%m%d},,9F3C"
    rows = [(name, "1", style.amount(amount), "免税", style.amount(amount)) for name, amount in lines]
    markup = style.page(
        style.code(said),
        style.title("电子发票(普通发票)"),
        style.pairs([("发票号码", number)], 1),
        style.pairs([("开票日期", style.day(day))], 1),
        style.pairs([("购买方名称", child.name), ("销售方名称", hospital)], 2),
        style.table(("项目名称", "数量", "单价", "税率", "金额"), rows),
        style.pairs(
            [
                ("价税合计(大写)", capitals(total).removeprefix("人民币")),
                ("(小写)", "¥" + style.amount(total)),
            ],
            2,
        ),
        style.pairs([("备注", "门诊"), ("开票人", people.name(rng))], 2),
    )
    fields = {
        F.INVOICE_NUMBER: number,
        F.ISSUED_ON: day.isoformat(),
        F.AMOUNT: format_yuan(total),
        F.PERSON: child.name,
        F.HOSPITAL: hospital,
    }
    return Made(kind=PaperKind.INVOICE, fields=fields, lines=lines, markup=markup, code=said)


def itemised_list(rng: random.Random) -> Made:
    """费用清单."""
    style, child, hospital, day = Style(rng), people.child(rng), people.hospital(rng), people.a_day(rng)
    items = _lines(rng, people.ITEMS, 30_000)
    total = sum(amount for _, amount in items)
    admitted = day - timedelta(days=rng.randrange(2, 12))
    rows = []
    for number, (name, amount) in enumerate(items, 1):
        count = rng.choice((1, 1, 1, 2, 3))
        cells = [
            name,
            rng.choice(("次", "支", "盒", "袋")),
            f"{count}",
            f"{amount / count / 100:.4f}",
            style.amount(amount),
        ]
        rows.append([f"{number}", *cells] if style.columns == 3 else cells)
    head = ["项目名称", "单位", "数量", "单价", "金额"]
    markup = style.page(
        style.title(hospital),
        style.title(rng.choice(("住院费用清单", "住院病人费用明细清单")), 1.3),
        style.pairs(
            [
                ("姓名", child.name),
                ("住院号", str(rng.randrange(10**6, 10**7))),
                ("性别", child.sex),
                ("科室", "儿科"),
            ]
        ),
        style.pairs([("入院日期", style.day(admitted)), ("出院日期", style.day(day))], 2),
        style.table(["序号", *head] if style.columns == 3 else head, rows),
        style.pairs([("金额合计", style.amount(total))], 1),
    )
    fields = {
        F.PERSON: child.name,
        F.HOSPITAL: hospital,
        F.AMOUNT: format_yuan(total),
        F.ADMITTED_ON: admitted.isoformat(),
        F.DISCHARGED_ON: day.isoformat(),
    }
    return Made(kind=PaperKind.ITEMISED_LIST, fields=fields, lines=items, markup=markup)


def _lines(rng: random.Random, names: tuple[str, ...], most: int) -> tuple[tuple[str, int], ...]:
    return tuple((name, rng.randrange(100, most)) for name in rng.sample(names, rng.randrange(3, 9)))


def _shares(rng: random.Random, total: int) -> dict[F, int]:
    fund = int(total * rng.choice((0.0, 0.3, 0.5)))
    account = rng.choice((0, (total - fund) // 4))
    other = rng.choice((0, 0, (total - fund) // 10))
    cash = total - fund - account - other
    return {F.PUBLIC_FUND: fund, F.OTHER_PAYMENT: other, F.PERSONAL_ACCOUNT: account, F.CASH: cash}
