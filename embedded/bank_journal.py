"""The journal of the demonstration bank: what it took, did, and what its accounts show; SQLite, synced."""

import hashlib
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from embedded.bank_behavior import EVERY_ACCOUNT, SILENT, Behavior, Manner
from embedded.bank_messages import BadMessageError, Order, Status, Transfer

TABLES = """
CREATE TABLE IF NOT EXISTS message (
    message_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, taken_at TEXT NOT NULL, twice INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS silence (message_id TEXT PRIMARY KEY, left INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS transfer (
    end_to_end_id TEXT PRIMARY KEY, message_id TEXT NOT NULL, payment_information_id TEXT NOT NULL,
    debtor TEXT NOT NULL, creditor TEXT NOT NULL, creditor_name TEXT NOT NULL, amount INTEGER NOT NULL,
    remittance TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, settles_at TEXT
);
CREATE TABLE IF NOT EXISTS entry (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, direction TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0), reference TEXT NOT NULL UNIQUE, remittance TEXT NOT NULL,
    counterparty TEXT NOT NULL, counterparty_account TEXT NOT NULL, booked_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS behavior (
    account TEXT PRIMARY KEY, manner TEXT NOT NULL, reason TEXT NOT NULL, seconds REAL NOT NULL,
    times INTEGER NOT NULL
);
"""


class KeyReusedError(ValueError):
    """A second transfer under the key of one that was another."""


class Journal:
    """One file; every change is one transaction that is on disk when it returns."""

    def __init__(self, folder: Path) -> None:
        """Open the journal of a folder, or begin one."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._file = sqlite3.connect(folder / "journal.sqlite", isolation_level=None, check_same_thread=False)
        self._file.row_factory = sqlite3.Row
        self._file.execute("PRAGMA synchronous = FULL")
        self._file.executescript(TABLES)
        # A bank that begins anew, after a restore into another home, goes on above what it told before.
        self._file.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'entry', ?"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'entry')",
            (int(time.time()),),
        )

    def take(self, order: Order, content: bytes) -> bool:
        """Carry out an order, each transfer once for ever; False where the line is to be closed silently.

        BadMessageError where the message id came before with another content.
        """
        with self._change():
            manners = {each.end_to_end_id: self._manner(each.creditor) for each in order.transfers}
            silent = next((each for each in manners.values() if each.manner in SILENT), None)
            if silent is not None:
                self._silence(order.message_id, silent.times - 1)
            if silent is None or silent.manner is Manner.SILENT_DONE:
                self._carry_out(order, content, manners)
            return silent is None

    def speaks(self, message_id: str) -> bool:
        """Whether a question about a message is answered; counts one that is not."""
        with self._change():
            counted = self._file.execute(
                "UPDATE silence SET left = left - 1 WHERE message_id = ? AND left > 0", (message_id,)
            )
            return counted.rowcount == 0

    def statuses(self, message_id: str) -> list[Status] | None:
        """What became of an order; None where it is not known. Twice, where the bank was told to."""
        with self._change():
            self._settle_due()
            message = self._one("SELECT twice FROM message WHERE message_id = ?", message_id)
            if message is None:
                return None
            rows = self._all("SELECT * FROM transfer WHERE message_id = ? ORDER BY rowid", message_id)
            return [_status(row) for row in rows] * (2 if message["twice"] else 1)

    def status(self, end_to_end_id: str) -> tuple[str, Status] | None:
        """The message of a transfer and what became of it; None where it is not known."""
        with self._change():
            self._settle_due()
            row = self._one("SELECT * FROM transfer WHERE end_to_end_id = ?", end_to_end_id)
            return (row["message_id"], _status(row)) if row else None

    def receive(
        self, *, account: str, amount: int, remittance: str, payer: str, payer_account: str, key: str
    ) -> int:
        """Book money that somebody transferred; the same key is the same entry, whose sequence returns.

        KeyReusedError: the key stands for another amount.
        """
        with self._change():
            reference = f"IN-{key}"
            self._book(account, "CRDT", amount, reference, remittance, payer, payer_account)
            row = self._one("SELECT sequence, amount FROM entry WHERE reference = ?", reference)
            if row and int(row["amount"]) != amount:
                raise KeyReusedError(f"{key} stands for another amount")
            return int(row["sequence"]) if row else 0

    def entries(self, after: int, limit: int, direction: str | None = None) -> list[dict[str, Any]]:
        """Entries after a sequence, oldest first."""
        with self._change():
            self._settle_due()
            rows = self._file.execute(
                "SELECT * FROM entry WHERE sequence > ? AND direction = coalesce(?, direction)"
                " ORDER BY sequence LIMIT ?",
                (after, direction, limit),
            )
            return [dict(row) for row in rows]

    def transfers(self) -> list[dict[str, Any]]:
        """Every transfer that was ever ordered, newest first."""
        with self._change():
            self._settle_due()
            return [dict(row) for row in self._all("SELECT * FROM transfer ORDER BY rowid DESC")]

    def behave(self, behavior: Behavior) -> None:
        """Treat the next orders to an account so."""
        values = (behavior.account, behavior.manner, behavior.reason, behavior.seconds, behavior.times)
        with self._change():
            self._file.execute("REPLACE INTO behavior VALUES (?, ?, ?, ?, ?)", values)

    def behave_well(self) -> None:
        """Accept whatever comes, and answer every question."""
        with self._change():
            self._file.execute("DELETE FROM behavior")
            self._file.execute("DELETE FROM silence")

    def behaviors(self) -> list[Behavior]:
        """What the bank was told."""
        with self._change():
            return [_behavior(row) for row in self._all("SELECT * FROM behavior ORDER BY account")]

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    @contextmanager
    def _change(self) -> Iterator[None]:
        with self._lock:
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._file.execute("ROLLBACK")
                raise
            self._file.execute("COMMIT")

    def _carry_out(self, order: Order, content: bytes, manners: dict[str, Behavior]) -> None:
        digest = hashlib.sha256(content).hexdigest()
        known = self._one("SELECT sha256 FROM message WHERE message_id = ?", order.message_id)
        if known is not None:
            if known["sha256"] != digest:
                raise BadMessageError(f"{order.message_id} came before with another content")
            return
        twice = any(each.manner is Manner.TWICE for each in manners.values())
        values = (order.message_id, digest, _now(), twice)
        self._file.execute("INSERT INTO message VALUES (?, ?, ?, ?)", values)
        for each in order.transfers:
            self._transfer(order.message_id, each, manners[each.end_to_end_id])

    def _transfer(self, message_id: str, transfer: Transfer, behavior: Behavior) -> None:
        status = {Manner.REJECT: "RJCT", Manner.LATE: "PDNG"}.get(behavior.manner, "ACSC")
        reason = behavior.reason if status == "RJCT" else ""
        settles_at = _now(behavior.seconds) if status == "PDNG" else None
        added = self._file.execute(
            "INSERT OR IGNORE INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                transfer.end_to_end_id,
                message_id,
                transfer.payment_information_id,
                transfer.debtor,
                transfer.creditor,
                transfer.creditor_name,
                transfer.amount,
                transfer.remittance,
                status,
                reason,
                _now(),
                settles_at,
            ),
        )
        if added.rowcount and status == "ACSC":
            self._debit(transfer.end_to_end_id)

    def _settle_due(self) -> None:
        due = self._all(
            "SELECT end_to_end_id FROM transfer WHERE status = 'PDNG' AND settles_at <= ?", _now()
        )
        for row in due:
            values = (_now(), row["end_to_end_id"])
            self._file.execute("UPDATE transfer SET status = 'ACSC', at = ? WHERE end_to_end_id = ?", values)
            self._debit(row["end_to_end_id"])

    def _debit(self, end_to_end_id: str) -> None:
        row = self._one("SELECT * FROM transfer WHERE end_to_end_id = ?", end_to_end_id)
        assert row is not None
        self._book(
            row["debtor"],
            "DBIT",
            row["amount"],
            f"OUT-{end_to_end_id}",
            row["remittance"],
            row["creditor_name"],
            row["creditor"],
        )

    def _book(
        self,
        account: str,
        direction: str,
        amount: int,
        reference: str,
        remittance: str,
        name: str,
        other: str,
    ) -> None:
        self._file.execute(
            "INSERT OR IGNORE INTO entry (account, direction, amount, reference, remittance, counterparty,"
            " counterparty_account, booked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (account, direction, amount, reference, remittance, name, other, _now()),
        )

    def _silence(self, message_id: str, left: int) -> None:
        self._file.execute("REPLACE INTO silence VALUES (?, ?)", (message_id, left))

    def _manner(self, account: str) -> Behavior:
        """What to do with an order to an account, counted down."""
        row = self._one("SELECT * FROM behavior WHERE account = ?", account) or self._one(
            "SELECT * FROM behavior WHERE account = ?", EVERY_ACCOUNT
        )
        if row is None:
            return Behavior()
        behavior = _behavior(row)
        if behavior.times > 1 and behavior.manner not in SILENT:
            self._file.execute("UPDATE behavior SET times = times - 1 WHERE account = ?", (behavior.account,))
        else:
            self._file.execute("DELETE FROM behavior WHERE account = ?", (behavior.account,))
        return behavior

    def _one(self, query: str, *values: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._file.execute(query, values).fetchone()
        return row

    def _all(self, query: str, *values: object) -> Sequence[sqlite3.Row]:
        return self._file.execute(query, values).fetchall()


def _behavior(row: sqlite3.Row) -> Behavior:
    return Behavior.parse(dict(row))


def _status(row: sqlite3.Row) -> Status:
    return Status(
        end_to_end_id=row["end_to_end_id"],
        payment_information_id=row["payment_information_id"],
        status=row["status"],
        reason=row["reason"],
        reference=f"OUT-{row['end_to_end_id']}",
        at=datetime.fromisoformat(row["at"]),
    )


def _now(later: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=later)).isoformat()
