"""What the rules find about requests of many kinds, each with its clause and detail."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from rules.preauthorization.assess import assess
from rules.preauthorization.facts import Balances, Promise
from rules.preauthorization.values import SpecialTreatment
from rules.vocabulary import AuthorizationType, Department, EncounterType, PolicyStatus, RoomClass
from tests.rules.preauthorization.requests import (
    STATED,
    a_hospital,
    a_policy,
    a_public_hospital,
    a_request,
    an_outpatient_request,
    coded,
    facts,
    item,
    moment,
    schedule,
)

PLANS = (
    "GYX-2021-CZ", "GYX-2021-YX", "GYX-2021-XHX", "GYX-2025-STD", "GYX-2025-PLUS", "GYX-BJ-CZ", "DENT-2021",
    "VAC-2025", "DENTAL-OPT-2025", "VISION-OPT-2025",
)  # fmt: skip
DENTAL = EncounterType.DENTAL
SITUATIONS: Mapping[str, Mapping[str, Any]] = {
    "a stay": {},
    "a stay of which the schedule states nothing": {
        "policy": a_policy(schedule=schedule(**dict.fromkeys(STATED))),
        "balances": Balances(),
    },
    "outside the network": {"hospital": a_hospital(memberships=())},
    "an emergency outside the network": {
        "request": a_request(emergency=True),
        "hospital": a_hospital(memberships=()),
    },
    "after a redirect": {"hospital": a_hospital(memberships=()), "redirected": True},
    "a public hospital": {"hospital": a_public_hospital()},
    "a public hospital of grade 1": {"hospital": a_public_hospital(grade=1)},
    "a public hospital of no known grade": {"hospital": a_public_hospital(grade=None)},
    "an emergency at grade 1": {
        "request": a_request(emergency=True),
        "hospital": a_public_hospital(grade=1),
    },
    "a VIP department": {
        "request": an_outpatient_request(department=Department.VIP),
        "hospital": a_public_hospital(),
    },
    "another site of a group": {"hospital": a_hospital(name="北京和睦家医院", brand="和睦家")},
    "tonsils": {"request": a_request(diagnoses=coded("J35.0"), procedures=coded("28.2"))},
    "an early admission": {"request": a_request(planned_on=date(2026, 3, 20))},
    "an injury": {"request": a_request(diagnoses=coded("S52.5"))},
    "mental illness": {"request": a_request(diagnoses=coded("F84.0"))},
    "mental illness beside a cold": {"request": a_request(diagnoses=coded("F84.0", "J06.9"))},
    "surgery outside a stay": {
        "request": an_outpatient_request(item("SURGERY", 2_000), kind=AuthorizationType.OUTPATIENT_SURGERY)
    },
    "a procedure that may be an operation": {"request": an_outpatient_request(procedures=coded("53.0"))},
    "an acupuncture": {"request": an_outpatient_request(procedures=coded("99.92"))},
    "a dear examination": {"request": an_outpatient_request(item("LAB", 6_000))},
    "an examination of 5,000": {"request": an_outpatient_request(item("LAB", 5_000))},
    "a dear drug": {
        "request": an_outpatient_request(item("DRUG", 3_001), item("INJECTION", 9_000, quantity=9))
    },
    "a scan": {"request": an_outpatient_request(item("IMAGING", 900, description="头颅CT平扫"))},
    "equipment": {"request": an_outpatient_request(item("DURABLE_EQUIPMENT", 800))},
    "chemotherapy": {
        "request": a_request(
            diagnoses=coded("C91.0"),
            kind=AuthorizationType.TUMOR_TREATMENT,
            special_treatments=(SpecialTreatment.CHEMOTHERAPY,),
        )
    },
    "a tumor treatment of no named kind": {
        "request": an_outpatient_request(kind=AuthorizationType.TUMOR_TREATMENT)
    },
    "special outpatient care": {
        "request": an_outpatient_request(
            encounter=EncounterType.SPECIAL_OUTPATIENT, kind=AuthorizationType.SPECIAL_OUTPATIENT
        )
    },
    "observation": {"request": an_outpatient_request(room_class=RoomClass.OBSERVATION)},
    "costs of the year above 30,000": {"request": an_outpatient_request(), "spent_on_group": 29_501_00},
    "dental care": {"request": an_outpatient_request(item("FILLING", 600), encounter=DENTAL)},
    "orthodontics": {"request": an_outpatient_request(item("ORTHODONTICS", 9_000), encounter=DENTAL)},
    "a vaccine": {
        "request": an_outpatient_request(item("VACCINE", 600), encounter=EncounterType.VACCINATION)
    },
    "an unlisted item": {"request": an_outpatient_request(item("BEDS", 600), encounter=DENTAL)},
    "an option's item": {"request": an_outpatient_request(item("VACCINE", 600), item("TCM", 300))},
    "late": {"received_at": moment("2026-06-10")},
    "begun": {"request": a_request(admitted_at=moment("2026-06-01")), "received_at": moment("2026-06-03")},
    "an emergency notified in time": {
        "request": a_request(emergency=True, admitted_at=moment("2026-06-01")),
        "received_at": moment("2026-06-02"),
    },
    "a policy that was not paid for": {"policy": a_policy(status=PolicyStatus.PENDING)},
    "a policy that ended": {"policy": a_policy(expires_on=date(2026, 6, 14))},
    "a grown-up": {"policy": a_policy(member_born_on=date(2008, 6, 15))},
    "nothing left": {"balances": Balances(remaining=0, deductible_left=5_000_00, visits=10, version=3)},
    "no limit known": {"balances": Balances()},
    "a second letter": {"promises": (Promise("PA-260515-000001-7", 12_000_00),)},
}


def _told(code: str) -> Iterator[str]:
    for name, changes in SITUATIONS.items():
        made = assess(facts(code, **changes))
        answer = f"accepted {made.accepted}, needed {made.required} {' '.join(made.triggers)}".rstrip()
        yield f"{name}: {answer}"
        bears = f"deductible {made.deductible_left}, copay {made.copay}, coinsurance {made.coinsurance}"
        yield f"    {made.benefit}, direct billing {made.direct_billing}, {bears}, penalty {made.penalty}"
        yield f"    ask until {made.latest_request_on}, late {made.late}, covered until {made.covered_until}"
        yield f"    documents {' '.join(made.required_documents)}"
        for found in made.findings:
            yield f"    {found.weight} {found.code} [{found.clause}] {found.detail}".rstrip()


def _text(code: str) -> str:
    return "".join(f"{line}\n" for line in _told(code))


ASSESSMENTS: Mapping[str, Callable[[], str]] = {
    f"requests/{code}.txt": partial(_text, code) for code in PLANS
}
"""How each kept text is made."""
