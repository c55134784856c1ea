"""One example of each act of direct billing, for the reference."""

from typing import Any

from rules.permissions import Action
from web.api.bodies.bill_body import BILL_EXAMPLE

BILLING_ACTS: dict[Action, dict[str, Any]] = {
    Action.CONFIRM_ELIGIBILITY: {"eligible": True, "reason": "The schedule was completed this morning."},
    Action.SUBMIT_BILL: {"bill": BILL_EXAMPLE, "documents": ["0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"]},
    Action.RULE_LINES: {
        "lines": [{"line_id": "2"}, {"line_id": "3", "finding": "EXC-PREEX"}],
        "we_recover": False,
        "reason": "Line 2 belongs to the operation of the letter.",
    },
    Action.AUTHORIZE_DISCHARGE: {"reason": "As the letter says."},
    Action.DECIDE_CLAIM: {
        "decision": {
            "answer": "PAY",
            "confirmed": ["EXC-TCM"],
            "explanation": "Herbal granules are excluded; the rest is covered.",
            "accumulator_version": 7,
        }
    },
    Action.PAY_AGAIN: {"reason": "The hospital confirmed its account."},
    Action.PROPOSE_RECOVERY: {
        "reasons": [{"item": "ALLERGEN_TEST", "amount": "1980.00", "code": "EXC-ALLERGEN"}],
        "explanation": "The panel was billed as laboratory work.",
    },
}
