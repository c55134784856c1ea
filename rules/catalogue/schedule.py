"""The policy schedule: values that the plan leaves to the policy, and that always win (domain 2.15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Self

from rules.catalogue.benefits import Tier, check_tiers
from rules.catalogue.values import nearest
from rules.money import format_yuan, parse_yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Values stated on one policy; ``None`` where the policy does not state it. Money in fen."""

    plan: str | None = None
    outpatient_limit: int | None = None
    inpatient_limit: int | None = None
    vaccine_limit: int | None = None
    dental_limit: int | None = None
    inpatient_deductible: int | None = None
    vaccine_copay: int | None = None
    inpatient_coinsurance: Decimal | None = None
    ortho_coinsurance: Decimal | None = None
    outpatient_tiers: tuple[Tier, ...] | None = None
    outpatient_exclusions: tuple[str, ...] | None = None
    inpatient_exclusions: tuple[str, ...] | None = None
    critical_illnesses: tuple[str, ...] | None = None
    waiting_days: int | None = None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(str(self.to_mapping())))

    def __hash__(self) -> int:
        return self._hash

    @classmethod
    def from_mapping(cls, written: Mapping[str, Any]) -> Self:
        """A schedule as policies and case files write it; ValueError names the key that is wrong."""
        read: dict[str, Any] = {}
        for key, value in written.items():
            if key not in _READERS:
                raise ValueError(f"schedule key {key!r} is not known: {nearest(key, sorted(_READERS))}")
            try:
                read[key] = _READERS[key](value)
            except (ValueError, ArithmeticError, TypeError) as error:
                raise ValueError(f"schedule {key}: {error}") from error
        return cls(**read)

    def to_mapping(self) -> dict[str, Any]:
        """The stated values as ``from_mapping`` reads them."""
        stated = ((known.name, getattr(self, known.name)) for known in fields(self) if known.init)
        return {name: _written(name, value) for name, value in stated if value is not None}


def _tiers(value: Any) -> tuple[Tier, ...]:
    return check_tiers(tuple(Tier.model_validate(tier) for tier in value))


def _days(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is not a number of days")
    return value


def _written(name: str, value: Any) -> Any:
    if name in _MONEY:
        return format_yuan(value)
    if isinstance(value, Decimal):
        return str(value)
    if name == "outpatient_tiers":
        return [tier.model_dump(mode="json", by_alias=True) for tier in value]
    return list(value) if isinstance(value, tuple) else value


_MONEY = (
    "outpatient_limit",
    "inpatient_limit",
    "vaccine_limit",
    "dental_limit",
    "inpatient_deductible",
    "vaccine_copay",
)
_READERS: dict[str, Any] = {
    **dict.fromkeys(_MONEY, parse_yuan),
    "plan": str,
    "inpatient_coinsurance": Decimal,
    "ortho_coinsurance": Decimal,
    "outpatient_tiers": _tiers,
    "outpatient_exclusions": tuple,
    "inpatient_exclusions": tuple,
    "critical_illnesses": tuple,
    "waiting_days": _days,
}
SCHEDULE_KEYS = frozenset(_READERS)
"""Keys that a plan value may name as its ``schedule``."""
