"""Findings by their weight. ``detail`` states facts in no language: dates, codes, yuan, places of items."""

from collections.abc import Iterable

from rules.preauthorization.values import Finding, Weight
from rules.reasons import ReasonCode


def blocks(code: ReasonCode, source: Iterable[str], detail: str = "") -> Finding:
    """The clause is plain and the facts are known: a "no" is likely, and a person says it."""
    return Finding(code=code, weight=Weight.BLOCKS, clause=", ".join(source), detail=detail)


def refers(code: ReasonCode, source: Iterable[str], detail: str = "") -> Finding:
    """The clause leaves two readings, states nothing, or a fact is not known: a person judges (L-12)."""
    return Finding(code=code, weight=Weight.REFERS, clause=", ".join(source), detail=detail)


def informs(code: ReasonCode, source: Iterable[str], detail: str = "") -> Finding:
    """Worth knowing for whoever decides."""
    return Finding(code=code, weight=Weight.INFORMS, clause=", ".join(source), detail=detail)
