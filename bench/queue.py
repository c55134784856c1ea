"""The queue among many cases: `python -m bench.queue [cases] [rounds]`.

On a Postgres of its own with the server's defaults, filled with open cases (1,000,000 unless said otherwise)
of which one in fifty is closed, one in a hundred escalated, and a third wait for somebody else; each open
one has a clock. By turns,
each in a transaction of its own on one connection:

- **select 1**: what any statement costs;
- **page**: the rows of the queue's first page, as every view begins;
- **read**: all that `/work` asks for the queue, with the number of cases in each view;
- **render**: the template of `/work` with those rows, in this process;
- **HTTP**: `/work` by a signed-in supervisor, over a kept connection to the app in another thread.

Goals: page p99 at most 5 times that of select 1; HTTP at least 0.4 of the rate of a bare render.
"""

import re
import socket
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import psycopg
from sqlalchemy import text
from sqlmodel import Session, select

from bench.server import machine, measured_database, server_settings
from logs import set_up_logs
from models.staff import Staff
from rules.vocabulary import PrincipalKind
from settings import CHECKOUT, Settings
from stores import worded
from stores.casework import queue
from stores.casework.queue import Asked
from stores.database import connect, transaction
from stores.seed import seed
from stores.trust import sessions
from tests.database import plain
from tests.web.site import served
from web import templating
from web.app import create_app
from web.browser import session_cookie
from web.casework import work_page

CASES, ROUNDS, WARM = 1_000_000, 2_000, 100
PAGES = 200
BUFFER = 1 << 18
GOAL, HTTP_GOAL = 5.0, 0.4

_ROLES = ("database_owner_url", "database_activities_url", "database_web_url")
FILL = """
INSERT INTO cases (case_number, process, stage, state_version, member_id, policy_id, hospital_code, opened_by,
    priority, escalated, due_at, waiting_on, requested_amount, opened_at, closed_at, updated_at, emergency,
    late, clock_offset_seconds, view)
SELECT 'PA-260929-' || lpad(n::text, 7, '0') || '-7', 'PA', 'IN_REVIEW', 1, child.member_id, child.id,
    'MEIHUA-FUER', 'hospital:MEIHUA-FUER', CASE WHEN n %% 500 = 0 THEN 2 WHEN n %% 100 = 0 THEN 1 ELSE 0 END,
    n %% 100 = 0, now() + (n::bigint * 7919 %% 3000000) * interval '1 second',
    CASE WHEN n %% 3 = 0 THEN 'GUARDIAN' END, 1800000, now() - interval '2 days',
    CASE WHEN n %% 50 = 1 THEN now() END, now(), false, false, 0, '{}'
FROM generate_series(1, %(cases)s) AS n
JOIN (SELECT row_number() OVER () - 1 AS place, count(*) OVER () AS many, id, member_id FROM policy) AS child
    ON child.place = n %% child.many
"""

CLOCKS = """
INSERT INTO clock (case_number, kind, ordinal, started_at, due_at, state, calendar_version, milestones,
    intervals, as_carried)
SELECT case_number, 'PREAUTH_DECISION', 1, opened_at, due_at, 'RUNNING',
    (SELECT version FROM calendar_version ORDER BY version LIMIT 1), '[]', '[]', '{}'
FROM cases WHERE closed_at IS NULL
"""


def main() -> None:
    """Measure and print; ends with 1 where a goal is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with measured_database() as url, TemporaryDirectory() as folder:
        print(f"{machine()}; {server_settings(url)}")
        fill(url, Path(folder), count)
        one, page = queries(url, rounds)
        rate, bare = pages(url, Path(folder))
    print(f"page/select 1 at p99: {page / one:.2f} (goal {GOAL})")
    print(f"HTTP/render: {rate / bare:.2f} (goal {HTTP_GOAL})")
    sys.exit(0 if page <= GOAL * one and rate >= HTTP_GOAL * bare else 1)


def fill(url: str, home: Path, count: int) -> None:
    """The sample, and that many cases of its children."""
    engine = connect(url, pool_size=1)
    seed(engine, plans_folder=CHECKOUT / "plans", tokens_file=home / "tokens.json", at=datetime.now(UTC))
    engine.dispose()
    begun = time.perf_counter()
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(FILL, {"cases": count})
        connection.execute(CLOCKS)
        connection.execute("VACUUM ANALYZE")
    print(f"{count:,} cases in {time.perf_counter() - begun:.0f} s")


def queries(url: str, rounds: int) -> tuple[float, float]:
    """Seconds at p99 of select 1 and of a page's rows; prints them with the whole read."""
    engine, now = connect(url, pool_size=1), datetime.now(UTC)
    asked = Asked(reader="staff:nobody")
    page = queue.page_of(asked, 1, queue.PAGE)
    with Session(engine) as session:
        kinds: dict[str, Callable[[], object]] = {
            "select 1": lambda: session.execute(text("SELECT 1")).all(),
            "page": lambda: worded.read(session, page, now=now),
            "read": lambda: queue.read(session, asked, now),
        }
        took = {name: [] for name in kinds}  # type: dict[str, list[float]]
        for turn in range(WARM + rounds):
            for name, ask in kinds.items():
                begun = time.perf_counter()
                ask()
                session.rollback()
                if turn >= WARM:
                    took[name].append(time.perf_counter() - begun)
                session.expunge_all()
    for name, seconds in took.items():
        print(f"{name}: median {statistics.median(seconds) * 1000:.2f} ms, p99 {p99(seconds) * 1000:.2f} ms")
    engine.dispose()
    return p99(took["select 1"]), p99(took["page"])


def p99(seconds: list[float]) -> float:
    """What 99 of 100 stay under."""
    return statistics.quantiles(seconds, n=100)[98]


def pages(url: str, home: Path) -> tuple[float, float]:
    """Pages a second over HTTP, and bare renders a second of the same page."""
    settings = Settings(home=home, secret_key="b" * 32, **dict.fromkeys(_ROLES, url))
    engine = connect(url, pool_size=1)
    with transaction(engine) as session:
        person = session.exec(select(Staff).where(Staff.account == "liang.supervisor")).one()
        secret = sessions.begin(
            session, PrincipalKind.STAFF, str(person.id), at=datetime.now(UTC), browser="bench"
        )
    engine.dispose()
    rendered: list[dict[str, Any]] = []
    kept = templating.page

    def noted(request: Any, template: str, status: int = 200, **values: Any) -> Any:
        rendered.append({"request": request, "template": template, **values})
        return kept(request, template, status, **values)

    work_page.rendered = noted
    set_up_logs("INFO")
    with served(create_app(settings)) as address:
        line = connected(address)
        rate = a_second(lambda: fetched(line, f"{session_cookie(settings)}={secret}"))
        line.close()
    bare = a_second(lambda: kept(**rendered[-1]))
    print(f"/work over HTTP: {rate:.0f} a second; bare render: {bare:.0f} a second")
    return rate, bare


def connected(address: str) -> socket.socket:
    """A connection to the app."""
    known = urlsplit(address)
    return socket.create_connection((known.hostname, known.port))


def fetched(line: socket.socket, cookie: str) -> None:
    """The page over a connection that is kept, as long as it says; no work of a browser is measured."""
    line.sendall(f"GET /work?view=open HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\n\r\n".encode())
    head, _, body = line.recv(BUFFER).partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if not head.startswith(b"HTTP/1.1 200 ") or not length:
        raise RuntimeError(f"/work answered {head.decode()}")
    while len(body) < int(length[1]):
        body += line.recv(BUFFER)
    if not body.rstrip().endswith(b"</html>"):
        raise RuntimeError(f"/work ended with {body[-100:].decode()}")


def a_second(act: Callable[[], object]) -> float:
    """How often it is done in a second."""
    for _ in range(10):
        act()
    begun = time.perf_counter()
    for _ in range(PAGES):
        act()
    return PAGES / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
