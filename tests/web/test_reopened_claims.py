"""A bill that is corrected after it was paid: which claims were settled after it (A-50)."""

from datetime import timedelta

from rules.direct_billing.values import Stage
from rules.items import ItemCode
from rules.roles import Role
from stores.benefits.reopenings import EVENT
from tests.web.browsing import Browser
from tests.web.site import Site
from tests.workflows.clinic import Clinic
from tests.workflows.desks import Visits, line, staff
from tests.workflows.stays import ADJUSTER, ADMITTED_ON, BED, CHILD, DRUGS, PNEUMONIA, admitted, decide
from workflows.messages_direct_billing import AuthorizeDischarge

LEFT_ON = ADMITTED_ON + timedelta(days=4)


def paid_stay(visits: Visits) -> str:
    """A stay that cost 14,000 yuan, all of which its hospital was paid."""
    _, number = admitted(visits)
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=LEFT_ON)
    visits.act(number, ADJUSTER, AuthorizeDischarge(reason="与担保函相符"))
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=LEFT_ON, final=True)
    decide(visits, number)
    visits.sign_payment(number)
    assert visits.until(number, Stage.HOSPITAL_PAID).paid == 14_000_00
    return number


def test_a_corrected_bill_names_the_claims_settled_after_it_and_leaves_them_as_they_are(
    site: Site, clinic: Clinic
) -> None:
    visits = Visits(clinic)
    stay = paid_stay(visits)
    visits.counted(CHILD, 0)
    later = visits.open(child=CHILD)
    visits.send(later, line("1", 550_00))
    settled = visits.until(later, Stage.CLOSED)
    assert settled.paid == 550_00

    corrected = line("2", 5_000_00, ItemCode.DRUG)
    visits.send(stay, BED, corrected, diagnoses=PNEUMONIA, discharged_on=LEFT_ON)
    decide(visits, stay, who=staff(Role.ADJUSTER, "second"))

    timeline = site.person("ma.adjuster").get(f"/api/v1/cases/{stay}/events").json()
    (told,) = [event for event in timeline["events"] if event["kind"] == EVENT]
    assert told["detail"]["given_back"] == 14_000_00
    assert later in told["detail"]["later_cases"].split()
    with Browser.of(site) as browser:
        browser.sign_in("ma.adjuster")
        page = browser.get(f"/cases/{stay}").text
        assert f'<a href="/cases/{later}">{later}</a>' in page
        assert "须由人决定是否重新理算" in page
    assert visits.look(later).decisions == settled.decisions
    assert EVENT not in {event.kind for event in clinic.events(later)}
