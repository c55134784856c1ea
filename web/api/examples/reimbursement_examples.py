"""What people say to a reimbursement claim, as examples."""

from typing import Any

from rules.permissions import Action
from web.api.bodies import claim_body, reimbursement_body

REIMBURSEMENT_ACTS: dict[Action, dict[str, Any]] = {
    Action.SUBMIT_CLAIM: {"claim": claim_body.EXAMPLE, "form_signed_on": "2026-11-20", "documents": []},
    Action.SEND_ORIGINALS: {"carrier": "顺丰", "tracking": "SF1234567890"},
    Action.RECEIVE_ORIGINALS: {"kinds": ["INVOICE"], "absent": [], "tracking": "SF1234567890"},
    Action.VERIFY_BILLS: {"keys": ["31060126:0000350001"], "reason": "Looked up with the issuer."},
    Action.CORRECT_CLAIM: {"claim": claim_body.EXAMPLE, "reason": "The second charge is a drug."},
    Action.INVESTIGATE_CLAIM: {"scope": "Ask the hospital whether the visit of that day took place."},
    Action.RECORD_FINDINGS: {"findings": "The hospital confirmed the visit and its bill."},
    Action.ACCEPT_DECISION: {},
    Action.OBJECT_TO_DECISION: {"reason": "The second charge is a drug that the plan covers."},
    Action.STATE_ASCERTAINED: {"amount": "12345.60", "reason": "The drugs are not in dispute."},
    Action.CORRECT_ACCOUNT: {"account": reimbursement_body.EXAMPLE["account"]},
    Action.PAY_CLAIM_AGAIN: {"reason": "Finance asked for it again."},
    Action.RAISE_NONDISCLOSURE: {"reason": "The record names a condition known before the contract."},
    Action.CONCLUDE_NONDISCLOSURE: {"rescind": False, "reason": "The form did not ask about it."},
    Action.SETTLE_COMPENSATION: {"approve": True, "reason": "Paid nine days after the law's last day."},
}
