"""Settings have defaults, bounds, and no unknown keys."""

from pathlib import Path

import pytest

from edge_node.config import FILE, NodeConfig, load_config
from shared.config import ConfigError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path) == NodeConfig()


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[uplink]\nsend_every_s = 5.0\n")

    config = load_config(tmp_path)

    assert (config.uplink.send_every_s, config.uplink.timeout_s) == (5.0, 20.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[uplink]\nsend_every = 5.0", "uplink.send_every"),
        ("[uplink]\ntimeout_s = 0.0", "uplink.timeout_s"),
        ("[cameras]\nretry_after_s = 'soon'", "cameras.retry_after_s"),
    ],
    ids=["unknown key", "out of bounds", "wrong type"],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / FILE).write_text(text)

    with pytest.raises(ConfigError, match=words):
        load_config(tmp_path)
