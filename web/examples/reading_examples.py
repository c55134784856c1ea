"""An example of what was read off a document, for the description."""

from typing import Any

READING: dict[str, Any] = {
    "document_id": "0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11",
    "case_number": "PA-261121-000042-U",
    "state": "READ",
    "kind": "INVOICE",
    "kind_confidence": 0.99,
    "kind_sure": True,
    "fields": [
        {
            "name": "INVOICE_NUMBER",
            "value": "0012345678",
            "confidence": 0.999,
            "sure": True,
            "means": "OCR",
            "place": {"page": 1, "left": 0.62, "top": 0.11, "right": 0.78, "bottom": 0.13},
        },
        {
            "name": "PERSON",
            "value": "林小满",
            "confidence": 0.81,
            "sure": False,
            "means": "OCR",
            "place": {"page": 1, "left": 0.08, "top": 0.19, "right": 0.21, "bottom": 0.21},
        },
    ],
    "lines": [{"item": "诊察费", "amount": "50.00", "confidence": 0.99}],
    "others": [
        {
            "first_page": 2,
            "pages": 2,
            "kind": "DISCHARGE_SUMMARY",
            "kind_confidence": 0.98,
            "kind_sure": True,
            "fields": [
                {
                    "name": "ADMITTED_ON",
                    "value": "2026-09-02",
                    "confidence": 0.995,
                    "sure": True,
                    "means": "TEXT",
                    "place": {"page": 2, "left": 0.3, "top": 0.2, "right": 0.45, "bottom": 0.22},
                }
            ],
            "lines": [],
        }
    ],
    "findings": [
        {
            "kind": "LINES_DIFFER",
            "refers": False,
            "detail": {"lines": "50.00", "total": "60.00"},
        }
    ],
    "problem": None,
    "confirmations": [
        {
            "confirmed_by": "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10",
            "confirmed_at": "2026-11-22T02:00:00Z",
            "kind": None,
            "from_page": 0,
            "fields": [{"name": "ISSUED_ON", "before": "2026-09-01", "value": "2026-09-07"}],
        }
    ],
}
