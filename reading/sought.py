"""Which fields each kind of paper has, and under what labels."""

from reading import takes
from reading.labels import Sought
from rules.findings.reading import FieldName as F
from rules.findings.reading import PaperKind

_PERSON = Sought(F.PERSON, ("姓名", "患者姓名", "患者", "病人姓名"), takes.a_name)
_SEX = Sought(F.SEX, ("性别",), takes.a_sex)
_BORN = Sought(F.BORN_ON, ("出生日期", "出生", "出生时间", "出生年月日"), takes.a_day)
_IDENTITY = Sought(
    F.IDENTITY_NUMBER,
    ("公民身份号码", "公民身份证件编号", "身份证号", "身份证号码", "证件号码", "身份证件号码"),
    takes.identity,
)
_ADMITTED = Sought(F.ADMITTED_ON, ("入院日期", "入院时间", "住院时间", "住院日期"), takes.a_day)
_DISCHARGED = Sought(F.DISCHARGED_ON, ("出院日期", "出院时间"), takes.a_day)
_STAY_END = Sought(F.DISCHARGED_ON, ("住院时间", "住院日期"), takes.last_day)
_HOSPITAL = Sought(
    F.HOSPITAL, ("就诊医院", "医院名称", "医疗机构", "医院", "收款单位", "销售方名称"), takes.a_hospital
)
_BANK = Sought(F.BANK, ("开户行", "开户银行", "发卡行"), takes.a_bank)
_ACCOUNT = Sought(F.BANK_ACCOUNT, ("银行账号", "账号", "银行卡号", "卡号"), takes.digits(*range(15, 20)))

SOUGHT: dict[PaperKind, tuple[Sought, ...]] = {
    PaperKind.INVOICE: (
        Sought(F.INVOICE_CODE, ("票据代码", "发票代码"), takes.digits(8, 10, 12)),
        Sought(F.INVOICE_NUMBER, ("票据号码", "发票号码"), takes.digits(20, 10, 8)),
        Sought(F.CHECK_CODE, ("校验码",), takes.pattern(r"(?<![0-9A-Za-z])([0-9A-Za-z]{6})(?![0-9A-Za-z])")),
        Sought(
            F.REVERSES,
            ("对应原票据号码", "原票据号码", "被红冲蓝字数电票号码", "对应蓝字发票号码"),
            takes.digits(20, 10, 8),
        ),
        Sought(F.ISSUED_ON, ("开票日期",), takes.a_day),
        Sought(F.AMOUNT, ("(小写)", "小写", "价税合计(小写)", "金额合计(小写)"), takes.an_amount),
        Sought(F.PERSON, ("交款人", "购买方名称", "患者姓名", "姓名"), takes.a_name),
        Sought(F.HOSPITAL, ("收款单位(章)", "收款单位", "销售方名称"), takes.a_hospital),
        Sought(F.PUBLIC_FUND, ("医保统筹基金支付", "统筹基金支付"), takes.an_amount),
        Sought(F.PERSONAL_ACCOUNT, ("个人账户支付",), takes.an_amount),
        Sought(F.CASH, ("个人现金支付",), takes.an_amount),
        Sought(F.OTHER_PAYMENT, ("其他支付",), takes.an_amount),
        Sought(F.ADMITTED_ON, ("住院时间",), takes.a_day),
        _STAY_END,
    ),
    PaperKind.ITEMISED_LIST: (
        _PERSON,
        _HOSPITAL,
        Sought(F.AMOUNT, ("金额合计", "费用合计", "总金额", "合计"), takes.an_amount),
        _ADMITTED,
        _DISCHARGED,
        _STAY_END,
    ),
    PaperKind.DISCHARGE_SUMMARY: (
        _PERSON,
        _HOSPITAL,
        _ADMITTED,
        _DISCHARGED,
        _STAY_END,
        Sought(F.DIAGNOSES, ("出院诊断",), takes.diagnoses),
    ),
    PaperKind.DIAGNOSIS_CERTIFICATE: (
        _PERSON,
        _HOSPITAL,
        Sought(F.DIAGNOSES, ("诊断意见", "临床诊断", "诊断"), takes.diagnoses),
        Sought(F.ISSUED_ON, ("日期", "开具日期", "出具日期"), takes.a_day),
    ),
    PaperKind.MEDICAL_RECORD: (
        _PERSON,
        _HOSPITAL,
        Sought(F.ISSUED_ON, ("就诊日期", "就诊时间"), takes.a_day),
        Sought(F.DIAGNOSES, ("初步诊断", "门诊诊断", "诊断"), takes.diagnoses),
    ),
    PaperKind.LAB_REPORT: (
        _PERSON,
        _HOSPITAL,
        Sought(F.ISSUED_ON, ("报告日期", "报告时间"), takes.a_day),
    ),
    PaperKind.PRESCRIPTION: (
        _PERSON,
        _HOSPITAL,
        Sought(F.ISSUED_ON, ("开具日期", "处方日期", "日期"), takes.a_day),
        Sought(F.DIAGNOSES, ("临床诊断", "诊断"), takes.diagnoses),
        Sought(F.AMOUNT, ("药品金额", "金额"), takes.an_amount),
    ),
    PaperKind.CLAIM_FORM: (
        Sought(F.PERSON, ("被保险人姓名", "被保险人", "出险人姓名"), takes.a_name),
        _IDENTITY,
        Sought(F.POLICY_NUMBER, ("保单号", "保单号码", "保险单号"), takes.pattern(r"[A-Z]{1,4}[0-9-]{6,20}")),
        _BANK,
        _ACCOUNT,
    ),
    PaperKind.IDENTITY_CARD: (_PERSON, _SEX, _BORN, _IDENTITY),
    PaperKind.HOUSEHOLD_REGISTER: (_PERSON, _SEX, _BORN, _IDENTITY),
    PaperKind.BIRTH_CERTIFICATE: (
        Sought(F.PERSON, ("新生儿姓名", "姓名"), takes.a_name),
        _SEX,
        Sought(F.BORN_ON, ("出生时间", "出生日期"), takes.a_day),
        Sought(F.MOTHER, ("母亲姓名", "母亲"), takes.a_name),
        Sought(F.FATHER, ("父亲姓名", "父亲"), takes.a_name),
        Sought(F.HOSPITAL, ("接生机构", "接生机构名称", "出生医疗机构"), takes.a_hospital),
        Sought(
            F.CERTIFICATE_NUMBER,
            ("编号", "出生证编号", "出生医学证明编号"),
            takes.pattern(r"(?<![A-Z])([A-Z]\s?[0-9]{9})(?![0-9])"),
        ),
    ),
    PaperKind.BANK_CARD: (_BANK, _ACCOUNT),
}
"""Of an unknown paper nothing is read."""
