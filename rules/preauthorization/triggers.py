"""Which triggers of the plan ask for written approval, T1 to T8 (R-082 to R-084, A-14 to A-16)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.catalogue.preauthorization import Situation, triggers_met
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


def triggered(facts: RequestFacts) -> Triggered:
    """Judge the care by the triggers of the plan; a plan that states none leaves it to a person."""
    terms, on = facts.plan.preauthorization, facts.request.planned_on
    if terms is None:
        return Triggered(required=None)
    met = tuple(triggers_met(terms, certain(facts), on))
    if not met:
        doubtful = any(triggers_met(terms, possible(facts), on))
        return Triggered(required=None if doubtful else False)
    order = {trigger.id: place for place, trigger in enumerate(terms.triggers)}
    ids = sorted({hit.trigger.id for hit in met}, key=lambda trigger_id: order[trigger_id])
    return Triggered(
        required=True,
        triggers=tuple(ids),
        situations=frozenset(hit.fact.situation for hit in met),
        penalized=any(hit.penalized for hit in met),
        source=_once(source for hit in met for source in hit.trigger.source),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
