"""Ledger reserves against pgbench: `python -m bench.ledger [rounds] [seconds]`.

All sides write to one server with its default settings, by turns, with 16 clients over 10,000 accounts:

- **same**: pgbench (`-M prepared`) locks a member-year, updates its account and adds a ledger entry: three
  statements between BEGIN and COMMIT on Lipei's own tables, with their constraints and indexes;
- **plain**: the same three statements on two bare tables, an account and a hold;
- **function**: pgbench calls the function that a reserve is, so without the cost of Python;
- **Lipei**: `stores.benefits.ledger.reserve` for a stay that holds nothing yet, which also opens the reserve
  of the stay, counts the year's version and looks for its key, of the same form and length as on the other
  sides. Two processes of eight threads.

Prints medians and the ratios of one round each, also for one hot account. Afterwards every account must
balance with its reserves and entries.
"""

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg

from bench.server import machine, measured_database, server_settings
from embedded import programs
from stores.benefits import ledger
from stores.benefits.ledger import Movement
from stores.benefits.posting import Posted
from tests.builders import NOON
from tests.database import plain

ACCOUNTS = 10_000
STAYS = 60
"""Of each account, so that every reserve opens a new one."""
PROCESSES, THREADS = 2, 8
FEN = 100
MOST_A_SECOND = 9_000
READY_SECONDS = 120
"""Until every process has its work and its connections, on a busy machine."""
STARTS: list[Barrier] = []
GOAL, HOT_GOAL = 0.8, 0.2

SETUP = f"""
INSERT INTO insurer (code, name) VALUES ('I', 'I');
INSERT INTO tpa (code, name) VALUES ('T', 'T');
INSERT INTO plan_version (id, code, version, content, content_hash, in_force_from)
VALUES (gen_random_uuid(), 'P', '1', '{{}}', '', '2020-01-01');
INSERT INTO member (id, number, name, sex, born_on, identity_kind, identity_number)
SELECT md5('member' || n)::uuid, n, n, 'FEMALE', '2020-01-01', 'PASSPORT', n
FROM generate_series(0, {ACCOUNTS - 1}) AS n;
INSERT INTO policy (id, number, insurer_code, tpa_code, plan_version_id, member_id, effective_on, expires_on,
    purchase, options, schedule, status)
SELECT md5('policy' || member.number)::uuid, member.number, 'I', 'T', plan.id, member.id, '2026-01-01',
    '2026-12-31', 'FIRST', '{{}}', '{{}}', 'IN_FORCE'
FROM member, plan_version AS plan;
INSERT INTO member_year (id, member_id, policy_id, starts_on, ends_on)
SELECT md5('year' || number)::uuid, member_id, id, effective_on, expires_on FROM policy;
INSERT INTO benefit_account (id, member_year_id, benefit, limit_amount)
SELECT md5('account' || number)::uuid, md5('year' || number)::uuid, 'INPATIENT', 1000000000 FROM policy;
INSERT INTO episode (id, member_id, opened_at)
SELECT md5('stay' || turn || '/' || n)::uuid, md5('member' || n)::uuid, now()
FROM generate_series(0, {STAYS - 1}) AS turn, generate_series(0, {ACCOUNTS - 1}) AS n ORDER BY turn, n;
CREATE TABLE plain_account (id int PRIMARY KEY, available bigint NOT NULL, reserved bigint NOT NULL);
INSERT INTO plain_account SELECT n, 1000000000, 0 FROM generate_series(0, {ACCOUNTS - 1}) AS n;
CREATE TABLE plain_hold (
    id bigserial PRIMARY KEY, account int NOT NULL REFERENCES plain_account, key text UNIQUE, amount bigint
);
CREATE SEQUENCE turn START {10 * ACCOUNTS};
"""
PLAIN = f"""
\\set account random(0, %d)
\\set key random(1, 1000000000000000)
BEGIN;
SELECT available, reserved FROM plain_account WHERE id = :account FOR UPDATE;
UPDATE plain_account SET available = available - {FEN}, reserved = reserved + {FEN} WHERE id = :account;
INSERT INTO plain_hold (account, key, amount) VALUES (:account, 'PA-261121-' || :key, {FEN});
COMMIT;
"""
SAME = f"""
\\set account random(0, %d)
\\set key random(1, 1000000000000000)
BEGIN;
SELECT counted_visits FROM member_year WHERE id = md5('year' || :account)::uuid FOR NO KEY UPDATE;
UPDATE benefit_account SET reserved = reserved + {FEN}, version = version + 1
WHERE id = md5('account' || :account)::uuid;
INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, reserved_after,
    consumed_after, available_after)
VALUES (md5('account' || :account)::uuid, md5('stay0/' || :account)::uuid, 'PA-261121-000042-U', 'RESERVE',
    'PA-261121-' || :key, now(), {FEN}, {FEN}, 0, 1000000000);
COMMIT;
"""
FUNCTION = f"""
\\set account random(0, %d)
SELECT (ledger_reserve(md5('account' || :account)::uuid,
    md5('stay' || turn / {ACCOUNTS} || '/' || turn %% {ACCOUNTS})::uuid, 'PA-261121-000042-U',
    'PA-261121-' || turn || '/reserve', now(), {FEN}, 0)).id
FROM nextval('turn') AS turn;
"""
WARM_UP = f"""
SELECT ledger_reserve(md5('account' || n)::uuid, md5('stay' || turn || '/' || n)::uuid, 'PA-261121-000042-U',
    'warm/' || turn || '/' || n || '/reserve', now(), {FEN}, 0)
FROM generate_series(0, 2) AS turn, generate_series(0, {ACCOUNTS - 1}) AS n;
"""
UNBALANCED = """
SELECT count(*) FROM benefit_account AS account
WHERE reserved <> (SELECT coalesce(sum(amount), 0) FROM ledger_entry WHERE account_id = account.id)
    OR reserved <> (SELECT coalesce(sum(amount), 0) FROM benefit_reserve WHERE account_id = account.id)
        + (SELECT coalesce(sum(amount), 0) FROM ledger_entry
           WHERE account_id = account.id AND key NOT LIKE '%/r%')
"""
COMPARED: Mapping[str, str] = {"same": SAME, "plain": PLAIN, "function": FUNCTION}
STAY_IDS = f"SELECT id FROM episode ORDER BY ctid OFFSET {40 * ACCOUNTS}"

Work = list[tuple[UUID, UUID]]
"""Accounts and stays to reserve for, in order."""


def pgbench(url: str, script: str, seconds: float) -> float:
    """Transactions a second."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        clients = ["-c", str(PROCESSES * THREADS), "-j", str(PROCESSES)]
        command = [programs.postgres("pgbench"), "-n", "-M", "prepared", *clients, "-T", f"{seconds:.0f}"]
        told = subprocess.run(
            [*command, "-f", str(file), plain(url)], check=True, capture_output=True, text=True
        )
    found = re.search(r"^tps = ([0-9.]+)", told.stdout, re.M)
    assert found, told.stdout
    return float(found[1])


def lipei(pool: ProcessPoolExecutor, url: str, work: Work, seconds: float) -> tuple[float, float]:
    """Reserves a second, and microseconds of client CPU for one."""
    parts = [pool.submit(client, url, work[place::PROCESSES], seconds) for place in range(PROCESSES)]
    done = [part.result() for part in parts]
    reserved = sum(made for made, _ in done)
    return reserved / seconds, sum(cpu for _, cpu in done) / reserved * 1e6


def meet_at(start: Barrier) -> None:
    """Told to each process: where all of them wait until every one is ready."""
    STARTS.append(start)


def client(url: str, work: Work, seconds: float) -> tuple[int, float]:
    """One process of eight threads; how many reserves it made, and its CPU seconds."""
    with ExitStack() as held:
        connections = [
            held.enter_context(psycopg.connect(plain(url), autocommit=True)) for _ in range(THREADS)
        ]
        threads = held.enter_context(ThreadPoolExecutor(THREADS))
        STARTS[0].wait(timeout=READY_SECONDS)
        cpu, ends = time.process_time(), time.monotonic() + seconds
        parts = [
            threads.submit(thread, connection, work[place::THREADS], ends)
            for place, connection in enumerate(connections)
        ]
        return sum(part.result() for part in parts), time.process_time() - cpu


def thread(connection: psycopg.Connection, work: Work, ends: float) -> int:
    """Reserves with one connection until the time is over."""
    for done in count():
        if time.monotonic() >= ends:
            return done
        assert isinstance(ledger.reserve(connection, movement(*work[done]), FEN), Posted)
    raise AssertionError("the work ran out")


def movement(account_id: UUID, episode_id: UUID) -> Movement:
    """A reserve of a case for the stay."""
    return Movement(
        account_id=account_id,
        episode_id=episode_id,
        case_number="PA-261121-000042-U",
        key=f"PA-261121-{episode_id.int % 10**15}/r",
        at=NOON,
    )


def prepare(url: str) -> tuple[Work, Work]:
    """Make accounts and stays, and a ledger that is not empty; work over all accounts, and on one."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(SETUP.encode())
        connection.execute(WARM_UP.encode())
        connection.execute("VACUUM ANALYZE")
        accounts = [id_ for (id_,) in connection.execute("SELECT id FROM benefit_account")]
        stays = [id_ for (id_,) in connection.execute(STAY_IDS.encode())]
    hot = [(accounts[0], stay) for stay in stays[-3 * ACCOUNTS :]]
    return [(accounts[place % ACCOUNTS], stay) for place, stay in enumerate(stays[: -3 * ACCOUNTS])], hot


def main(rounds: int = 5, seconds: float = 3) -> None:
    """Measures and prints."""
    print(machine())
    spawned = get_context("spawn")
    with (
        measured_database() as url,
        ProcessPoolExecutor(PROCESSES, spawned, meet_at, (spawned.Barrier(PROCESSES),)) as pool,
    ):
        print(server_settings(url))
        spread, hot = prepare(url)
        compare("10,000 accounts", url, pool, spread, ACCOUNTS - 1, GOAL, rounds, seconds)
        compare("one hot account", url, pool, hot, 0, HOT_GOAL, rounds, seconds)
        with psycopg.connect(plain(url)) as connection:
            row = connection.execute(UNBALANCED.encode()).fetchone()
            assert row == (0,), f"{row} accounts do not balance"
    print("every account balances with its reserves and its entries")
    print(machine())


def compare(
    name: str,
    url: str,
    pool: ProcessPoolExecutor,
    work: Work,
    highest: int,
    goal: float,
    rounds: int,
    seconds: float,
) -> None:
    """All sides by turns; work that was done is not done again."""
    rates: dict[str, list[float]] = {side: [] for side in (*COMPARED, "Lipei")}
    cpus: list[float] = []
    for left in range(rounds, 0, -1):
        for side, script in COMPARED.items():
            rates[side].append(pgbench(url, script % highest, seconds))
        batch = work[: min(int(MOST_A_SECOND * seconds), len(work) // left)]
        del work[: len(batch)]
        rate, cpu = lipei(pool, url, batch, seconds)
        rates["Lipei"].append(rate)
        cpus.append(cpu)
    print(f"{name}, transactions a second (median of {rounds} rounds of {seconds:.0f} s)")
    for side, found in rates.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(rates["Lipei"], found, strict=True))
        print(f"  {side:<10}{statistics.median(found):8,.0f}   Lipei is {ratio:.2f} of it")
    print(
        f"  goal: at least {goal} of same; Python's part of a reserve {statistics.median(cpus):.0f} us of CPU"
    )


if __name__ == "__main__":
    main(*(float(word) if place else int(word) for place, word in enumerate(sys.argv[1:])))
