"""`case+<token>@<domain>`: the address to which somebody sends papers of a case."""

import re

from rules.permissions import Action, may
from stores.papers import mailed
from web.access import Caller
from web.backend import Backend

_LOCAL = re.compile(r"case\+([a-z2-7]{26})")


def token_in(address: str, domain: str) -> str:
    """The token of an address of ours; empty for any other address."""
    local, _, host = address.lower().rpartition("@")
    found = _LOCAL.fullmatch(local)
    return found[1] if found and host == domain.lower() else ""


def takes_mail(backend: Backend) -> bool:
    """Whether papers are taken by mail here at all."""
    return bool(backend.settings.mail_in_port)


def may_have(backend: Backend, caller: Caller) -> bool:
    """Whether somebody may send papers of the cases in sight by mail."""
    return takes_mail(backend) and may(caller.actor, Action.SUBMIT_DOCUMENTS, caller.relation).allowed


def address_of(backend: Backend, caller: Caller, case_number: str) -> str:
    """The address that the reader has for a case; empty where there is none yet."""
    with backend.session() as session:
        row = mailed.address(session, case_number, caller.principal.kind, caller.principal.id)
    return f"case+{row.token}@{backend.settings.mail_in_domain}" if row else ""
