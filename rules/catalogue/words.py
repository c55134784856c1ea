"""Chinese and English names of what plans are made of, for screens that show a plan to people."""

from rules.catalogue.values import Words
from rules.vocabulary import Language


def say(words: Words, language: Language) -> str:
    """The words in one language."""
    return words.zh if language is Language.CHINESE else words.en


def both(zh: str, en: str) -> Words:
    """Words in both languages."""
    return Words(zh=zh, en=en)


NOT_STATED = both("未载明（由保单明细或人工确定）", "not stated: the policy schedule or a person decides")
NONE = both("无", "none")
HOSPITALS = {
    "private_network": both("网络内私立医院", "private network hospitals"),
    "private_non_network": both("网络外私立医院", "private hospitals outside the network"),
    "public_direct_list": both("可直付公立医院", "public hospitals with direct billing"),
    "public_other": both("其他公立医院", "other public hospitals"),
}
CHANNELS = {
    "DIRECT_BILLING": both("直付", "direct billing"),
    "REIMBURSEMENT": both("事后理赔", "reimbursement"),
    "ADVANCE": both("住院垫付", "hospital advance"),
}
DEPARTMENTS = {
    "GENERAL": both("普通部", "general"),
    "VIP": both("特需部", "VIP"),
    "INTERNATIONAL": both("国际部", "international"),
}
PURCHASES = {
    "FIRST": both("首次投保", "first purchase"),
    "NON_CONTINUOUS": both("非连续投保", "purchase after a gap"),
    "CONTINUOUS_RENEWAL": both("连续续保", "renewal without a gap"),
}
SERVICE_TIMES = {
    "reimbursement_inpatient_working_days": both(
        "住院理赔时效（工作日）", "inpatient reimbursement, working days"
    ),
    "reimbursement_outpatient_working_days": both(
        "门诊理赔时效（工作日）", "outpatient reimbursement, working days"
    ),
    "appointment_working_days": both("预约安排（工作日）", "appointment arranged, working days"),
    "telephone_consultation_hours": both("电话问诊（小时）", "telephone consultation, hours"),
    "copay_due_days": both("自付款缴费期限（天）", "copay due, days"),
    "refund_due_days": both("差额退还期限（天）", "refund due, days"),
}
SITUATIONS = {
    "INPATIENT": both("住院", "inpatient stay"),
    "OBSERVATION_WARD": both("留观病房", "observation ward"),
    "INPATIENT_SURGERY": both("住院手术", "inpatient surgery"),
    "OUTPATIENT_SURGERY": both("门诊手术", "outpatient surgery"),
    "OUTPATIENT_SURGERY_GENERAL_ANESTHESIA": both(
        "全身麻醉门诊手术", "outpatient surgery under general anesthesia"
    ),
    "CHEMOTHERAPY": both("化学治疗", "chemotherapy"),
    "RADIOTHERAPY": both("放射治疗", "radiotherapy"),
    "TUMOR_IMMUNOTHERAPY": both("肿瘤免疫疗法", "tumor immunotherapy"),
    "TUMOR_ENDOCRINE_THERAPY": both("肿瘤内分泌疗法", "tumor endocrine therapy"),
    "PROTON_HEAVY_ION": both("质子重离子治疗", "proton or heavy-ion therapy"),
    "DIALYSIS": both("血液或腹膜透析", "dialysis"),
    "LARGE_EXAMINATION": both("大型检查", "large examination"),
    "EXAMINATION_OR_TREATMENT_PRICE": both("检查或治疗单价", "unit price of an examination or treatment"),
    "DRUG_OR_INJECTION_SINGLE_TREATMENT": both("单次治疗药品或针剂", "drug or injection for one treatment"),
    "DURABLE_EQUIPMENT": both("耐用医疗设备", "durable equipment"),
    "EXPECTED_CUMULATIVE_COST": both("预期累计费用", "expected cost over the year"),
    "CRITICAL_ILLNESS_TREATMENT": both("重大疾病治疗", "critical illness treatment"),
}
HOTLINES = {
    "MEMBERS": both("会员", "members"),
    "ADVANCE": both("住院垫付", "hospital advances"),
    "HEALTH_MANAGER": both("健康管家", "health manager"),
    "INSURER": both("保险公司", "insurer"),
    "HOSPITALS": both("医院专线", "hospitals"),
}
