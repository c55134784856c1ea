"""One example of each act, for the reference."""

from typing import Any

from rules.permissions import Action
from web.api.bodies.advance_acts import ADVANCE_ACTS
from web.api.bodies.debt_acts import DEBT_ACTS
from web.api.bodies.letter_acts import LETTER_ACTS
from web.api.bodies.paper_acts import PAPER_ACTS
from web.api.examples.billing_examples import BILLING_ACTS
from web.api.examples.reimbursement_examples import REIMBURSEMENT_ACTS
from web.api.examples.request_examples import REQUEST_ACTS

_UPLOAD = "0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"

_ACTS: dict[Action, dict[str, Any]] = {
    Action.SUBMIT_DOCUMENTS: {"documents": [_UPLOAD]},
    Action.REQUEST_DOCUMENTS: {
        "kinds": ["EXAMINATION_REPORT"],
        "reason": "The reply names a second examination.",
    },
    Action.ACCEPT_AS_COMPLETE: {"reason": "The report is part of the record."},
    Action.TRIAGE: {"required": True, "reason": "The schedule asks for approval of this drug."},
    Action.ASK: {
        "asked_of": "HOSPITAL",
        "items": ["Which findings call for general anaesthesia?"],
        "documents": ["EXAMINATION_REPORT"],
    },
    Action.REPLY: {
        "answers": [{"item_id": "Q1.1", "text": "Apnoea at night, see the report."}],
        "documents": [],
    },
    Action.DECIDE: {
        "decision": {
            "outcome": "APPROVE_IN_PART",
            "lines": [
                {"approved": "18000.00"},
                {"approved": "2400.00", "reason_code": "EXC-UNLISTED", "clause": "2.5.3"},
            ],
            "ceiling": "16320.00",
            "approved_days": 2,
            "accumulator_version": 7,
        }
    },
    Action.CO_SIGN: {},
    Action.SEND_BACK: {"reason": "The clause does not fit the finding."},
    Action.TAKE_BACK_DECISION: {},
    Action.NAME_HOSPITAL: {"hospital": "MEIHUA-FUER", "department": "GENERAL", "planned_on": "2026-12-07"},
    Action.REQUEST_AMENDMENT: {"ceiling": "24000.00", "reason": "80 % of the ceiling is used."},
    Action.DECIDE_AMENDMENT: {"decision": {"approve": True, "ceiling": "22000.00", "accumulator_version": 7}},
    Action.CANCEL_GUARANTEE: {
        "reason_code": "NOT-INFORCE",
        "explanation": "The policy ended before the admission.",
    },
    Action.REPORT_BILLED: {"billing_case": "DB-261205-000007-K"},
    Action.WITHDRAW: {"reason": "The treatment is no longer needed."},
    Action.ASSIGN: {"assignee": "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10"},
    Action.CHANGE_PRIORITY: {"priority": "URGENT", "reason": "The hospital moved the operation forward."},
    Action.EXPLAIN_DELAY: {"reason": "MEDICAL_REVIEW", "explanation": "A second opinion was asked for."},
    Action.FLAG_FRAUD: {"reason": "The estimate differs from the hospital's own price list."},
    Action.RELEASE_HOLD: {"reason": "The hospital confirmed the price."},
}

EXAMPLES: dict[str, Any] = {
    action.value: {"value": {"action": action.value, "seen_version": 4, **said}}
    for action, said in (
        _ACTS
        | BILLING_ACTS
        | ADVANCE_ACTS
        | DEBT_ACTS
        | LETTER_ACTS
        | PAPER_ACTS
        | REIMBURSEMENT_ACTS
        | REQUEST_ACTS
    ).items()
}
