"""One pre-authorization as its people live it: the hospital asks, the adjuster approves, a letter comes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from embedded.credentials import write_private
from embedded.errors import StackError
from rules.china_time import shanghai_date, shanghai_time
from rules.vocabulary import DocumentKind
from settings import Settings

if TYPE_CHECKING:
    import httpx2

    from stores.seed import Sample

CHILD, HOSPITAL, ADJUSTER = "M2025000001", "MEIHUA-FUER", "ma.adjuster"
PAPERS = (
    DocumentKind.PREAUTH_FORM,
    DocumentKind.MEDICAL_RECORD,
    DocumentKind.EXAMINATION_REPORT,
    DocumentKind.ADMISSION_NOTICE,
    DocumentKind.COST_ESTIMATE,
    DocumentKind.CHILD_IDENTITY,
    DocumentKind.E_CARD,
    DocumentKind.GUARDIAN_IDENTITY,
    DocumentKind.CONSENT,
)
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to the demonstrated case."""

    case_number: str
    stages: tuple[tuple[datetime, str, str], ...]
    due_at: datetime
    guarantee: str
    ceiling: str
    valid_until: str
    pdf: Path


def live_through(settings: Settings, sample: "Sample", report: Callable[[str], None]) -> Told:
    """Run one case over the web API to the guarantee letter in the hospital's inbox."""
    desk, adjuster = (_as(settings, sample, name) for name in (HOSPITAL, ADJUSTER))
    with desk, adjuster:
        report("The hospital hands in nine documents and asks for approval")
        documents = [_upload(desk, kind) for kind in PAPERS]
        opened = _answer(_post(desk, "/api/v1/preauthorizations", _request(sample, documents)))
        number = opened["case_number"]
        shown = _get(adjuster, f"/api/v1/cases/{number}")
        report(f"{number} is under review; the adjuster approves")
        act = {"action": "DECIDE", "seen_version": shown["version"], "decision": {"outcome": "APPROVE"}}
        _answer(_post(adjuster, f"/api/v1/cases/{number}/actions", act))
        report("The benefit is reserved; the undo window of the letter is skipped")
        _skip(settings, number, timedelta(seconds=settings.undo_window_seconds))
        letter = _wait_for_letter(adjuster, number)
        return _told(settings, adjuster, number, letter, shown)


def _as(settings: Settings, sample: "Sample", name: str) -> "httpx2.Client":
    import httpx2

    token = sample.tokens[name].secret
    return httpx2.Client(
        base_url=settings.public_url, headers={"Authorization": f"Bearer {token}"}, timeout=30
    )


def _request(sample: "Sample", documents: list[str]) -> dict[str, Any]:
    policy = next(number for number, child in sample.policies.items() if child == CHILD)
    return {
        "member_number": CHILD,
        "policy_number": policy,
        "department_name": "儿科",
        "encounter": "INPATIENT",
        "kind": "INPATIENT",
        "diagnoses": [{"code": "J18.900", "name": "支气管肺炎"}],
        "treatment": "静脉抗感染、雾化及对症支持治疗",
        "planned_on": (shanghai_date(datetime.now(UTC)) + timedelta(days=14)).isoformat(),
        "expected_days": 6,
        "items": [
            {"item": "BED", "description": "床位、护理与膳食", "amount": "7200.00", "quantity": 6},
            {"item": "DRUG", "description": "抗感染及对症药物", "amount": "5860.00"},
            {"item": "LAB", "description": "血常规、病原学与生化", "amount": "2340.50"},
            {"item": "IMAGING", "description": "胸部 X 线", "amount": "480.00"},
            {"item": "TREATMENT", "description": "雾化吸入治疗", "amount": "1260.00"},
        ],
        "doctor_name": "李明医生",
        "doctor_contact": "021-5550-0100",
        "documents": documents,
    }


def _upload(desk: "httpx2.Client", kind: DocumentKind) -> str:
    file = (f"{kind.lower()}.pdf", _paper(kind), "application/pdf")
    return str(_answer(desk.post("/api/v1/documents", data={"kind": kind}, files={"file": file}))["id"])


@cache
def _paper(kind: DocumentKind) -> bytes:
    """A sample document that says what it is."""
    import typst

    page = f'#set page("a5")\n= {kind}\n\nA sample document. Whatever it says is invented.'
    return bytes(typst.compile(page.encode()))


def _post(client: "httpx2.Client", path: str, body: dict[str, Any]) -> "httpx2.Response":
    return client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})


def _get(client: "httpx2.Client", path: str) -> Any:
    return _answer(client.get(path))


def _answer(response: "httpx2.Response") -> Any:
    if response.is_success:
        return response.json()
    problem = response.json()
    said = "; ".join(f"{error['field']}: {error['message']}" for error in problem.get("errors", []))
    raise StackError(
        f"{response.request.method} {response.request.url.path} was refused: {said or problem['detail']}"
    )


def _skip(settings: Settings, number: str, by: timedelta) -> None:
    import asyncio

    from temporalio.testing import TimeSkipper

    from workflows.client import Cases, connect

    async def skip() -> None:
        client = await connect(settings)
        await TimeSkipper(client).fast_forward(Cases(client).handle(number), by)

    asyncio.run(skip())


def _wait_for_letter(client: "httpx2.Client", number: str) -> dict[str, Any]:
    deadline, pause = time.monotonic() + PATIENCE_SECONDS, threading.Event()
    while time.monotonic() < deadline:
        for letter in _get(client, f"/api/v1/cases/{number}/letters"):
            if letter["code"] == "LT-GOP" and letter["status"] == "SENT":
                return dict(letter)
        pause.wait(0.1)
    raise StackError(
        f"The guarantee letter of {number} was not sent within {PATIENCE_SECONDS} s: `lipei status` and the "
        "worker's log say why."
    )


def _told(
    settings: Settings,
    client: "httpx2.Client",
    number: str,
    letter: dict[str, Any],
    review: dict[str, Any],
) -> Told:
    events = _get(client, f"/api/v1/cases/{number}/events")["events"]
    case = _get(client, f"/api/v1/cases/{number}")
    version = case["guarantee"]["versions"][-1]
    pdf = settings.home / "letters" / f"{letter['number']}.pdf"
    # It names the child and the illness: nobody else on this machine reads it.
    write_private(pdf, client.get(f"/api/v1/letters/{letter['number']}.pdf").content)
    stages = [
        (_local(event["at"]), event["to_stage"], event["actor"] or "system")
        for event in events
        if event["to_stage"] != event["from_stage"] or event["sequence"] == 1
    ]
    return Told(
        case_number=number,
        stages=tuple(stages),
        due_at=_local(review["due_at"]),
        guarantee=letter["number"],
        ceiling=version["ceiling"],
        valid_until=version["valid_until_on"],
        pdf=pdf,
    )


def _local(instant: str) -> datetime:
    return shanghai_time(datetime.fromisoformat(instant))
