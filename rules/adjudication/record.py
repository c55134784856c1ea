"""The record of an adjudication: plan, inputs and result, so that it can be run again and compared."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.canonical import canonical
from rules.adjudication.claim import Accumulators, Policy
from rules.adjudication.recorded_inputs import inputs_mapping, read_inputs
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.plan import PlanVersion

SCHEMA = 1
MISSING = "nothing"
"""Stands for a value that one of two results does not have."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of the result that is not as it was recorded; ``path`` is like ``lines.2.payable``."""

    path: str
    recorded: str
    now: str


def record_of(policy: Policy, before: Accumulators, result: AdjudicationResult) -> dict[str, Any]:
    """What is stored of an adjudication; ``sha256`` is that of the result's canonical JSON."""
    written = result.to_mapping()
    return {
        "schema": SCHEMA,
        "plan": {"code": result.plan_code, "version": result.plan_version, "hash": result.plan_hash},
        "inputs": inputs_mapping(policy, before, result.claim),
        "result": written,
        "sha256": _digest(canonical(written)),
    }


def run_again(record: Mapping[str, Any], plan: PlanVersion | None) -> tuple[Difference, ...]:
    """Adjudicate anew from the recorded inputs; every difference to what was recorded, or none.

    Results are compared byte by byte. KeyError or ValueError where the record was not made by ``record_of``.
    """
    recorded = record["result"]
    found = [*_altered(record), *_other_terms(record["plan"], plan)]
    now = adjudicate(plan, *read_inputs(record["inputs"])).to_mapping()
    if canonical(recorded) != canonical(now):
        found.extend(_differences("", recorded, now))
    return tuple(found)


def _altered(record: Mapping[str, Any]) -> Iterator[Difference]:
    digest = _digest(canonical(record["result"]))
    if digest != record["sha256"]:
        yield Difference("sha256", record["sha256"], digest)


def _other_terms(recorded: Mapping[str, Any], plan: PlanVersion | None) -> Iterator[Difference]:
    now = plan.content_hash if plan else None
    if now != recorded["hash"]:
        yield Difference("plan.hash", str(recorded["hash"]), str(now))


def _differences(path: str, recorded: Any, now: Any) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(now, dict):
        for name in sorted(recorded.keys() | now.keys()):
            yield from _differences(_below(path, name), recorded.get(name, MISSING), now.get(name, MISSING))
    elif isinstance(recorded, list) and isinstance(now, list):
        for place in range(max(len(recorded), len(now))):
            pair = (each[place] if place < len(each) else MISSING for each in (recorded, now))
            yield from _differences(_below(path, str(place)), *pair)
    elif recorded != now:
        yield Difference(path, canonical(recorded), canonical(now))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
