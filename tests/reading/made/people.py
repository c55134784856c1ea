"""Children, hospitals, sicknesses and charges that do not exist."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from rules.identity import check_character

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙"
    "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤"
)
GIVEN = (
    "子涵梓轩浩宇欣怡诗雨晨曦思远佳琪一诺若汐宇航雅静明哲嘉懿可馨俊杰雪凝天佑芷若亦辰"
    "安然语桐睿泽沐阳清妍书瑶景行知夏奕恺"
)
CITIES = ("上海", "北京", "广州", "深圳", "杭州", "南京", "成都", "武汉", "苏州", "青岛")
HOSPITALS = (
    "市儿童医院",
    "市第一人民医院",
    "市妇幼保健院",
    "和睦国际医院",
    "仁德儿科门诊部",
    "市中医院",
    "大学附属儿科医院",
    "瑞安医疗中心",
)
SICKNESSES = (
    "急性支气管炎",
    "急性上呼吸道感染",
    "支气管肺炎",
    "腺样体肥大",
    "急性化脓性扁桃体炎",
    "急性胃肠炎",
    "手足口病",
    "过敏性鼻炎",
    "热性惊厥",
    "急性中耳炎",
    "荨麻疹",
    "肠系膜淋巴结炎",
    "川崎病",
    "轮状病毒肠炎",
    "支原体肺炎",
    "腹股沟斜疝",
)
CHARGES = (
    "诊察费",
    "检查费",
    "化验费",
    "治疗费",
    "手术费",
    "卫生材料费",
    "西药费",
    "中成药费",
    "床位费",
    "护理费",
    "挂号费",
    "其他费用",
)
ITEMS = (
    "血常规五分类",
    "C反应蛋白测定",
    "布地奈德混悬液",
    "静脉输液",
    "氯化钠注射液",
    "胸部正位片",
    "头孢克肟颗粒",
    "小儿氨酚黄那敏颗粒",
    "雾化吸入治疗",
    "肺炎支原体抗体",
    "一次性使用输液器",
    "蒙脱石散",
    "腹部超声检查",
    "阿奇霉素干混悬剂",
    "口服补液盐",
    "普通床位费",
)
BANKS = (
    "中国工商银行",
    "中国建设银行",
    "招商银行",
    "中国农业银行",
    "交通银行",
    "中国银行",
    "浦发银行",
    "平安银行",
)
BRANCHES = ("人民路支行", "中山支行", "江东支行", "高新区支行", "新华支行", "滨江支行")


@dataclass(frozen=True, slots=True)
class Child:
    """Somebody on paper."""

    name: str
    sex: str
    born_on: date
    identity_number: str


def child(rng: random.Random) -> Child:
    """A child of up to twelve years, with a number whose region does not exist."""
    born_on = date(2026, 1, 1) - timedelta(days=rng.randrange(60, 4300))
    male = rng.random() < 0.5
    serial = rng.randrange(10, 99) * 10 + rng.randrange(0, 10, 2) + (1 if male else 0)
    digits = f"999999{born_on:%Y%m%d}{serial:03d}"
    return Child(name(rng), "男" if male else "女", born_on, digits + check_character(digits))


def name(rng: random.Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2, 2))))


def hospital(rng: random.Random) -> str:
    """A hospital that does not exist in a city that does."""
    return rng.choice(CITIES) + rng.choice(HOSPITALS)


def card_number(rng: random.Random) -> str:
    """A card of 16 or 19 digits whose check digit holds."""
    body = "62" + "".join(rng.choices("0123456789", k=rng.choice((13, 16))))
    doubled = [int(digit) * (1 + (index + 1) % 2) for index, digit in enumerate(reversed(body))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return body + str(-total % 10)


def a_day(rng: random.Random) -> date:
    """A day of the last months."""
    return date(2026, 9, 30) - timedelta(days=rng.randrange(0, 300))
