"""Lipei's own programs as parts of the stack: the worker and the web app."""

import sys

from embedded import parts, processes
from settings import CHECKOUT, LOOPBACK, Port, Settings, environment_for


def parts_of(settings: Settings) -> list[parts.Part]:
    """Return worker and web, which start when everything that they use is up."""
    return [_worker(settings), _web(settings)]


def _worker(settings: Settings) -> parts.Part:
    return parts.Part(
        name="worker",
        title="Worker",
        address=f"http://{LOOPBACK}:{settings.metrics_port}/metrics",
        programs={"worker": (settings.metrics_port,)},
        launch=lambda name: _start(settings, name, ["-m", "worker"]),
        # The worker opens its metrics port once it polls.
        answers=lambda: parts.listens(settings.metrics_port),
        grace_seconds=20,
    )


def _web(settings: Settings) -> parts.Part:
    port = settings.port(Port.WEB)
    command = ["-m", "uvicorn", "web.app:create_app", "--factory", "--host", LOOPBACK, "--port", str(port)]
    command += ["--http", "web.line:Line"]
    # The app keeps its own log of requests; open event streams must not hold up a stop.
    command += ["--no-access-log", "--timeout-graceful-shutdown", "3"]
    return parts.Part(
        name="web",
        title="Web",
        address=f"http://{LOOPBACK}:{port}",
        programs={"web": (port, *([settings.mail_in_port] if settings.mail_in_port else []))},
        launch=lambda name: _start(settings, name, command),
        answers=lambda: parts.listens(port),
    )


def _start(settings: Settings, name: str, arguments: list[str]) -> processes.Program:
    environment = environment_for(settings) | {"PYTHONPATH": str(CHECKOUT)}
    return processes.start(name, [sys.executable, *arguments], home=settings.home, environment=environment)
