"""Speaking to the API for the commands of a case: answers as JSON, problems as sentences."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

from commands.outcome import Exit, fail, say

if TYPE_CHECKING:
    import httpx2

TOKENS_FILE = "tokens.json"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BAD_INPUT = (400, 404, 413, 415, 422)
SECONDS = 60


def token_of(home: Path, name: str) -> str:
    """The token of a person or role in the file that the sample wrote; ends the command without one."""
    file = home / TOKENS_FILE
    try:
        known: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        fail(f"{file} holds no tokens: run `lipei demo` to load the sample, or give --token.", Exit.BAD_INPUT)
    fitting = [each for each in sorted(known) if each == name] or [
        each for each in sorted(known) if name.lower() in (each.rpartition(".")[2], known[each]["principal"])
    ]
    if not fitting:
        fail(f"Nobody is called {name}; --as takes one of: {', '.join(sorted(known))}.", Exit.BAD_INPUT)
    if fitting[0] != name:
        say(f"as {fitting[0]}")
    return known[fitting[0]]["token"]


class CaseApi:
    """The API at an address, as one principal."""

    def __init__(self, client: "httpx2.Client") -> None:
        """Speak through this client."""
        self._client = client

    def get(self, path: str, **query: Any) -> Any:
        """What the API answers; ends the command where it refuses."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._read(self._client.get(path, params=asked))

    def text(self, path: str, **query: Any) -> str:
        """A file that the app answers with, byte order mark included; ends the command where it refuses."""
        asked = {name: value for name, value in query.items() if value is not None}
        answer = self._client.get(path, params=asked)
        if not answer.is_success:
            _refuse(answer)
        return answer.content.decode("utf-8")

    def post(self, path: str, body: Mapping[str, Any], key: str) -> Any:
        """What the API answers; ends the command where it refuses."""
        return self._read(self._client.post(path, json=body, headers={"Idempotency-Key": key}))

    def _read(self, answer: "httpx2.Response") -> Any:
        if not answer.is_success:
            _refuse(answer)
        return answer.json()


@contextmanager
def speaking(url: str, token: str) -> Iterator[CaseApi]:
    """The API at that address; ends the command where nothing answers there."""
    import httpx2

    local = httpx2.URL(url).host in _LOOPBACK
    client = httpx2.Client(
        base_url=url,
        timeout=SECONDS,
        headers={"Authorization": f"Bearer {token}"},
        trust_env=not local,  # a proxy of the environment does not lead to this machine
    )
    with client:
        try:
            yield CaseApi(client)
        except httpx2.TransportError as lost:
            fail(f"{url} does not answer ({lost}): run `lipei up`, or give --url.", Exit.NOT_RUNNING)


def _refuse(answer: "httpx2.Response") -> Never:
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    title, detail = problem.get("title", answer.status_code), problem.get("detail", answer.reason_phrase)
    say(f"{title}: {detail}")
    for error in problem.get("errors", ()):
        say(f"  {error['field']}: {error['message']}")
    for change in problem.get("changes", ()):
        say(f"  since then: {change['kind']} by {change['actor'] or change['role']} at {change['at']}")
    if answer.status_code == 503:
        fail("Repeat the same command with the same --key.", Exit.NOT_RUNNING)
    fail("Nothing was done.", Exit.BAD_INPUT if answer.status_code in _BAD_INPUT else Exit.FAILED)
