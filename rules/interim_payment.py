"""The part of a claim that is paid when the whole cannot be settled in time (保险法 25, L-08)."""


def interim_payment(claimed: int, ascertainable: int) -> int:
    """Fen to pay ahead: what can be ascertained already, never more than is claimed."""
    return min(claimed, ascertainable)
