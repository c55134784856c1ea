"""Where a vaccination may be arranged, once a brand is locked."""

import pytest

from rules.requests.arrangement import turned_away
from rules.vocabulary import Ownership


@pytest.mark.parametrize(
    ("locked", "brand", "ownership", "away"),
    [
        ("美华", "唯儿诺", Ownership.PRIVATE, True),
        ("美华", "美华", Ownership.PRIVATE, False),
        (None, "唯儿诺", Ownership.PRIVATE, False),
        ("美华", "淮海", Ownership.PUBLIC, False),
    ],
)
def test_only_a_private_clinic_of_another_brand_than_the_locked_one_turns_a_child_away(
    locked: str | None, brand: str, ownership: Ownership, away: bool
) -> None:
    assert turned_away(locked, brand, ownership) is away
