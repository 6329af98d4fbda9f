"""Store groups: a name for a set of sites. An account sees the sites of its groups and no other."""

import re
from collections.abc import Iterable
from typing import Final

from sqlmodel import Session, col, delete, select

from aggregator.accounts.errors import AccountError
from aggregator.accounts.person import ALL_STORES
from aggregator.accounts.tables import StoreGroupRow
from shared.ids import SiteId

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""As sites are called: at most 40 of a-z, 0-9, - and _."""


def groups(session: Session) -> dict[str, frozenset[SiteId]]:
    """Return every group that was made, by name; the group of all stores is never among them."""
    found: dict[str, set[SiteId]] = {}
    for row in session.exec(select(StoreGroupRow).order_by(col(StoreGroupRow.group_name))).all():
        found.setdefault(row.group_name, set()).add(SiteId(row.site_id))
    return {name: frozenset(sites) for name, sites in found.items()}


def make(session: Session, name: str, sites: Iterable[str]) -> frozenset[SiteId]:
    """Make the group, or give it other sites; return them. Raises: AccountError for a name that is none."""
    wanted = frozenset(SiteId(site) for site in sites)
    if name == ALL_STORES:
        raise AccountError(f'the group "{ALL_STORES}" is every store and cannot be changed')
    wrong = [one for one in (name, *sorted(wanted)) if not _NAME.fullmatch(one)]
    if wrong:
        raise AccountError(f"expected at most 40 of a-z, 0-9, - and _, got {wrong[0]!r}")
    if not wanted:
        raise AccountError(f"expected at least one site for the group {name!r}, got none")
    _clear(session, name)
    session.add_all(StoreGroupRow(group_name=name, site_id=site) for site in sorted(wanted))
    session.flush()
    return wanted


def expect(session: Session, names: Iterable[str]) -> frozenset[str]:
    """Return the names if each is a group. Raises: AccountError naming the first that is not, or for none."""
    wanted, known = frozenset(names), {ALL_STORES, *groups(session)}
    unknown = sorted(wanted - known)
    if unknown:
        raise AccountError(f"expected a store group ({', '.join(sorted(known))}), got {unknown[0]!r}")
    if not wanted:
        raise AccountError(f'expected at least one store group; "{ALL_STORES}" is every store')
    return wanted


def sites_of(session: Session, names: Iterable[str]) -> frozenset[SiteId] | None:
    """Return the sites of the groups together; None when all stores is among them."""
    wanted = frozenset(names)
    if ALL_STORES in wanted:
        return None
    chosen = select(StoreGroupRow.site_id).where(col(StoreGroupRow.group_name).in_(wanted))
    return frozenset(SiteId(site) for site in session.exec(chosen).all())


def _clear(session: Session, name: str) -> None:
    session.exec(delete(StoreGroupRow).where(col(StoreGroupRow.group_name) == name))
    session.flush()
