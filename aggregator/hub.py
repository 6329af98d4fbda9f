"""Everything one running aggregator is made of, built once and passed to its rooms."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from aggregator.adopted import Policies
from aggregator.config import HubConfig, load_config
from aggregator.database import open_engine
from aggregator.errors import HomeError
from aggregator.home import Home
from aggregator.keyring import Keyring
from privacy.randomness import Random
from privacy.signing import SigningKey
from shared.clock import Clock, SystemClock
from shared.elapsed import SystemUptime, UptimeSource
from shared.wire.codec import Role


@dataclass(frozen=True, slots=True)
class Hub:
    """One aggregator: its role, its home, its database, its keys and where its time comes from."""

    role: Role
    home: Home
    config: HubConfig
    engine: Engine
    clock: Clock
    root: SigningKey
    keyring: Keyring
    began_at: datetime
    """When this process took the aggregator up."""
    random: Random = secrets.token_bytes
    """Bytes for keys, secrets and nonces."""
    policies: Policies = field(default_factory=Policies)
    uptime: UptimeSource = field(default_factory=SystemUptime)
    """How long the machine has been on: what a clock set back cannot turn back."""

    @property
    def policy_key(self) -> bytes:
        """The root key that signs policy bundles: the helper's. Raises: HomeError while unknown."""
        if self.role == "helper":
            return self.root.public_key
        return self.peer_key

    @property
    def peer_key(self) -> bytes:
        """The other aggregator's root public key. Raises: HomeError while unknown."""
        if not self.config.peer_key:
            hint = f"shoal hub peer --home {self.home.path} --key HEX"
            raise HomeError(f"the other aggregator's root key is not known yet; bring it with: {hint}")
        return self.config.peer_key


def open_hub(path: Path, clock: Clock | None = None) -> Hub:
    """Return the aggregator that lives in the folder, closed to other users; the database is not touched yet.

    Raises: HomeError or shared.config.ConfigError saying what is missing.
    """
    home = Home(path)
    root = home.root()
    home.close()
    config = load_config(path)
    engine = open_engine(config.database_url or home.default_database_url)
    clock = clock or SystemClock()
    return Hub(
        role=config.role,
        home=home,
        config=config,
        engine=engine,
        clock=clock,
        root=root,
        keyring=Keyring(home),
        began_at=clock.now(),
    )
