"""What a round of the malware scanner asks, and what it gets back."""

from dataclasses import dataclass

from activities.reading_orders import ToldFinding


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """Scan the files whose id comes after this one."""

    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAnswer:
    """How many were found clean; ``last`` is empty where no file is left, or no scanner there.

    ``infected`` are papers of cases that hold malware, and whose cases have not heard of it; ``let_go`` tells
    that a payment waits for nothing any more since a supervisor dealt with such a paper.
    """

    clean: int = 0
    last: str = ""
    infected: tuple[ToldFinding, ...] = ()
    let_go: bool = False


@dataclass(frozen=True, slots=True)
class LetGoOrder:
    """Send the payments that waited; the id names the run."""

    run_id: str
