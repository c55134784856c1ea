"""Open cases hear that the family took back a consent that they need, or gave it again (L-29, L-30)."""

from dataclasses import dataclass
from datetime import datetime

from rules.consents import ConsentNeed, news
from web.backend import Backend


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Which consent, as it stands since then, and the open cases that need it."""

    need: ConsentNeed
    since: datetime
    cases: tuple[str, ...]


async def tell_cases(backend: Backend, told: Told, *, stands: bool) -> None:
    """Tell each once, however often the family says it; one that has ended hears nothing more.

    Who is not told, because the app died here, learns of it from the next reconciliation.
    """
    cases = await backend.cases()
    said = news(told.need, told.since, stands=stands)
    for number in told.cases:
        await cases.tell_of_consent(number, said)
