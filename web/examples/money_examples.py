"""Examples of answers about money: a quote, balances, a statement."""

from typing import Any

_ACCOUNT_ID = "6f3c0c5e-54d8-4a52-9d3c-1f2f0a1f7b11"
_CASE = "DB-261203-000051-4"
_AT = "2026-12-03T02:15:00Z"

_ACCOUNT: dict[str, Any] = {
    "id": _ACCOUNT_ID,
    "kind": "LIMIT",
    "benefit": "OUTPATIENT_EMERGENCY",
    "initial": "100000.00",
    "reserved": "0.00",
    "consumed": "1360.00",
    "remaining": "98640.00",
    "statement": f"/api/v1/accounts/{_ACCOUNT_ID}/statement",
}

YEAR_ACCOUNTS: dict[str, Any] = {
    "policy_number": "2607-STD-1",
    "member_number": "M2025000001",
    "starts_on": "2026-07-01",
    "ends_on": "2027-06-30",
    "version": 2,
    "counted_visits": 1,
    "reserved_visits": 0,
    "checkups_used": 0,
    "accounts": [_ACCOUNT],
}

_LINE: dict[str, Any] = {
    "at": _AT,
    "kind": "RESERVE",
    "case_number": _CASE,
    "case_url": f"/api/v1/cases/{_CASE}",
    "granted_change": "0.00",
    "reserved_change": "2000.00",
    "consumed_change": "0.00",
    "remaining_change": "-2000.00",
    "reserved": "2000.00",
    "consumed": "0.00",
    "remaining": "98000.00",
    "visits": 1,
    "checkups": 0,
    "entry": 101,
    "reverses": None,
    "episode": "c1b0a8de-2f4e-4a07-8a3f-0e6f9d7c5b21",
    "key": None,
}

STATEMENT: dict[str, Any] = {
    **{name: YEAR_ACCOUNTS[name] for name in ("policy_number", "member_number", "starts_on", "ends_on")},
    "account": _ACCOUNT,
    "opening": "100000.00",
    "lines": [
        _LINE,
        {
            **_LINE,
            "kind": "CONSUME",
            "reserved_change": "-1360.00",
            "consumed_change": "1360.00",
            "remaining_change": "0.00",
            "reserved": "640.00",
            "consumed": "1360.00",
            "entry": 102,
        },
        {
            **_LINE,
            "kind": "RELEASE",
            "reserved_change": "-640.00",
            "remaining_change": "640.00",
            "reserved": "0.00",
            "consumed": "1360.00",
            "remaining": "98640.00",
            "entry": 103,
        },
    ],
    "adds_up": True,
}

_NONE = dict.fromkeys(
    ("offset", "deductible", "copay", "coinsurance", "penalty", "capped", "over_limit"), "0.00"
)
_PAID: dict[str, Any] = {"excluded": "0.00", "member": "0.00", "reason": None, "clause": []}

QUOTE: dict[str, Any] = {
    "outcome": "PAY",
    "words": {"zh": "赔付", "en": "pay"},
    "insurer": "1360.00",
    "member": "120.00",
    "reasons": [
        {
            "code": "EXC-TCM",
            "words": {"zh": "中医不承担", "en": "traditional Chinese medicine is excluded"},
        }
    ],
    "flags": [],
    "to_confirm": ["EXC-TCM"],
    "missing_terms": [],
    "policy_pending": False,
    "amounts": {
        **_NONE,
        "billed": "1480.00",
        "excluded": "120.00",
        "eligible": "1360.00",
        "payable": "1360.00",
        "member": "120.00",
    },
    "visits": [
        {"type": "OUTPATIENT", "outcome": "PAY", "number": 1, "payable": "1360.00", "member": "120.00"}
    ],
    "lines": [
        {
            **_NONE,
            **_PAID,
            "line": 1,
            "item": "CONSULTATION",
            "billed": "500.00",
            "eligible": "500.00",
            "payable": "500.00",
        },
        {
            **_NONE,
            **_PAID,
            "line": 2,
            "item": "LAB",
            "billed": "860.00",
            "eligible": "860.00",
            "payable": "860.00",
        },
        {
            **_NONE,
            "line": 3,
            "item": "TCM",
            "billed": "120.00",
            "excluded": "120.00",
            "eligible": "0.00",
            "payable": "0.00",
            "member": "120.00",
            "reason": "EXC-TCM",
            "clause": ["policy schedule"],
        },
    ],
    "plan": {"code": "GYX-2025-STD", "version": "2025.1"},
    "year_version": 0,
    "trace": [
        {
            "visit": 1,
            "rule": "visit_counter",
            "words": {"zh": "就诊次数", "en": "visit counter"},
            "verdict": "COUNT",
            "clause": ["A-05", "A-06"],
            "amount_in": "1360.00",
            "taken": "0.00",
            "amount_out": "1360.00",
            "facts": {"visit number": "1"},
        }
    ],
}
