"""Opening an aggregator from its home."""

from pathlib import Path

import pytest

from aggregator.errors import HomeError
from aggregator.home import Home
from aggregator.hub import Hub, open_hub
from shared.config import ConfigError
from tests.support.vector_world import fixed_random, make_world


def test_helper_signs_policies_with_its_own_key(helper_hub: Hub) -> None:
    assert helper_hub.policy_key == helper_hub.root.public_key


def test_leader_takes_the_helpers_key(leader_hub: Hub) -> None:
    assert leader_hub.policy_key == make_world().roots["helper"].public_key


def test_unknown_peer_says_how_to_bring_it(leader_hub: Hub) -> None:
    stranger = open_hub(leader_hub.home.path)
    object.__setattr__(stranger, "config", stranger.config.model_copy(update={"peer_root_key": ""}))

    with pytest.raises(HomeError, match="shoal hub peer"):
        _ = stranger.policy_key


def test_home_without_settings_is_refused(tmp_path: Path) -> None:
    Home(tmp_path).create(fixed_random("x"))

    with pytest.raises(ConfigError, match=r"config\.toml"):
        open_hub(tmp_path)
