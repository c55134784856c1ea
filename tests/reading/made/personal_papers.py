"""Made-up papers of families: forms, cards, certificates."""

import random

from rules.findings.reading import FieldName as F
from rules.findings.reading import PaperKind
from tests.reading.made import people
from tests.reading.made.people import Child
from tests.reading.made.sheet import Made, Style


def claim_form(rng: random.Random) -> Made:
    """理赔申请书."""
    style, child = Style(rng), people.child(rng)
    bank, card = rng.choice(people.BANKS) + rng.choice(people.BRANCHES), people.card_number(rng)
    policy = f"P{rng.randrange(10**10):010d}"
    markup = style.page(
        style.title(rng.choice(("理赔申请书", "保险金给付申请书", "理赔申请表"))),
        style.pairs(
            [
                ("保单号", policy),
                ("被保险人姓名", child.name),
                ("性别", child.sex),
                ("证件号码", child.identity_number),
            ],
            2,
        ),
        style.pairs(
            [
                ("申请人", people.name(rng)),
                ("与被保险人关系", "父亲"),
                ("手机", f"138{rng.randrange(10**8):08d}"),
            ],
            2,
        ),
        style.line("索赔金额及事由:因病门诊治疗,申请给付医疗保险金。"),
        style.pairs([("开户行", bank), ("银行账号", _grouped(rng, card))], 1),
        style.line("声明:以上内容属实,本人同意保险人查询有关资料。"),
        style.pairs([("申请人签名", people.name(rng)), ("申请日期", style.day(people.a_day(rng)))], 2),
    )
    fields = {
        F.PERSON: child.name,
        F.IDENTITY_NUMBER: child.identity_number,
        F.POLICY_NUMBER: policy,
        F.BANK: bank,
        F.BANK_ACCOUNT: card,
    }
    return Made(kind=PaperKind.CLAIM_FORM, fields=fields, markup=markup)


def identity_card(rng: random.Random) -> Made:
    """The side of the identity card with the picture."""
    style, child = Style(rng), people.child(rng)
    style.size = 9.5
    born = child.born_on
    gap = " " if rng.random() < 0.5 else ""
    number = " ".join(child.identity_number) if rng.random() < 0.2 else child.identity_number
    markup = style.page(
        style.line(f"姓{gap}名 {child.name}"),
        style.line(f"性{gap}别 {child.sex}   民{gap}族 汉"),
        style.line(f"出{gap}生 {born.year} 年 {born.month} 月 {born.day} 日"),
        style.line(f"住{gap}址 某某省某某市人民路{rng.randrange(1, 300)}号"),
        "#v(6mm)",
        style.line(f"公民身份号码 {number}"),
        width="86mm",
        height="54mm",
        margin="6mm",
    )
    return Made(kind=PaperKind.IDENTITY_CARD, fields=_bearer(child), markup=markup)


def household_register(rng: random.Random) -> Made:
    """常住人口登记卡."""
    style, child = Style(rng), people.child(rng)
    style.size = 8.0
    rows = [
        ["姓名", child.name, "户主或与户主关系", "子" if child.sex == "男" else "女儿"],
        ["曾用名", "无", "性别", child.sex],
        ["出生地", "某某市", "民族", "汉族"],
        ["籍贯", "某某省", "出生日期", style.day(child.born_on)],
        ["公民身份证件编号", child.identity_number, "身高", ""],
    ]
    cells = style.table(rows[0], rows[1:], even=True)
    markup = style.page(
        style.title("常住人口登记卡"),
        cells,
        style.line("何时由何地迁来本市(县)"),
        style.pairs([("承办人签章", people.name(rng)), ("登记日期", style.day(people.a_day(rng)))], 2),
        width="143mm",
        height="105mm",
        margin="8mm",
    )
    return Made(kind=PaperKind.HOUSEHOLD_REGISTER, fields=_bearer(child), markup=markup)


def birth_certificate(rng: random.Random) -> Made:
    """出生医学证明."""
    style, child, hospital = Style(rng), people.child(rng), people.hospital(rng)
    mother, father = people.name(rng), people.name(rng)
    number = rng.choice("PQRSTUV") + f"{rng.randrange(10**9):09d}"
    markup = style.page(
        style.title("出生医学证明"),
        style.title("MEDICAL CERTIFICATE OF BIRTH", 0.9),
        style.pairs([("新生儿姓名", child.name), ("性别", child.sex)], 2),
        style.pair("出生时间", style.day(child.born_on) + " 08时15分"),
        style.pairs([("出生孕周", "39周"), ("出生体重", f"{rng.randrange(2500, 4200)}克")], 2),
        style.pairs([("母亲姓名", mother), ("父亲姓名", father)], rng.choice((1, 2))),
        style.pair("接生机构", hospital),
        style.pairs([("签发日期", style.day(child.born_on)), ("编号", number)], 2),
        width="190mm",
        height="135mm",
    )
    fields = {
        F.PERSON: child.name,
        F.SEX: _sex(child),
        F.BORN_ON: child.born_on.isoformat(),
        F.MOTHER: mother,
        F.FATHER: father,
        F.HOSPITAL: hospital,
        F.CERTIFICATE_NUMBER: number,
    }
    return Made(kind=PaperKind.BIRTH_CERTIFICATE, fields=fields, markup=markup)


def bank_card(rng: random.Random) -> Made:
    """The face of a debit card."""
    style, bank, card = Style(rng), rng.choice(people.BANKS), people.card_number(rng)
    style.size = 10.5
    shade = rng.choice(("#dce6f2", "#f2e0dc", "#e4f2dc", "#ffffff"))
    groups = " ".join(card[start : start + 4] for start in range(0, len(card), 4))
    markup = style.page(
        f'#set page(fill: rgb("{shade}"))',
        style.line(bank),
        style.line("借记卡 DEBIT CARD"),
        "#v(5mm)",
        f"#text(size: 1.35em, weight: 600)[#{_literal(groups)}]",
        style.line(f"VALID THRU {rng.randrange(1, 13):02d}/{rng.randrange(27, 36)}"),
        "#align(right)[银联 UnionPay]",
        width="86mm",
        height="54mm",
        margin="6mm",
    )
    return Made(kind=PaperKind.BANK_CARD, fields={F.BANK: bank, F.BANK_ACCOUNT: card}, markup=markup)


def _bearer(child: Child) -> dict[F, str]:
    return {
        F.PERSON: child.name,
        F.SEX: _sex(child),
        F.BORN_ON: child.born_on.isoformat(),
        F.IDENTITY_NUMBER: child.identity_number,
    }


def _sex(child: Child) -> str:
    return "MALE" if child.sex == "男" else "FEMALE"


def _grouped(rng: random.Random, number: str) -> str:
    if rng.random() < 0.5:
        return number
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _literal(value: str) -> str:
    return '"' + value + '"'
