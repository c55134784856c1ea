"""Examples of answers on consents, cards, services and incidents."""

from typing import Any

_CONSENT = {
    "purpose": "MEDICAL_RECORDS",
    "recipient": "HOSPITAL",
    "form_version": "2026-1",
    "given_at": "2026-07-01T02:00:00Z",
    "withdrawn_at": None,
}
_CARD = {
    "number": "EC-2607-1",
    "insured_name": "林小满",
    "born_on": "2020-01-01",
    "member_number": "M2025000001",
    "policy_number": "2607-STD-1",
    "plan": "GYX-2025-STD",
    "effective_on": "2026-07-01",
    "expires_on": "2027-06-30",
    "status": "ACTIVE",
    "bindable_at": "2026-06-20T16:00:00Z",
    "hotline": "400-066-9090",
}
_INCIDENT = {
    "id": "3f0b7b62-5c51-4b0d-9a61-4f6e0f1f9c11",
    "happened_at": "2026-11-20T14:00:00Z",
    "found_at": "2026-11-21T01:10:00Z",
    "recorded_by": "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10",
    "what": "A statement was sent to the address of another family.",
    "data_concerned": "Name and benefit statement of one child.",
    "measures": "",
    "measures_at": None,
    "measures_by": None,
    "children": 1,
    "members": ["M2025000001"],
    "reported_at": None,
    "guardians_told_at": None,
    "closed_at": None,
    "telling_since": None,
}
_TAKEN = {
    "measures": "The letter was called back.",
    "measures_at": "2026-11-21T01:40:00Z",
    "measures_by": "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10",
}
_DOSE = {
    "dose": "MMR-1",
    "name": "麻腮风疫苗第1剂",
    "name_en": "measles, mumps and rubella, dose 1",
    "due_on": "2026-09-01",
    "state": "GIVEN",
}

FAMILY_ANSWERS: dict[str, Any] = {
    "listConsents": [_CONSENT],
    "giveConsent": [_CONSENT],
    "withdrawConsent": [{**_CONSENT, "withdrawn_at": "2026-11-21T02:00:00Z"}],
    "listServices": [
        {
            "service": "ON_SITE_HELP",
            "name": "公立医院陪诊协助",
            "name_en": "Help on site at public hospitals",
            "places": ["FUDAN-ERKE", "XINHUA", "SCMC"],
            "entry": None,
        }
    ],
    "listCards": [_CARD],
    "bindCards": [_CARD],
    "unbindCard": [],
    "listIncidents": [_INCIDENT],
    "recordIncident": _INCIDENT,
    "followIncident": {**_INCIDENT, **_TAKEN},
    "tellGuardians": {**_INCIDENT, **_TAKEN, "telling_since": "2026-11-21T03:00:00Z"},
    "listDoses": [_DOSE],
    "tellDose": [_DOSE],
    "exportChild": {
        "id": "9d0f8f66-2a3f-4a55-8a39-0f7d0a2f1c11",
        "url": "/api/v1/exports/9d0f8f66-2a3f-4a55-8a39-0f7d0a2f1c11.zip",
        "made_at": "2026-11-21T02:00:00Z",
        "expires_at": "2026-11-28T02:00:00Z",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
}
