"""The app killed between a consent that was taken back and the cases that need it: they learn of it yet."""

import signal
from uuid import uuid4

import httpx2
import pytest

from activities.reconciliation_orders import FindingKind
from rules.consents import FORM_VERSION
from tests.faults.conftest import NO_SCANNER, Mortal, Webs
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic
from workflows.reconciliation import reconcile_now

pytestmark = pytest.mark.long

CHILD, MEMBER = "M2025000007", "/api/v1/members/M2025000007/consents"
FAMILY = f"guardian of {CHILD}"


def found(ward: Clinic, number: str) -> list[tuple[FindingKind, bool]]:
    """What a comparison finds of the case, once the case has said so on its row."""
    comparison = reconcile_now(ward.client, uuid4().hex, grace_seconds=0.5)
    findings = ward.loop.start(comparison).result(timeout=PATIENCE_SECONDS).findings
    return [(each.kind, each.healed) for each in findings if each.case_number == number]


def heard(ward: Clinic, number: str) -> int:
    """How often the case heard of a consent that was taken back."""
    return [each.kind for each in ward.events(number)].count("CONSENT_WITHDRAWN")


@pytest.mark.parametrize(
    ("when", "purpose", "recipient"),
    [("before", "MEDICAL_RECORDS", "HOSPITAL"), ("after", "CLAIM_HANDLING", "TPA")],
)
def test_a_consent_taken_back_outlives_the_app_that_took_it(
    webs: Webs, mortal: Mortal, ward: Clinic, alone: None, when: str, purpose: str, recipient: str
) -> None:
    said = {"purpose": purpose, "recipient": recipient}
    mortal("none", "never")
    number = ward.open(child=CHILD)
    web = webs("consent_news", when, NO_SCANNER)
    with pytest.raises(httpx2.TransportError):
        web.site.person(FAMILY).post(f"{MEMBER}/withdrawal", json=said)
    assert web.wait() == -signal.SIGKILL
    if when == "before":
        assert heard(ward, number) == 0, "nobody has told the case"
        assert found(ward, number) == [(FindingKind.UNHEARD_CONSENT, True)]

    ward.wait_until(lambda: ward.row(number).view["unconsented"] != [], "the case to hear of it")
    assert found(ward, number) == []
    assert heard(ward, number) == 1
    assert ward.look(number).held

    again = webs("", "", NO_SCANNER).site.person(FAMILY)
    assert again.post(MEMBER, json={**said, "form_version": FORM_VERSION}).status_code == 200
    ward.wait_until(lambda: not ward.row(number).view["unconsented"], "the case to go on")
