"""Hospitals as case files describe them."""

from dataclasses import replace
from datetime import date, time
from zlib import crc32

from sqlalchemy import func, select
from sqlmodel import Session

from models.hospital import Hospital
from models.network_membership import NetworkMembership
from rules.adjudication.claim import Provider
from rules.china_time import at_shanghai
from rules.payments.values import NewAccount
from rules.vocabulary import NetworkKind, Ownership
from stores.money import payees

SINCE = date(2015, 1, 1)


def keep_hospital(
    session: Session,
    provider: Provider,
    lists: tuple[str, ...],
    *kinds: NetworkKind,
    closed_on: date | None = None,
) -> str:
    """A hospital that is this to these lists, or the one that already stands so; its code.

    ``kinds`` come on top of what the provider says of itself; its brand closed on ``closed_on``.
    """
    held = {*kinds, *_kinds(provider)}
    said = repr((provider, sorted(lists), sorted(held)))
    code = _code(said)
    if not _stands(session, code):
        _add(session, code, provider, closed_on)
        for network_list in lists:
            for kind in held:
                membership = NetworkMembership(
                    hospital_code=code, network_list=network_list, kind=kind, from_on=SINCE
                )
                session.add(membership)
    return code


def close_brand(session: Session, brand: str, closed_on: date) -> None:
    """A hospital of a brand that has shut its doors."""
    code = _code(brand)
    if not _stands(session, code):
        shut = Provider(name=brand, ownership=Ownership.PRIVATE, brand=brand)
        _add(session, code, shut, closed_on)


def _code(said: str) -> str:
    return f"CF-{crc32(said.encode()):08X}"


def _stands(session: Session, code: str) -> bool:
    """Whether the hospital is there; until the transaction ends, nobody else may add it."""
    session.execute(select(func.pg_advisory_xact_lock(crc32(code.encode()))))
    return session.get(Hospital, code) is not None


def _kinds(provider: Provider) -> set[NetworkKind]:
    """A private hospital of a network bills directly: that is what the network is for (R-010, R-104)."""
    private = provider.ownership is Ownership.PRIVATE and provider.in_network
    listed = {NetworkKind.DIRECT_BILLING} if provider.direct_billing or private else set()
    return listed | ({NetworkKind.NETWORK} if provider.in_network else set())


def as_listed(written: Provider, known: Provider) -> Provider:
    """What is written of a hospital, with what its lists say besides: case files leave that out."""
    same = replace(written, in_network=known.in_network, brand=known.brand)
    if written.ownership is Ownership.PRIVATE:
        return replace(same, direct_billing=known.direct_billing)
    return same


def _add(session: Session, code: str, provider: Provider, closed_on: date | None = None) -> None:
    hospital = Hospital(
        code=code,
        brand=provider.brand or provider.name,
        name=provider.name,
        ownership=provider.ownership,
        grade=provider.grade,
        departments=[provider.department],
        copay_group=provider.group,
        email=f"desk-{code.lower()}@case-files.example",
        brand_closed_on=closed_on,
    )
    session.add(hospital)
    session.flush()
    account = NewAccount(
        party=f"hospital:{code}",
        holder=provider.name,
        number=f"31002{crc32(code.encode()):010}",
        bank="示例银行上海分行",
        bank_code="999290000001",
    )
    payees.keep_account(session, account, at=at_shanghai(SINCE, time(0)), on_file=True)
