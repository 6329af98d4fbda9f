"""The pages about people, at both aggregators."""

from aggregator.accounts.guard import Access, Anyone, addresses
from aggregator.accounts.reception import reception_of
from aggregator.accounts.routes import router
from aggregator.hub import Hub
from tests.support.hq_app import uncounted, unnoted
from tests.support.people import CHEAP

PROVIDER = {"/login/provider", "/login/provider/return"}


def test_only_signing_in_is_open(leader_hub: Hub) -> None:
    reception = reception_of(leader_hub, Access(lambda _token: None, "leader", unnoted, uncounted), CHEAP)

    opened = {address.path for address in addresses(router(reception)) if isinstance(address.asks, Anyone)}

    assert opened == {"/login", "/login/code", "/login/enrol", "/login/password", *PROVIDER}
