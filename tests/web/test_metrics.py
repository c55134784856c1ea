"""`/metrics`: who may scrape, what is in it, and that dashboard and alerts ask for nothing else."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from rules.vocabulary import Process
from settings import Settings
from tests.deploy.test_watching import asked
from tests.web.site import Site, served
from web.app import create_app

SECRET = "a secret between Prometheus and the web app"


@pytest.fixture(scope="module")
def scraped(site_settings: Settings) -> Iterator[httpx2.Client]:
    """The app with a secret for the monitor."""
    known = site_settings.model_copy(update={"metrics_token": SECRET})
    with served(create_app(known)) as url, httpx2.Client(base_url=url) as http:
        yield http


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_monitor_scrapes_with_the_secret_of_the_settings(scraped: httpx2.Client) -> None:
    answer = scraped.get("/metrics", headers=bearer(SECRET))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert scraped.get("/metrics", headers=bearer(SECRET + "x")).status_code == 401
    assert scraped.get("/metrics").status_code == 401


def test_without_a_secret_only_people_who_may_read_it(site: Site) -> None:
    for name in ("liang.supervisor", "song.head", "cao.auditor", "peng.admin"):
        assert site.person(name).get("/metrics").status_code == 200, name
    for name in ("ma.adjuster", "gao.lead", "MEIHUA-FUER"):
        assert site.person(name).get("/metrics").status_code == 403, name
    assert site.http.get("/metrics").status_code == 401
    assert site.http.get("/metrics", headers={"Authorization": "Bearer"}).status_code == 401


def test_the_numbers_are_by_process_and_name_no_case_and_nobody(scraped: httpx2.Client) -> None:
    text = scraped.get("/metrics", headers=bearer(SECRET)).text
    families = {family.name: family for family in text_string_to_metric_families(text)}

    labels = {name for family in families.values() for sample in family.samples for name in sample.labels}
    assert labels == {"process", "state", "milestone", "le"}
    assert {sample.labels["process"] for sample in families["lipei_open_cases"].samples} == set(Process)
    (scanner,) = families["lipei_scanner_up"].samples
    assert scanner.value == 0
    assert families["lipei_payments_waiting_for_scan"].samples[0].value == 0
    assert families["lipei_files_not_scanned"].samples[0].value >= 0
    for process in ("PA", "DB", "RC", "AD"):
        buckets = [
            sample.value
            for sample in families["lipei_time_to_due_seconds"].samples
            if sample.labels["process"] == process and sample.name.endswith("_bucket")
        ]
        assert buckets == sorted(buckets)
        assert len(buckets) == 11
    assert not re.search(r"[A-Z]{2}-[0-9]{6}-", text)


def test_dashboard_and_alerts_ask_for_numbers_that_are_there(scraped: httpx2.Client) -> None:
    text = scraped.get("/metrics", headers=bearer(SECRET)).text
    wanted = {name for expression in asked() for name in re.findall(r"\blipei_\w+", expression)}

    assert {"lipei_open_cases", "lipei_time_to_due_seconds_bucket"} <= wanted
    assert {name for name in wanted if not re.search(rf"^{name}[{{ ]", text, re.MULTILINE)} == set()
