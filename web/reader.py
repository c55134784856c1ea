"""Who reads a page, as the frame around it tells."""

from dataclasses import dataclass

from rules.permissions import Relation
from web.access import Caller
from web.menu import Link, home, links


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The person signed in. ``csrf`` goes into every form."""

    name: str
    relation: Relation
    roles: tuple[str, ...]
    csrf: str
    home: str
    links: tuple[Link, ...]
    sets_password: bool = False

    @classmethod
    def of(cls, caller: Caller) -> "Reader | None":
        """The reader behind a browser's session; None for a token, which reads pages without a frame."""
        found = caller.signed_in
        if found is None or found.waits_for_code:
            return None
        return cls(
            name=found.name,
            relation=caller.relation.side,
            roles=tuple(role.value for role in caller.actor.roles),
            csrf=found.csrf,
            home=home(caller),
            links=links(caller),
            sets_password=found.sets_password,
        )
