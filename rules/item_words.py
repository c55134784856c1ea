"""Chinese and English for what a bill line charges for."""

from rules.catalogue.words import both
from rules.items import ItemCode

ITEMS = {
    ItemCode.CONSULTATION: both("诊察费", "consultation"),
    ItemCode.EXAMINATION: both("检查费", "examination"),
    ItemCode.LARGE_EXAM: both("大型检查费", "large examination"),
    ItemCode.IMAGING: both("影像检查费", "imaging"),
    ItemCode.LAB: both("化验费", "laboratory test"),
    ItemCode.TREATMENT: both("治疗费", "treatment"),
    ItemCode.DRUG: both("药品费", "medicine"),
    ItemCode.INJECTION: both("注射药品费", "injected medicine"),
    ItemCode.SURGERY: both("手术费", "surgery"),
    ItemCode.OUTPATIENT_SURGERY: both("门诊手术费", "outpatient surgery"),
    ItemCode.BED: both("床位费", "bed"),
    ItemCode.DURABLE_EQUIPMENT: both("耐用医疗设备", "durable equipment"),
    ItemCode.ALLERGEN_TEST: both("过敏原检测", "allergen test"),
    ItemCode.VISION_CHECK: both("视力检查", "vision check"),
    ItemCode.TCM: both("中医药费", "traditional Chinese medicine"),
    ItemCode.GROWTH_HORMONE: both("生长激素", "growth hormone"),
    ItemCode.PSYCHOLOGY: both("心理诊疗费", "psychological care"),
    ItemCode.CHECKUP: both("儿童健康检查", "child check-up"),
    ItemCode.VACCINE: both("疫苗", "vaccine"),
    ItemCode.VACCINE_EXPERIMENTAL: both("非国家批准疫苗", "vaccine without national approval"),
    ItemCode.INJECTION_FEE: both("注射费", "injection fee"),
    ItemCode.PANORAMIC_XRAY: both("口腔全景片", "panoramic X-ray"),
    ItemCode.SMALL_FILM: both("口腔小牙片", "small dental film"),
    ItemCode.ORAL_EXAM: both("口腔检查", "oral examination"),
    ItemCode.CLEANING: both("洁牙", "dental cleaning"),
    ItemCode.FLUORIDE: both("涂氟", "fluoride varnish"),
    ItemCode.FISSURE_SEALANT: both("窝沟封闭", "fissure sealant"),
    ItemCode.EXTRACTION_SUPERNUMERARY: both("多生牙拔除", "supernumerary tooth extraction"),
    ItemCode.EXTRACTION_MILK_TOOTH: both("乳牙拔除", "milk tooth extraction"),
    ItemCode.FILLING: both("补牙", "filling"),
    ItemCode.ROOT_CANAL: both("根管治疗", "root canal treatment"),
    ItemCode.PREFORMED_CROWN: both("预成冠", "preformed crown"),
    ItemCode.ORTHODONTICS: both("正畸", "orthodontics"),
}
"""Every item has its words."""
