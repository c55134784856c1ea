"""Examples of answers about money out and in."""

from typing import Any

_CASE = "RC-261203-000051-4"
_AT = "2026-12-03T02:15:00Z"
_NUMBER = "PY-261203-000012-4"

PAYMENT: dict[str, Any] = {
    "number": _NUMBER,
    "key": f"{_CASE}/decision/1/guardian",
    "attempt": 1,
    "case_number": _CASE,
    "fund": "insurer:JDAZ",
    "payee_kind": "GUARDIAN",
    "payee": "guardian:8a6e0804-2bd0-4672-b79d-d97027f9071a",
    "holder": "林建国",
    "account": "************0005",
    "bank": "示例银行",
    "amount": "1240.00",
    "purpose": "CLAIM",
    "status": "ORDERED",
    "automatic": False,
    "deciders": ["staff:8a6e0804-2bd0-4672-b79d-d97027f9071b"],
    "signers": [],
    "signatures_needed": 1,
    "findings": ["LUHN"],
    "ordered_at": _AT,
    "due_at": "2026-12-13T16:00:00Z",
    "batch": "",
    "settled_at": None,
    "failure_code": "",
    "bank_reference": "",
}

BATCH: dict[str, Any] = {
    "number": "PB-261203-000013-2",
    "fund_code": "insurer:JDAZ",
    "payments": 1,
    "total": "1240.00",
    "status": "CLOSED",
    "attempts": 1,
    "sha256": "6f" * 32,
    "formed_at": _AT,
    "closed_at": _AT,
}

SIGNED: dict[str, Any] = {
    "number": _NUMBER,
    "status": "APPROVED",
    "signatures": 1,
    "needed": 1,
    "refused": "",
}

RECEIVABLE: dict[str, Any] = {
    "reference": "RV-261203-000031-2",
    "key": f"{_CASE}/copay",
    "kind": "COPAY",
    "case_number": _CASE,
    "debtor": "guardian:8a6e0804-2bd0-4672-b79d-d97027f9071a",
    "fund": "insurer:JDAZ",
    "amount": "80.00",
    "received": "30.00",
    "owed": "50.00",
    "status": "OPEN",
    "due_on": "2026-12-13",
    "band": "NOT_DUE",
}

RECEIPT: dict[str, Any] = {
    "reference": "IN-20261203001",
    "fund": "insurer:JDAZ",
    "amount": "30.00",
    "applied": "30.00",
    "remittance": "RV-261203-000031-2",
    "payer": "林建国",
    "account": "************0005",
    "status": "MATCHED",
    "receivable": "RV-261203-000031-2",
    "matched_by": "system:lipei",
    "returned_by": "",
    "booked_at": _AT,
}

FUND: dict[str, Any] = {"code": "insurer:JDAZ", "name": "京东安联财产保险有限公司", "balance": "98790.00"}

FUND_STATEMENT: dict[str, Any] = {
    "fund": "insurer:JDAZ",
    "name": "京东安联财产保险有限公司",
    "on": "2026-12-03",
    "opening": "100000.00",
    "topped_up": "0.00",
    "received": "30.00",
    "paid": "1240.00",
    "closing": "98790.00",
    "under_way": "0.00",
    "balances": True,
    "lines": [
        {
            "kind": "RECEIVED",
            "at": _AT,
            "about": "IN-20261203001",
            "case_number": _CASE,
            "change": "30.00",
            "balance": "100030.00",
        },
        {
            "kind": "PAID",
            "at": _AT,
            "about": _NUMBER,
            "case_number": _CASE,
            "change": "-1240.00",
            "balance": "98790.00",
        },
    ],
}

OWED: dict[str, Any] = {
    "reference": "RV-261203-000031-2",
    "kind": "COPAY",
    "status": "OPEN",
    "case_number": _CASE,
    "child": "林小满",
    "amount": "80.00",
    "received": "30.00",
    "owed": "50.00",
    "payable": True,
    "next_part": "50.00",
    "due_on": "2026-12-13",
    "overdue": False,
    "parts": [],
    "to_name": "京东安联财产保险有限公司",
    "to_account": "310010000000001",
    "bank_code": "999290000001",
}

REMITTANCE: dict[str, Any] = {
    "number": _NUMBER,
    "case_number": _CASE,
    "child": "林小满",
    "purpose": "HOSPITAL_BILL",
    "status": "SETTLED",
    "amount": "1240.00",
    "billed": "1320.00",
    "account": "************0005",
    "batch": "PB-261203-000013-1",
    "ordered_at": _AT,
    "settled_at": _AT,
    "bank_reference": "20261203000001",
    "failure_code": "",
}

REMITTANCE_DETAIL: dict[str, Any] = {
    **REMITTANCE,
    "hospital_name": "沈成医院",
    "hospital_name_en": "Shencheng Hospital",
    "lines": [{"item": "DRUG", "description": "药品费", "amount": "1320.00"}],
    "letter": "LT-REM-DB-261203-000009-A-1",
    "bills": [{"bill": "0012345678", "billed": "1320.00", "paid": "1240.00", "remark": ""}],
    "objections_until": "2026-12-18",
}

PAYMENT_ANSWERS: dict[str, Any] = {
    "listPayments": {"payments": [PAYMENT], "next": None},
    "getPayment": PAYMENT,
    "listPaymentBatches": [BATCH],
    "signPayments": [SIGNED],
    "turnDownPayments": [{**SIGNED, "status": "TURNED_DOWN", "signatures": 0}],
    "listReceivables": {"receivables": [RECEIVABLE], "next": None},
    "listReceipts": [RECEIPT],
    "decideReceipt": {"receivable": "RV-261203-000031-2"},
    "listFunds": [FUND],
    "listOwed": [OWED],
    "payOwed": {"reference": "RV-261203-000031-2", "amount": "50.00"},
    "listRemittances": [REMITTANCE],
    "getRemittance": REMITTANCE_DETAIL,
    "getFundStatement": FUND_STATEMENT,
}
"""By operation."""
