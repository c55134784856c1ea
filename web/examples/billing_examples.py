"""Examples of answers of direct billing, for the description."""

from typing import Any

_OPENED: dict[str, Any] = {
    "case_number": "DB-261203-000042-9",
    "stage": "VISIT_OPEN",
    "version": 3,
    "due_at": "2027-01-02T16:00:00Z",
    "url": "/api/v1/cases/DB-261203-000042-9",
}
BILLING_ANSWERS: dict[str, Any] = {
    "checkEligibility": {
        "standing": "ELIGIBLE",
        "reasons": [],
        "expected": "800.00",
        "payable": "600.00",
        "member": "200.00",
        "deductible": "0.00",
        "copay": "200.00",
        "coinsurance": "0.00",
        "visit_number": 9,
        "remaining": "98000.00",
        "excluded": ["TCM", "VISION_CHECK"],
        "pay_online": False,
    },
    "openVisit": _OPENED,
    "notifyAdmission": _OPENED | {"stage": "ADMITTED", "due_at": None},
}
