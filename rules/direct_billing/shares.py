"""Who pays what of a bill that was determined: we, the family, and in whose hands it is. Money in fen."""

from dataclasses import dataclass

from rules.claims.values import ClaimFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """``hospital`` is what we pay it; ``copay`` and ``recovery`` of that come back from the family.

    ``uncollected`` is the family's and the hospital's own matter; ``overcharged`` is what the desk took
    beyond the family's share, and gives back.
    """

    hospital: int
    copay: int
    recovery: int
    uncollected: int
    overcharged: int


def divide(figures: ClaimFigures, *, paid_at_desk: int, public_outpatient: bool, we_recover: bool) -> Shares:
    """Divide a determined bill (R-101 to R-103, R-123, R-130, A-25).

    At a public outpatient department the share within cover is paid online to us, so the hospital gets it
    from us. ``we_recover``: we honour cost outside cover that the family left unpaid, and recover it
    (domain 5.6); else the hospital asks the family itself.
    """
    still_open = max(0, figures.member - paid_at_desk)
    within_cover = figures.deductible + figures.copay + figures.coinsurance
    copay = min(still_open, within_cover) if public_outpatient else 0
    rest = still_open - copay
    recovery = rest if we_recover else 0
    return Shares(
        hospital=figures.payable + copay + recovery,
        copay=copay,
        recovery=recovery,
        uncollected=rest - recovery,
        overcharged=max(0, paid_at_desk - figures.member),
    )
