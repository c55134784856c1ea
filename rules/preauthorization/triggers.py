"""Which triggers of the plan ask for written approval, T1 to T8 (R-082 to R-084, A-14 to A-16)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules.catalogue.preauthorization import CareFact, Situation, Trigger
from rules.catalogue.values import Dated
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.situations import certain, possible
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import informs
from rules.reasons import ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggered:
    """Whether approval is required, and by what; None where only a person can tell.

    ``penalized``: going without approval would cost the member the additional share (R-085, A-14).
    """

    required: bool | None
    triggers: tuple[str, ...] = ()
    situations: frozenset[Situation] = frozenset()
    penalized: bool = False
    source: tuple[str, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """A word to whoever decides where approval is required but its absence costs nothing (A-14)."""
        if self.required and not self.penalized:
            yield informs(ReasonCode.PREAUTHORIZATION_WARNING, self.source)


@dataclass(frozen=True, slots=True)
class _Hit:
    trigger: Trigger
    fact: CareFact


def triggered(facts: RequestFacts) -> Triggered:
    """Judge the care by the triggers of the plan; a plan that states none leaves it to a person."""
    terms = facts.plan.preauthorization
    if terms is None:
        return Triggered(required=None)
    on = facts.request.planned_on
    known, doubtful = list(certain(facts)), list(possible(facts))
    hits = [_Hit(t, fact) for t in terms.triggers for fact in known if _fires(t, fact, on)]
    if not hits:
        doubt = any(
            _fires(t, fact, on) is not False for t in terms.triggers for fact in doubtful
        ) or any(_fires(t, fact, on) is None for t in terms.triggers for fact in known)
        return Triggered(required=None if doubt else False)
    return Triggered(
        required=True,
        triggers=_once(hit.trigger.id for hit in hits),
        situations=frozenset(hit.fact.situation for hit in hits),
        penalized=any(_penalized(hit, on) for hit in hits),
        source=_once(source for hit in hits for source in hit.trigger.source),
    )


def _fires(trigger: Trigger, fact: CareFact, on: date) -> bool | None:
    """Whether the fact meets the trigger; None where the plan does not state the amount."""
    if fact.situation not in trigger.when:
        return False
    if trigger.require_from:
        from_amount = _amount(trigger.require_from, on)
        return None if from_amount is None else (fact.amount or 0) >= from_amount
    if trigger.above:
        above = _amount(trigger.above, on)
        return None if above is None else (fact.amount or 0) > above
    return True


def _penalized(hit: _Hit, on: date) -> bool:
    """Above the amount, not at it: the tip list says 超过 (A-14)."""
    if hit.trigger.penalize_above is None:
        return True
    above = _amount(hit.trigger.penalize_above, on)
    return above is not None and (hit.fact.amount or 0) > above


def _amount(dated: Dated[int], on: date) -> int | None:
    stated = dated.on(on)
    return stated.value if stated else None


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
