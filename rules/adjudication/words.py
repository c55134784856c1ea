"""Chinese and English for outcomes, reasons and rule names, for whoever reads a result."""

from rules.adjudication.result import Outcome, Verdict
from rules.catalogue.words import CHANNELS, DEPARTMENTS, HOSPITALS, PURCHASES, both
from rules.reasons import ReasonCode

OUTCOMES = {
    Outcome.PAY: both("赔付", "pay"),
    Outcome.PAY_ZERO: both("核定为零", "nothing payable"),
    Outcome.REFUSE: both("建议拒赔（须人工确认）", "refuse, to be confirmed by a person"),
    Outcome.REFER: both("转人工", "a person decides"),
}
VERDICTS = {
    Verdict.CLEAR: both("通过", "passes"),
    Verdict.REFUSE: both("拒绝", "refuses"),
    Verdict.REFER: both("转人工", "refers"),
    Verdict.EXCLUDE: both("剔除", "excludes"),
    Verdict.TAKE: both("扣减", "takes"),
    Verdict.COUNT: both("计数", "counts"),
}
REASONS = {
    ReasonCode.NETWORK_SELF_PAID: both(
        "网络内医院自行付款不可索赔", "network bill paid by the family cannot be claimed"
    ),
    ReasonCode.OUT_OF_NETWORK: both("医院不在保障网络内", "hospital outside the network"),
    ReasonCode.OUT_OF_NETWORK_EMERGENCY: both(
        "网络外急诊，须人工审核", "emergency outside the network, to be reviewed"
    ),
    ReasonCode.HOSPITAL_LEVEL: both("公立医院等级不足", "grade of the public hospital is too low"),
    ReasonCode.BRAND_LOCK: both("已锁定其他诊所品牌", "another clinic brand is locked"),
    ReasonCode.BRAND_UNCHOSEN: both(
        "首次就诊前尚未选定该品牌", "this brand was not chosen before the first visit"
    ),
    ReasonCode.TRANSFER_REVIEW: both(
        "原品牌关停，转诊待审核", "brand closed, move to another one to be reviewed"
    ),
    ReasonCode.WAITING_120: both("在120天手术等待期内", "inside the 120 waiting days for surgery"),
    ReasonCode.WAITING_SCHEDULE: both("在保单约定等待期内", "inside the waiting days of the schedule"),
    ReasonCode.AMBIGUOUS_WAITING_30: both(
        "住院30天等待期条款有歧义", "30 waiting days for stays are ambiguous"
    ),
    ReasonCode.NOT_IN_FORCE: both("不在保险期间内", "outside the policy period"),
    ReasonCode.NOT_INSURED: both("不是该保单的被保险人", "not insured under the policy"),
    ReasonCode.NO_CONSENT: both(
        "家庭尚未同意或已撤回同意", "the family has not consented, or took its consent back"
    ),
    ReasonCode.REQUEST_WITHDRAWN: both("申请已撤回", "request withdrawn"),
    ReasonCode.NEEDS_PLAN: both("计划或条款未载明", "the plan or one of its terms is not stated"),
    ReasonCode.CARD_SUSPENDED: both("电子保险卡已置灰，不可直付", "card suspended, no direct billing"),
    ReasonCode.OTHER_UNITED_FAMILY: both("其他和睦家院区无约定", "no terms for this United Family hospital"),
    ReasonCode.EXCLUDED_TCM: both("中医不承担", "traditional Chinese medicine is excluded"),
    ReasonCode.EXCLUDED_VACCINE: both("疫苗不承担", "vaccines are excluded"),
    ReasonCode.EXCLUDED_DENTAL: both("齿科不承担", "dental care is excluded"),
    ReasonCode.EXCLUDED_VISION: both("视力检查和治疗不承担", "vision care is excluded"),
    ReasonCode.EXCLUDED_MENTAL: both("精神心理疾病不承担", "mental and psychological care is excluded"),
    ReasonCode.EXCLUDED_ALLERGEN: both("过敏原检测不承担", "allergen tests are excluded"),
    ReasonCode.EXCLUDED_GROWTH_HORMONE: both("生长激素不承担", "growth hormone is excluded"),
    ReasonCode.EXCLUDED_WELL_CHILD: both("儿童保健不承担", "well-child care is excluded"),
    ReasonCode.EXCLUDED_OUTPATIENT_SURGERY: both("门诊手术不承担", "outpatient surgery is excluded"),
    ReasonCode.EXCLUDED_PRE_EXISTING: both("既往症不承担", "pre-existing conditions are excluded"),
    ReasonCode.EXCLUDED_CHIEF_PHYSICIAN: both(
        "主任及以上诊费不承担", "fees of chief physicians are not insured"
    ),
    ReasonCode.EXCLUDED_EXPERIMENTAL: both("非国家批准疫苗不承担", "experimental vaccines are excluded"),
    ReasonCode.EXCLUDED_UNLISTED: both("不在保障项目清单内", "not on the list of covered items"),
    ReasonCode.COUNT_USED_UP: both("儿童健康检查次数已用完", "the yearly check-ups are used up"),
    ReasonCode.LIMIT: both("超出剩余保额", "above the remaining limit"),
    ReasonCode.DEDUCTIBLE: both("年度免赔额", "annual deductible"),
    ReasonCode.COPAY: both("每次自付额", "copay a visit"),
    ReasonCode.COINSURANCE: both("自付比例", "coinsurance"),
    ReasonCode.PREAUTHORIZATION_MISSING: both(
        "未获事先授权，额外自付40%", "no prior authorization: 40 % more for the member"
    ),
    ReasonCode.NETWORK_REDIRECT_IGNORED: both(
        "未按要求在网络医院就诊，额外自付40%", "required network not used: 40 % more for the member"
    ),
    ReasonCode.PREAUTHORIZATION_FULL_REFUSAL: both(
        "未获事先授权，经审批拒赔", "no prior authorization: refused by a senior adjuster"
    ),
    ReasonCode.PREAUTHORIZATION_WARNING: both(
        "应事先授权，本次不扣减", "approval was required; its absence is not penalized"
    ),
    ReasonCode.PREAUTHORIZATION_MIXED_VISIT: both(
        "仅部分项目须授权，待人工确认", "only some lines needed approval; to be confirmed"
    ),
    ReasonCode.DUPLICATE_BILL: both("票据重复", "bill claimed before"),
    ReasonCode.BILL_UNVERIFIED: both("票据未能查验", "bill could not be verified"),
    ReasonCode.BILL_REVERSED: both("票据已红冲", "bill was reversed"),
    ReasonCode.DOCUMENT_MISSING: both("材料不齐", "documents are missing"),
    ReasonCode.FALSE_PART: both("虚假部分不予给付", "false part is not paid"),
    ReasonCode.ORTHODONTICS_NOT_STATED: both("正畸责任未载明", "terms of orthodontic care are not stated"),
    ReasonCode.LIMITATION: both("超过两年诉讼时效（仅提示）", "filed after two years (mark only)"),
    ReasonCode.ADVANCE_DIRECT_BILLING_FIRST: both("优先走直付", "direct billing comes first"),
    ReasonCode.ADVANCE_DEPOSIT: both("押金不予垫付", "deposits are not advanced"),
    ReasonCode.ADVANCE_OUTPATIENT: both("门急诊不予垫付", "outpatient cost is not advanced"),
    ReasonCode.ADVANCE_THIRD_PARTY: both("有第三方资金介入", "money of a third party"),
    ReasonCode.ADVANCE_LITIGATION: both("有诉讼", "a lawsuit"),
    ReasonCode.ADVANCE_REMOTE_PUBLIC_INSURANCE: both(
        "异地医保不能实时结算", "public insurance of another place does not settle at once"
    ),
    ReasonCode.ADVANCE_OUTSIDE_PROVIDER_NETWORK: both("不在服务商网络内", "outside the provider's network"),
}
RULES = {
    "card_status": both("电子卡状态", "card status"),
    "policy_in_force": both("保险期间", "policy in force"),
    "plan_resolved": both("计划确定", "plan resolved"),
    "optional_benefit": both("可选责任", "optional benefit"),
    "channel": both("理赔渠道", "channel"),
    "appointment": both("就诊预约", "appointment"),
    "hospital_override": both("医院特别约定", "hospital override"),
    "hospital_level": both("医院等级", "hospital level"),
    "department": both("就诊科室", "department"),
    "brand_lock": both("品牌锁定", "brand lock"),
    "brand_locked": both("锁定品牌", "brand locked"),
    "waiting_period": both("等待期", "waiting period"),
    "listed_illness": both("重疾清单", "listed illness"),
    "duplicate_bill": both("票据查重", "duplicate bill"),
    "bill_verified": both("票据查验", "bill verified"),
    "evidence": both("材料", "evidence"),
    "exclusions": both("责任免除", "exclusions"),
    "public_insurance_offset": both("医保抵扣", "public insurance offset"),
    "net_bill_cap": both("净额封顶", "cap at the net bill"),
    "annual_deductible": both("年度免赔额", "annual deductible"),
    "visit_tier": both("就诊次数档位", "visit tier"),
    "flat_copay": both("每次自付额", "flat copay"),
    "coinsurance": both("自付比例", "coinsurance"),
    "missing_preauthorization_penalty": both("未授权额外自付", "missing prior authorization"),
    "remaining_limit": both("剩余保额", "remaining limit"),
    "visit_counter": both("就诊次数", "visit counter"),
    "count_cap": both("检查次数", "count cap"),
}
FACTS = {
    "allowed": both("人工认可", "allowed by a person"),
    "account": both("账户", "account"),
    "appointment": both("预约", "appointment"),
    "base": both("基数", "base"),
    "brand": both("品牌", "brand"),
    "channel": both("渠道", "channel"),
    "closed": both("关停日", "closed"),
    "copay": both("自付额", "copay"),
    "day": both("第几天", "day"),
    "day of surgery": both("手术为第几天", "day of surgery"),
    "department": both("科室", "department"),
    "emergency": both("急诊", "emergency"),
    "encounter": both("就诊类型", "encounter"),
    "from": both("起", "from"),
    "grade": both("等级", "grade"),
    "group": both("医院集团", "group"),
    "procedure": both("手术操作", "procedure"),
    "hospital": both("医院", "hospital"),
    "illness": both("疾病", "illness"),
    "invoice": both("票据", "invoice"),
    "item": both("项目", "item"),
    "left after": both("扣后剩余", "left after"),
    "left before": both("扣前剩余", "left before"),
    "line": both("行", "line"),
    "locked": both("已锁定", "locked"),
    "lowest": both("最低", "lowest"),
    "net bill": both("净额", "net bill"),
    "not stated": both("未载明", "not stated"),
    "on": both("日期", "on"),
    "part": both("类别", "part"),
    "public insurance": both("医保", "public insurance"),
    "purchase": both("投保方式", "purchase"),
    "rate": both("比例", "rate"),
    "reason": both("原因", "reason"),
    "redirected to the network": both("曾要求网络内就诊", "redirected to the network"),
    "settled alike": both("已按同额结案", "settled alike"),
    "to": both("止", "to"),
    "trigger": both("授权项", "trigger"),
    "visit number": both("就诊次序", "visit number"),
    "visited": both("本次品牌", "visited"),
    "waiting days": both("等待天数", "waiting days"),
    "warning": both("提示", "warning"),
}
FACT_VALUES = {
    "account": {
        "OUTPATIENT_EMERGENCY": both("门急诊", "outpatient and emergency"),
        "INPATIENT": both("住院", "inpatient"),
        "DENTAL": both("齿科", "dental"),
        "VACCINE": both("疫苗与体检", "vaccines and check-ups"),
    },
    "encounter": {
        "OUTPATIENT": both("门诊", "outpatient"),
        "EMERGENCY": both("急诊", "emergency"),
        "INPATIENT": both("住院", "inpatient"),
        "SPECIAL_OUTPATIENT": both("特殊门诊", "special outpatient"),
        "DENTAL": both("齿科", "dental"),
        "VACCINATION": both("疫苗接种", "vaccination"),
    },
    "channel": CHANNELS,
    "department": DEPARTMENTS,
    "hospital": HOSPITALS,
    "purchase": PURCHASES,
}
"""Facts whose values are codes: what each code is called."""
