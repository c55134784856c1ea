"""What the bank's reasons mean for us (ISO 20022 external status reason codes)."""

TURNED_DOWN = "TURNED_DOWN"
"""Finance sent the payment back before it left."""

TAKEN_BACK = "TAKEN_BACK"
"""The decision that it was ordered for was taken back before finance let the payment go."""

CORRECTABLE = frozenset({"AC01", "AC02", "AC03", "AC04", "AC06", "AC13", "BE01", "BE04", "BE06", "RC01"})
"""Account number, closed or blocked account, name of its holder, branch: another account cures these."""

MEANINGS = {
    "AC01": ("账号错误", "the account number is wrong"),
    "AC03": ("收款账号无效", "the creditor account number is invalid"),
    "AC04": ("账户已销户", "the account is closed"),
    "AC06": ("账户被冻结", "the account is blocked"),
    "BE01": ("户名不符", "the name does not fit the account"),
    "RC01": ("行号错误", "the bank code is wrong"),
    "AM04": ("付款账户余额不足", "our own account does not suffice"),
    "MS03": ("银行未说明原因", "the bank gave no reason"),
    TURNED_DOWN: ("财务退回", "finance sent it back"),
    TAKEN_BACK: ("决定已撤回", "the decision was taken back"),
}
"""Chinese and English; a letter and a screen say these, others are shown as the code."""


def correctable(code: str) -> bool:
    """Whether the payee can cure the failure by naming another account."""
    return code in CORRECTABLE
