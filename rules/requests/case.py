"""What every request of a family that moves no money carries, whatever its process."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from rules.cases import CaseBase, Side

Shown = dict[str, Any]
"""Plain values for the record of a case: ids, codes and instants, never a name or free text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The child that a request is about, with the policy whose services it draws on."""

    member_id: str
    policy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCase(CaseBase):
    """A request of a family that touches no limit, no counter and no money (R-072).

    ``words`` are the family's own, ``answer`` is what it was told. Both are kept where they can be erased.
    A process has its own stages; ``ends`` are those in which nothing more can happen.
    """

    ends: ClassVar[frozenset[str]] = frozenset()
    familys_move: ClassVar[frozenset[str]] = frozenset()

    child: Child
    words: str = ""
    answer: str = ""
    refused_with: str = ""

    @property
    def final(self) -> bool:
        """Whether nothing more can happen."""
        return self.stage in self.ends

    @property
    def waiting_on(self) -> Side:
        """Whose move it is."""
        return Side.GUARDIAN if self.stage in self.familys_move else Side.US

    @property
    def member_id(self) -> str:
        """The child that the case is about."""
        return self.child.member_id

    @property
    def policy_id(self) -> str:
        """The policy whose services it draws on."""
        return self.child.policy_id

    @property
    def wanted_on(self) -> date | None:
        """The day that it is about, where it is about one."""
        return None

    def shown(self) -> Shown:
        """What lists and the page of a closed case show beside the stage."""
        return {"refused_with": self.refused_with or None}

    def said(self) -> Shown:
        """What people wrote; it can be erased."""
        return {"words": self.words, "answer": self.answer}


def plain_instant(instant: datetime | None) -> str | None:
    """An instant as the record keeps it."""
    return instant.isoformat() if instant else None
