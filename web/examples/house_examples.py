"""Examples of answers about people, places and settings of the house."""

from typing import Any

_ADMINISTRATOR = "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10"
_SUPERVISOR = "staff:0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"
_AT = "2026-11-23T02:15:00Z"

_ACCOUNT: dict[str, Any] = {
    "id": "1d0f3c2e-0a4b-4f6e-8a11-7c2e9d5b3f04",
    "name": "zhou.adjuster",
    "one_time_password": True,
    "second_factor": False,
    "closed_at": None,
}
_PERSON: dict[str, Any] = {
    "id": "8e2d5a14-6c7b-4f30-9b1e-3d4c5f6a7b80",
    "reference": "staff:8e2d5a14-6c7b-4f30-9b1e-3d4c5f6a7b80",
    "full_name": "周理算",
    "email": "zhou@example.com",
    "team": "理算一组",
    "on_call": False,
    "roles": ["ADJUSTER"],
    "left_on": None,
    "accounts": [_ACCOUNT],
}
_ONE_PERSON = {**_PERSON, "open_cases": 0}
_HOSPITAL: dict[str, Any] = {
    "code": "RENAI-SH",
    "name": "仁爱儿科门诊部",
    "name_en": "Ren'ai Children's Clinic",
    "brand": "RENAI",
    "city": "上海",
    "address": "徐汇区肇嘉浜路 1 号",
    "ownership": "PRIVATE",
    "grade": None,
    "departments": ["GENERAL"],
    "phone": "021-5550-0199",
    "fax": None,
    "email": "claims@renai.example.com",
    "hours": "09:00-18:00",
    "brand_closed_on": None,
}
_ONE_HOSPITAL: dict[str, Any] = {
    **_HOSPITAL,
    "memberships": [
        {
            "id": "7f4e2d10-6b3a-4c58-9e21-0a9d8c7b6e5f",
            "network_list": "GYX-2025",
            "kind": "DIRECT_BILLING",
            "benefit": None,
            "from_on": "2027-01-01",
            "to_on": None,
        }
    ],
    "accounts": [],
}
_INSURERS = {
    "insurers": [
        {
            "code": "XINYU",
            "name": "新域健康保险",
            "name_en": "Xinyu Health",
            "hotline": "400-555-0199",
            "policies": 0,
        }
    ]
}
_WEBHOOK: dict[str, Any] = {
    "id": "8b1d0a52-6f0e-4c51-9a7e-2f6f0c3e7a10",
    "owner": "HOSPITAL",
    "code": "RENAI-SH",
    "url": "https://claims.renai.example.com/hook",
    "on": True,
    "made_at": _AT,
    "earlier_until": None,
}
_SECRET = {"webhook": _WEBHOOK, "secret": "whsec_c2hvd24gdGhpcyBvbmNlLCBuZXZlciBhZ2Fpbi4="}
_PROPOSAL: dict[str, Any] = {
    "id": 12,
    "role": "ADJUSTER",
    "amount": "25000.00",
    "from_on": "2027-02-01",
    "reason": "Resolution 2027-03 of the board.",
    "proposed_by": _SUPERVISOR,
    "proposed_at": _AT,
    "confirmed_by": None,
    "confirmed_at": None,
    "withdrawn_at": None,
}
_PLAN: dict[str, Any] = {
    "id": "2b9c1e7f-4d3a-4e21-b7f0-5a6c8d9e0f12",
    "code": "GYX-2025-STD",
    "version": "2025.1",
    "name": {"zh": "少儿高端医疗（标准版）", "en": "Children's medical, standard"},
}
_PASSWORD = "Zq3vR8nT1kLw0xYd"  # noqa: S105  (an example of one)

HOUSE_ANSWERS: dict[str, Any] = {
    "listPeople": {"people": [_PERSON]},
    "takePersonIn": {**_ONE_PERSON, "password": _PASSWORD},
    "getPerson": _ONE_PERSON,
    "changePerson": _ONE_PERSON,
    "letPersonGo": {**_ONE_PERSON, "left_on": "2026-11-23"},
    "takePersonBack": _ONE_PERSON,
    "givePassword": {"account": _ACCOUNT, "password": _PASSWORD},
    "resetSecondFactor": _ACCOUNT,
    "closeAccount": {**_ACCOUNT, "closed_at": _AT},
    "listHospitals": {"hospitals": [{**_HOSPITAL, "networks": {"DIRECT_BILLING": 1}}]},
    "takeHospitalIn": {**_ONE_HOSPITAL, "memberships": []},
    "getHospital": _ONE_HOSPITAL,
    "changeHospital": _ONE_HOSPITAL,
    "addMembership": _ONE_HOSPITAL,
    "endMembership": _ONE_HOSPITAL,
    "makeDeskAccount": {"account": {**_ACCOUNT, "name": "desk.renai-sh"}, "password": _PASSWORD},
    "listInsurers": _INSURERS,
    "saveInsurer": _INSURERS,
    "listWebhooks": {"webhooks": [_WEBHOOK]},
    "addWebhook": _SECRET,
    "rotateWebhook": _SECRET,
    "tryWebhook": {"taken": True, "said": "204"},
    "switchWebhook": {**_WEBHOOK, "on": False},
    "readAuthority": {"limits": [{"role": "ADJUSTER", "amount": "20000.00"}], "proposals": [_PROPOSAL]},
    "proposeAuthority": _PROPOSAL,
    "confirmAuthority": {**_PROPOSAL, "confirmed_by": _ADMINISTRATOR, "confirmed_at": _AT},
    "withdrawAuthority": {**_PROPOSAL, "withdrawn_at": _AT},
    "listPlans": {
        "plans": [
            {
                **_PLAN,
                "insurer": {"zh": "京东安联", "en": "JD Allianz"},
                "sold_from": "2025-07-01",
                "sold_to": None,
                "policies": 42,
            }
        ]
    },
    "readPlan": {
        **_PLAN,
        "on": "2026-11-23",
        "against": None,
        "statements": [
            {
                "section": {"zh": "住院", "en": "Inpatient"},
                "subject": {"zh": "年度限额", "en": "Annual limit"},
                "value": {"zh": "1,000,000 元", "en": "1,000,000 yuan"},
                "source": ["handbook 3.1"],
            }
        ],
        "differences": [],
    },
    "listTemplates": {
        "templates": [
            {
                "code": "LT-ACK",
                "version": "1",
                "language": "zh",
                "current": True,
                "letters": 182,
                "last_at": _AT,
            }
        ]
    },
    "listChanges": {
        "changes": [
            {
                "id": 118,
                "at": _AT,
                "actor": _ADMINISTRATOR,
                "act": "CHANGE_PERSON",
                "subject": _PERSON["reference"],
                "said": {"changed": [], "added": ["TEAM_LEAD"], "removed": []},
            }
        ],
        "older": None,
    },
    "letTimePass": {"cases": [{"case_number": "PA-261121-000042-U", "now": "2026-11-26T02:15:00Z"}]},
}
