"""What money that came in pays: the receivable that it names, and never more than is owed."""

from dataclasses import dataclass

from rules.payments.vocabulary import ReceivableStatus

_TAKES = (ReceivableStatus.OPEN, ReceivableStatus.DISPUTED, ReceivableStatus.LEGAL)


@dataclass(frozen=True, slots=True)
class Split:
    """A receipt in fen: ``applied`` to the debt, ``beyond`` it to be returned."""

    applied: int
    beyond: int


def split(came: int, *, amount: int, received: int, status: ReceivableStatus) -> Split:
    """Apply what is still owed, return the rest; a debt that was waived takes nothing."""
    owed = amount - received if status in _TAKES else 0
    applied = min(came, owed)
    return Split(applied, came - applied)
