"""Finding words on the pages of a paper, by what the file itself says there."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from stores.papers import pages

AROUND = 24
"""Characters shown on each side of what was found."""
MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the words stand; ``before`` and ``after`` are what stands beside them."""

    page: int
    before: str
    words: str
    after: str


def search(session: Session, paper: UUID, words: str, last_page: int) -> tuple[Found, ...]:
    """The first place on each page that is shown, in their order; nothing for photographs."""
    wanted = " ".join(words.split()).lower()
    if not wanted:
        return ()
    texts = enumerate(pages.texts(session, paper)[:last_page], start=1)
    found = (on_page(number, " ".join(text.split()), wanted) for number, text in texts)
    return tuple(each for each in found if each)[:MOST]


def on_page(number: int, text: str, wanted: str) -> Found | None:
    """The first place on one page; ``wanted`` is in lower case."""
    at = text.lower().find(wanted)
    if at < 0:
        return None
    end = at + len(wanted)
    return Found(number, text[max(0, at - AROUND) : at], text[at:end], text[end : end + AROUND])
