"""Made-up papers of doctors: summaries, certificates, records, reports, prescriptions."""

import random
from datetime import timedelta

from rules.findings.reading import FieldName as F
from rules.findings.reading import PaperKind
from rules.money import format_yuan
from tests.reading.made import people
from tests.reading.made.sheet import Made, Style


class Scene:
    """Who was where and had what."""

    def __init__(self, rng: random.Random) -> None:
        """Choose it."""
        self.rng, self.style = rng, Style(rng)
        self.child, self.hospital, self.day = people.child(rng), people.hospital(rng), people.a_day(rng)
        self.sicknesses = rng.sample(people.SICKNESSES, rng.choice((1, 1, 2, 3)))
        self.age = max(1, self.day.year - self.child.born_on.year)

    @property
    def diagnoses(self) -> str:
        """As we keep them."""
        return "；".join(self.sicknesses)

    def head(self, title: str) -> list[str]:
        """The letterhead, and who it is about."""
        who = [
            ("姓名", self.child.name),
            ("性别", self.child.sex),
            ("年龄", f"{self.age}岁"),
            ("科别", "儿科"),
        ]
        if self.rng.random() < 0.5:
            who.insert(3, ("门诊号", str(self.rng.randrange(10**6, 10**8))))
        return [
            self.style.title(self.hospital),
            self.style.title(title, 1.4),
            self.style.pairs(who, self.rng.choice((2, 3, 4))),
        ]

    def named(self, label: str) -> list[str]:
        """The diagnoses: on one line, or each on its own."""
        if len(self.sicknesses) == 1:
            return [self.style.pair(label, self.sicknesses[0])]
        numbered = [f"{number}. {name}" for number, name in enumerate(self.sicknesses, 1)]
        if self.rng.random() < 0.5:
            return [self.style.pair(label, " ".join(numbered))]
        return [self.style.pair(label, numbered[0]), *(self.style.line(each) for each in numbered[1:])]

    def fields(self, **more: str) -> dict[F, str]:
        """What stands on it."""
        return {F.PERSON: self.child.name, F.HOSPITAL: self.hospital} | {
            F[name]: value for name, value in more.items()
        }


def discharge_summary(rng: random.Random) -> Made:
    """出院小结."""
    scene = Scene(rng)
    style, admitted = scene.style, scene.day - timedelta(days=rng.randrange(2, 14))
    markup = style.page(
        *scene.head(rng.choice(("出院小结", "出院记录"))),
        style.pairs(
            [
                ("入院日期", style.day(admitted)),
                ("出院日期", style.day(scene.day)),
                ("住院天数", f"{(scene.day - admitted).days}天"),
            ]
        ),
        style.pair("入院诊断", scene.sicknesses[0] + "待查"),
        style.line("入院情况:患儿因咳嗽、发热三天入院,查体神清,双肺呼吸音粗。"),
        style.line("诊疗经过:入院后予抗感染、雾化及补液治疗,症状好转。"),
        *scene.named("出院诊断"),
        style.line("出院医嘱:注意休息,一周后门诊复诊。"),
        style.pairs([("医师签名", people.name(rng)), ("日期", style.day(scene.day))], 2),
    )
    fields = scene.fields(
        ADMITTED_ON=admitted.isoformat(), DISCHARGED_ON=scene.day.isoformat(), DIAGNOSES=scene.diagnoses
    )
    return Made(kind=PaperKind.DISCHARGE_SUMMARY, fields=fields, markup=markup)


def diagnosis_certificate(rng: random.Random) -> Made:
    """诊断证明书."""
    scene = Scene(rng)
    style = scene.style
    markup = style.page(
        *scene.head(rng.choice(("诊断证明书", "疾病诊断证明书"))),
        *scene.named(rng.choice(("诊断", "诊断意见", "临床诊断"))),
        style.pair("处理意见", f"建议休息{rng.randrange(2, 10)}天,门诊随访。"),
        style.line("特此证明。"),
        style.pairs([("医师", people.name(rng)), ("日期", style.day(scene.day))], 2),
    )
    fields = scene.fields(DIAGNOSES=scene.diagnoses, ISSUED_ON=scene.day.isoformat())
    return Made(kind=PaperKind.DIAGNOSIS_CERTIFICATE, fields=fields, markup=markup)


def medical_record(rng: random.Random) -> Made:
    """门诊病历."""
    scene = Scene(rng)
    style = scene.style
    markup = style.page(
        *scene.head(rng.choice(("门诊病历", "儿科门诊病历记录", "急诊病历"))),
        style.pair(rng.choice(("就诊日期", "就诊时间")), style.day(scene.day)),
        style.line("主诉:发热伴咳嗽两天。"),
        style.line("现病史:患儿两天前受凉后出现发热,最高体温39.2度,伴咳嗽,无抽搐。"),
        style.line("既往史:体健,否认药物过敏史。"),
        style.line("体格检查:神清,咽部充血,双肺呼吸音粗,未闻及啰音。"),
        *scene.named(rng.choice(("初步诊断", "诊断"))),
        style.line("处理:口服药物治疗,多饮水,不适随诊。"),
        style.pair("医师签名", people.name(rng)),
    )
    return Made(
        kind=PaperKind.MEDICAL_RECORD,
        fields=scene.fields(ISSUED_ON=scene.day.isoformat(), DIAGNOSES=scene.diagnoses),
        markup=markup,
    )


def lab_report(rng: random.Random) -> Made:
    """检验报告单."""
    scene = Scene(rng)
    style = scene.style
    tests = [
        ("白细胞计数", f"{rng.uniform(4, 18):.2f}", "10^9/L", "4.00-10.00"),
        ("血红蛋白", f"{rng.uniform(100, 150):.0f}", "g/L", "110-160"),
        ("血小板计数", f"{rng.uniform(100, 400):.0f}", "10^9/L", "100-300"),
        ("C反应蛋白", f"{rng.uniform(0, 60):.1f}", "mg/L", "0-8"),
        ("中性粒细胞百分比", f"{rng.uniform(30, 85):.1f}", "%", "40-75"),
    ]
    markup = style.page(
        *scene.head(rng.choice(("检验报告单", "临床检验报告单", "检验结果报告单"))),
        style.pairs([("标本类型", "全血"), ("送检医生", people.name(rng))], 2),
        style.table(("项目", "结果", "单位", "参考范围"), rng.sample(tests, 4)),
        style.pairs(
            [("检验者", people.name(rng)), ("审核者", people.name(rng)), ("报告日期", style.day(scene.day))],
            3,
        ),
    )
    return Made(
        kind=PaperKind.LAB_REPORT, fields=scene.fields(ISSUED_ON=scene.day.isoformat()), markup=markup
    )


def prescription(rng: random.Random) -> Made:
    """处方笺."""
    scene = Scene(rng)
    style, amount = scene.style, rng.randrange(1000, 30_000)
    drugs = rng.sample(people.ITEMS, 2)
    markup = style.page(
        *scene.head(rng.choice(("处方笺", "儿科处方笺", "门诊处方单"))),
        style.pair(rng.choice(("开具日期", "日期")), style.day(scene.day)),
        *scene.named("临床诊断"),
        style.line("Rp"),
        *(style.line(f"{name} 1盒 用法 口服 每日三次") for name in drugs),
        style.pairs([("医师", people.name(rng)), ("药品金额", style.amount(amount))], 2),
        style.pairs([("审核药师", people.name(rng)), ("发药", people.name(rng))], 2),
        width="148mm",
        height="210mm",
        margin="11mm",
    )
    fields = scene.fields(
        ISSUED_ON=scene.day.isoformat(), DIAGNOSES=scene.diagnoses, AMOUNT=format_yuan(amount)
    )
    return Made(kind=PaperKind.PRESCRIPTION, fields=fields, markup=markup)
