"""How much time a duty has: the first rule that matches, and why it does; else what the table says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.cases import Priority
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind
from rules.money import format_yuan
from rules.vocabulary import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What a target may depend on. ``amount`` in fen; codes are empty where not known."""

    process: Process
    amount: int = 0
    urgency: Priority = Priority.NORMAL
    insurer: str = ""
    plan: str = ""
    hospital: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCondition:
    """What must be so; an empty field asks nothing. Amounts in fen: from, included, to below."""

    process: tuple[Process, ...] = ()
    urgency: tuple[Priority, ...] = ()
    insurer: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    hospital: tuple[str, ...] = ()
    amount_from: int | None = None
    amount_below: int | None = None

    def words(self) -> str:
        """The condition as people read it."""
        said = [
            f"{name} {' or '.join(wanted)}"
            for name in ("process", "urgency", "insurer", "plan", "hospital")
            if (wanted := getattr(self, name))
        ]
        if self.amount_from is not None:
            said.append(f"amount from {format_yuan(self.amount_from)}")
        if self.amount_below is not None:
            said.append(f"amount below {format_yuan(self.amount_below)}")
        return ", ".join(said) or "always"

    def why(self, facts: TargetFacts) -> tuple[str, ...] | None:
        """What made it match, in codes and amounts; None where it does not."""
        because = []
        for name in ("process", "urgency", "insurer", "plan", "hospital"):
            wanted, found = getattr(self, name), getattr(facts, name)
            if wanted and found not in wanted:
                return None
            if wanted:
                because.append(f"{name} {found}")
        if self.amount_from is not None and facts.amount < self.amount_from:
            return None
        if self.amount_below is not None and facts.amount >= self.amount_below:
            return None
        if self.amount_from is not None:
            because.append(f"amount {format_yuan(facts.amount)} from {format_yuan(self.amount_from)}")
        if self.amount_below is not None:
            because.append(f"amount {format_yuan(facts.amount)} below {format_yuan(self.amount_below)}")
        return tuple(because)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule:
    """A count of the clock's own unit for cases that are so; ``ladder`` is empty where the table's holds."""

    name: str
    when: TargetCondition
    count: int
    ladder: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How much time a clock has. ``rule`` is empty where the table's own count holds."""

    count: int
    ladder: str
    rule: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """The rules of each clock, in order."""

    by_kind: Mapping[ClockKind, tuple[TargetRule, ...]] = field(default_factory=dict)

    def target(self, kind: ClockKind, facts: TargetFacts) -> Target:
        """The first rule that matches, with its reasons."""
        table = CLOCKS[kind]
        for rule in self.by_kind.get(kind, ()):
            because = rule.when.why(facts)
            if because is not None:
                return Target(
                    count=rule.count, ladder=rule.ladder or table.ladder, rule=rule.name, because=because
                )
        return Target(count=table.count, ladder=table.ladder)
