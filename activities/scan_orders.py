"""What a round of the malware scanner asks, and what it gets back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """Scan the files whose id comes after this one."""

    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAnswer:
    """How many were found clean; ``last`` is empty where no file is left, or no scanner there."""

    clean: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class LetGoOrder:
    """Send the payments that waited; the id names the run."""

    run_id: str
