"""Which decisions a supervisor looks at again: by chance, by amount, or unlike others of the diagnosis.

The same decisions and the same draw give the same sample: chance is a hash of the seed, not a throw.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

FEWEST = 5
"""With fewer decisions of a diagnosis none of them is called unlike the others."""
_SCALE = 2**64


class DrawnFor(StrEnum):
    """Why a decision is in the sample."""

    CHANCE = "CHANCE"
    AMOUNT = "AMOUNT"
    VARIANCE = "VARIANCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How a sample is drawn: ``percent`` by chance, all from ``amount`` fen on, all ``variance`` percent off.

    None leaves a way of drawing out.
    """

    seed: str
    percent: int = 5
    amount: int | None = None
    variance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision that may be drawn; fen. ``diagnosis`` is the group of its first code, empty for none."""

    decision_id: str
    amount: int
    diagnosis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A decision of the sample; ``usual`` is the middle amount of its diagnosis, where that is why."""

    made: Made
    reasons: tuple[DrawnFor, ...]
    usual: int | None


def sample(decisions: Sequence[Made], draw: Draw) -> tuple[Drawn, ...]:
    """The decisions to be looked at again, in their order."""
    usual = _usual(decisions)
    drawn = (_drawn(made, draw, usual) for made in decisions)
    return tuple(each for each in drawn if each.reasons)


def _drawn(made: Made, draw: Draw, usual: Mapping[str, int]) -> Drawn:
    middle = usual.get(made.diagnosis)
    reasons = []
    if _share(draw.seed, made.decision_id) * 100 < draw.percent * _SCALE:
        reasons.append(DrawnFor.CHANCE)
    if draw.amount is not None and made.amount >= draw.amount:
        reasons.append(DrawnFor.AMOUNT)
    if draw.variance is not None and middle and abs(made.amount - middle) * 100 >= draw.variance * middle:
        reasons.append(DrawnFor.VARIANCE)
    return Drawn(made=made, reasons=tuple(reasons), usual=middle)


def _share(seed: str, decision_id: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{decision_id}".encode()).digest()[:8])


def _usual(decisions: Iterable[Made]) -> Mapping[str, int]:
    groups: dict[str, list[int]] = defaultdict(list)
    for made in decisions:
        if made.diagnosis:
            groups[made.diagnosis].append(made.amount)
    return {name: median_low(amounts) for name, amounts in groups.items() if len(amounts) >= FEWEST}
