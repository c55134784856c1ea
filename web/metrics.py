"""`/metrics`: open cases, time to due, breaches, escalations and the scanner, for Prometheus."""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeHistogramMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import Response

from rules.clock_state import LiveState
from rules.permissions import Action
from rules.vocabulary import Process
from stores.clocks import clock_metrics
from stores.clocks.clock_metrics import BOUNDS, ESCALATIONS, ClockMetrics
from stores.papers import scans
from web.access import SCHEME, Gate, Permission, authenticate
from web.backend import Uses

_OPEN_STATES = [state for state in LiveState if state not in (LiveState.MET, LiveState.CANCELLED)]


class ScrapeGate(Gate):
    """Lets in the monitor that sends the secret of the settings, and people who may read metrics."""

    _people = Permission(Action.READ_METRICS)

    def __call__(
        self,
        request: Request,
        backend: Uses,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(SCHEME)],
    ) -> None:
        """401 and 403 as everywhere."""
        secret = backend.settings.metrics_token
        sent = credentials.credentials if credentials else ""
        if not (secret and hmac.compare_digest(sent.encode(), secret.encode())):
            self._people.admit(authenticate(request, backend, credentials, csrf=""))


router = APIRouter(include_in_schema=False, dependencies=[Depends(ScrapeGate())])


@router.get("/metrics")
def metrics(backend: Uses) -> Response:
    """Read at each scrape; nothing of a person or a single case is in it."""
    with backend.session() as session:
        now, offset = backend.clock.wall(), backend.clock.offset_seconds
        read = clock_metrics.read(session, backend.calendars, now, offset)
        unscanned, withheld = scans.waiting(session), len(scans.withheld(session))
    scanning = _Scanning(
        up=backend.scanner.answers(),
        unscanned=unscanned,
        withheld=withheld if backend.settings.scanning == "required" else 0,
    )
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(read))
    registry.register(scanning)
    return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class _Collected(Collector):
    """The numbers of one scrape."""

    def __init__(self, read: ClockMetrics) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """Every process is there, also with zero: an absent line would say nothing."""
        read = self._read
        yield _gauge("lipei_open_cases", "Cases that are not closed.", read.open_cases)
        yield _gauge("lipei_escalated_cases", "Open cases that were escalated.", read.escalated_cases)
        yield _gauge("lipei_breaches_last_day", "Duties whose due passed in 24 hours.", read.breaches)
        clocks = GaugeMetricFamily(
            "lipei_open_clocks", "Clocks of open cases by live state.", labels=["process", "state"]
        )
        raised = GaugeMetricFamily(
            "lipei_escalations_last_day",
            "Milestones reached in 24 hours that told somebody above.",
            labels=["process", "milestone"],
        )
        for process in Process:
            for state in _OPEN_STATES:
                clocks.add_metric([process, state], read.open_clocks.get((process, state), 0))
            for kind in ESCALATIONS:
                raised.add_metric([process, kind], read.escalations.get((process, kind), 0))
        yield clocks
        yield raised
        yield self._time_to_due()

    def _time_to_due(self) -> GaugeHistogramMetricFamily:
        family = GaugeHistogramMetricFamily(
            "lipei_time_to_due_seconds", "Duties that run, by case time until due.", labels=["process"]
        )
        bounds = [*(f"{bound}.0" for bound in BOUNDS), "+Inf"]
        for process, counts in self._read.time_to_due.items():
            total = self._read.seconds_to_due.get(process, 0.0)
            family.add_metric([process], list(zip(bounds, accumulate(counts), strict=True)), total)
        return family


@dataclass(frozen=True)
class _Scanning(Collector):
    """How the malware scanner does, and what waits for it."""

    up: bool
    unscanned: int
    withheld: int

    def collect(self) -> Iterator[Metric]:
        """A scanner that is not set is as little there as one that does not answer."""
        yield GaugeMetricFamily("lipei_scanner_up", "1: a malware scanner answers.", value=int(self.up))
        said = f"Files that no scanner has judged, up to {scans.MOST_COUNTED}."
        yield GaugeMetricFamily("lipei_files_not_scanned", said, value=self.unscanned)
        said = "Approved payments that wait for the scan of a document."
        yield GaugeMetricFamily("lipei_payments_waiting_for_scan", said, value=self.withheld)


def _gauge(name: str, said: str, counts: Mapping[Process, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, said, labels=["process"])
    for process in Process:
        family.add_metric([process], counts.get(process, 0))
    return family
