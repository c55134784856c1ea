"""One example of each answer, for the description; a test reads each with the type of its answer."""

from typing import Any

from web.api import brands, episodes
from web.api.examples.request_examples import REQUEST_ANSWERS
from web.examples import report_examples
from web.examples.billing_examples import BILLING_ANSWERS
from web.examples.calendar_examples import CALENDAR_ANSWERS
from web.examples.clock_examples import CLOCK_ANSWERS
from web.examples.family_examples import FAMILY_ANSWERS
from web.examples.house_examples import HOUSE_ANSWERS
from web.examples.money_examples import QUOTE, STATEMENT, YEAR_ACCOUNTS
from web.examples.payment_examples import PAYMENT_ANSWERS
from web.examples.reading_examples import READING

_CASE = "PA-261121-000042-U"
_UPLOAD = "0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"
_HASH = "9f2b5c1d7e3a4f608192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8"
_OPENED_AT = "2026-11-21T02:15:00Z"
_DUE_AT = "2026-11-27T10:00:00Z"

_ROW: dict[str, Any] = {
    "case_number": _CASE,
    "process": "PA",
    "stage": "IN_REVIEW",
    "version": 4,
    "member_number": "M2025000001",
    "hospital": "MEIHUA-FUER",
    "planned_on": "2026-12-03",
    "emergency": False,
    "late": False,
    "due_at": _DUE_AT,
    "clock_state": "RUNNING",
    "time_left_seconds": 546300,
    "business_time_left_seconds": 162000,
    "waiting_on": "US",
    "estimate": "21600.00",
    "approved": None,
    "opened_at": _OPENED_AT,
    "closed_at": None,
    "staff": None,
}

_REQUEST: dict[str, Any] = {
    "department": "GENERAL",
    "department_name": "耳鼻喉科",
    "encounter": "INPATIENT",
    "kind": "SURGERY",
    "special_treatments": ["GENERAL_ANAESTHESIA"],
    "diagnoses": [{"code": "J35.300", "name": "扁桃体肥大伴腺样体肥大"}],
    "procedures": [{"code": "28.3x01", "name": "扁桃体伴腺样体切除术"}],
    "treatment": "全麻下低温等离子扁桃体、腺样体切除术",
    "planned_on": "2026-12-03",
    "expected_days": 3,
    "room_class": "STANDARD_SINGLE",
    "items": [
        {
            "item": "SURGERY",
            "description": "扁桃体腺样体切除术",
            "amount": "21600.00",
            "quantity": 1,
            "unit_price": None,
        }
    ],
    "estimate": "21600.00",
    "doctor_name": "陈医生",
    "doctor_contact": "021-5550-0100",
    "emergency": False,
    "admitted_at": None,
}

_UPLOADED: dict[str, Any] = {
    "id": _UPLOAD,
    "kind": "COST_ESTIMATE",
    "media_type": "application/pdf",
    "size_bytes": 48210,
    "sha256": _HASH,
    "uploaded_at": _OPENED_AT,
    "scan_status": "CLEAN",
}

_UNFINISHED: dict[str, Any] = {
    "id": _UPLOAD,
    "filename": "发票.pdf",
    "part_bytes": 8388608,
    "size_bytes": 10485760,
    "begun_at": _OPENED_AT,
    "arrived": [1],
    "missing": [{"number": 2, "url": "https://store.example/lipei/uploads/2026/11/…?partNumber=2"}],
}

_LETTER: dict[str, Any] = {
    "number": f"LT-ACK-{_CASE}-1",
    "code": "LT-ACK",
    "case_number": _CASE,
    "guarantee_number": None,
    "language": "zh",
    "status": "SENT",
    "issued_at": _OPENED_AT,
    "send_after": _OPENED_AT,
    "sha256": _HASH,
    "signed_sha256": _HASH,
    "verification_code": None,
    "answer": None,
    "answered_at": None,
    "answered_way": None,
    "deliveries": [
        {
            "channel": "EMAIL",
            "recipient_role": "GUARDIAN",
            "state": "SENT",
            "attempts": 1,
            "sent_at": _OPENED_AT,
            "last_error": None,
        }
    ],
}

ANSWERS: dict[str, Any] = {
    "requestPreauthorization": {
        "case_number": _CASE,
        "stage": "IN_REVIEW",
        "version": 2,
        "due_at": _DUE_AT,
        "url": f"/api/v1/cases/{_CASE}",
    },
    "uploadDocument": _UPLOADED,
    "beginDocument": _UNFINISHED,
    "getUnfinishedDocument": _UNFINISHED,
    "finishDocument": _UPLOADED,
    "listPages": [{"number": 1, "text": "住院费用预估 床位费 8000.00 药品费 10000.00"}],
    "readReading": READING,
    "listCases": {"cases": [_ROW], "next": None},
    "getCase": {
        **_ROW,
        "source": "workflow",
        "clocks": [
            {
                "kind": "PREAUTH_DECISION",
                "state": "RUNNING",
                "started_at": _OPENED_AT,
                "due_at": _DUE_AT,
                "legal_due_at": None,
                "time_left_seconds": 546300,
                "business_time_left_seconds": 162000,
                "paused_since": None,
                "waiting_for": None,
                "ended_at": None,
            }
        ],
        "request": _REQUEST,
        "documents": [{**_UPLOADED, "source": "HOSPITAL"}],
        "missing_documents": [],
        "questions": [],
        "decisions": [],
        "guarantee": None,
        "amendment": None,
        "allowed_actions": ["SUBMIT_DOCUMENTS", "WITHDRAW"],
    },
    "listEvents": {
        "case_number": _CASE,
        "events": [
            {
                "sequence": 1,
                "at": _OPENED_AT,
                "kind": "SUBMITTED",
                "role": "HOSPITAL_DESK",
                "from_stage": "RECEIVED",
                "to_stage": "RECEIVED",
                "reason_code": None,
                "hash": _HASH,
                "recorded_at": _OPENED_AT,
                "actor": "hospital:MEIHUA-FUER",
                "detail": None,
            }
        ],
        "next": None,
    },
    "actOnCase": {"case_number": _CASE, "stage": "IN_REVIEW", "version": 5, "due_at": _DUE_AT},
    "quoteClaim": QUOTE,
    "listAccounts": YEAR_ACCOUNTS,
    "getStatement": STATEMENT,
    **PAYMENT_ANSWERS,
    **BILLING_ANSWERS,
    "submitReimbursement": {
        "case_number": "RC-261121-000043-9",
        "stage": "SUBMITTED",
        "version": 2,
        "due_at": _DUE_AT,
        "url": "/api/v1/cases/RC-261121-000043-9",
    },
    "getAdvanceStatement": {
        "promised": "20000.00",
        "paid": "20000.00",
        "consumed": "0.00",
        "refunded": "0.00",
        "waived": "0.00",
        "open": "20000.00",
        "movements": [
            {
                "kind": "PAID",
                "amount": "20000.00",
                "at": _OPENED_AT,
                "reference": "PAY-261121-000007",
            }
        ],
    },
    "requestAdvance": {
        "case_number": "AD-261121-000044-C",
        "stage": "VERIFIED",
        "version": 2,
        "due_at": _DUE_AT,
        "url": "/api/v1/cases/AD-261121-000044-C",
    },
    **REQUEST_ANSWERS,
    **FAMILY_ANSWERS,
    "getEpisode": episodes.EXAMPLE,
    "listBrands": brands.ANSWER,
    "chooseBrand": brands.ANSWER,
    **CLOCK_ANSWERS,
    **HOUSE_ANSWERS,
    **CALENDAR_ANSWERS,
    "readBoard": report_examples.BOARD,
    "reportDuties": report_examples.DUTIES,
    "reportAgeing": report_examples.AGEING,
    "reportPauses": report_examples.PAUSES,
    "reportForecast": report_examples.FORECAST,
    "listLetters": [_LETTER],
    "getLetter": _LETTER,
    "sendLetterAgain": _LETTER,
    "decodePayloads": {
        "payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "IklOX1JFVklFVyI="}]
    },
    "encodePayloads": {
        "payloads": [{"metadata": {"encoding": "YmluYXJ5L2VuY3J5cHRlZA==", "key-id": "azE="}, "data": "q83v"}]
    },
    "isAlive": {"status": "alive"},
    "isReady": {"ready": True, "parts": {"postgres": True, "temporal": True, "objects": True}},
}
