"""Why a hospital gets less or more than its bill, in the words of its remittance."""

from collections.abc import Callable

from letters.figures import yuan
from rules.claims.values import ClaimFigures


def remark(
    say: Callable[[str, str], str], figures: ClaimFigures, *, ahead: int = 0, earlier: int = 0, desk: int = 0
) -> str:
    """What lies between bill and payment, in fen each: the figures' steps, what we pay for the family and
    collect from it (``ahead``), and what was paid before the correction (``earlier``).

    ``desk`` is what the family paid at the desk beyond its share, which the hospital gives back.
    """
    steps = (
        (figures.excluded, "保障范围以外的项目", "not covered"),
        (figures.offset, "医保及其他渠道已支付", "paid by public insurance and others"),
        (figures.deductible, "免赔额", "deductible"),
        (figures.copay, "每次自付额", "copay"),
        (figures.coinsurance, "按比例自付", "coinsurance"),
        (figures.penalty, "增加的自付比例", "additional share"),
        (figures.over_limit + figures.capped, "超出保障额度", "beyond the limit"),
        (earlier, "此前已付", "paid before"),
    )
    less = [f"{say(zh, en)} {yuan(amount)}" for amount, zh, en in steps if amount]
    said = [say("减：", "less ") + say("、", ", ").join(less)] if less else []
    if ahead:
        said.append(say("加：代家庭支付 ", "plus paid for the family ") + yuan(ahead))
    if desk:
        said.append(say("多收家庭的费用请退还 ", "please refund to the family ") + yuan(desk))
    return say("；", "; ").join(said) or say("全额支付", "paid in full")
