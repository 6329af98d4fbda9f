"""Who asks: a name, a role, the stores that may be seen. Made by `sessions` and asked by every page."""

from dataclasses import dataclass, field
from typing import Final

from aggregator.accounts.matrix import Right, Role, holds
from shared.ids import SiteId

ALL_STORES: Final = "all"
"""The store group that is every store, those of tomorrow too. No other group may be called so."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may ask, and the bounds of what is answered."""

    name: str
    """How the log calls them; empty for the nameless reader at this machine."""
    role: Role | None
    """None while the home has no account: see `matrix.NAMELESS`."""
    groups: frozenset[str]
    """The store groups the account was given."""
    sites: frozenset[SiteId] | None
    """The sites of those groups; None when one of them is `ALL_STORES`."""
    account_id: int = 0
    """Row of the account; 0 without one."""
    form_token: str = field(default="", repr=False)
    """What a form of this session carries as ``token``: `forms.checked` compares it."""

    @property
    def is_nameless(self) -> bool:
        """Whether nobody signed in, because there is nobody who could."""
        return self.role is None

    def may(self, right: Right) -> bool:
        """Return whether the role holds the right."""
        return holds(self.role, right)

    def sees(self, site: str) -> bool:
        """Return whether the site lies in one of the person's groups."""
        return self.sites is None or site in self.sites

    def is_in(self, group: str) -> bool:
        """Return whether the person was given the store group, or all stores."""
        return group in self.groups or ALL_STORES in self.groups


HERE: Final = Person(name="", role=None, groups=frozenset((ALL_STORES,)), sites=None)
"""Whoever sits at this machine while the home has no account."""
