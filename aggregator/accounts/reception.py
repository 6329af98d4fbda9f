"""What the pages about accounts work with, and where a person goes first."""

from dataclasses import dataclass
from typing import Final

from aggregator.accounts.directory import Directory
from aggregator.accounts.guard import Access
from aggregator.accounts.own import Own
from aggregator.accounts.passwords import Passwords
from aggregator.accounts.person import Person
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sign_in import SignIn
from aggregator.hub import Hub
from shared.wire.codec import Role

ISSUERS: Final[dict[Role, str]] = {"leader": "Shoal HQ", "helper": "Shoal compliance office"}
"""How an authenticator app calls each aggregator."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Signing in, one's own account, the list of accounts: over one home."""

    access: Access
    sign_in: SignIn
    own: Own
    directory: Directory
    role: Role

    def first_page(self, who: Person | None) -> str:
        """Return where somebody goes who asked for nothing: the numbers, if they may read them."""
        if who is not None and not who.is_nameless and not who.may("read_insights"):
            return "/account"
        return "/"


def reception_of(hub: Hub, access: Access, passwords: Passwords) -> Reception:
    """Return the reception over one aggregator's home."""
    seal = Seal(hub.home.pepper(), hub.random)
    sign_in = SignIn(hub.engine, hub.clock, hub.random, passwords, seal, ISSUERS[hub.role])
    return Reception(
        access=access,
        sign_in=sign_in,
        own=Own(hub.engine, hub.clock, passwords, seal),
        directory=Directory(hub.engine, hub.clock, passwords),
        role=hub.role,
    )
