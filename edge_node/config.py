"""What an administrator can set for a node: ``config.toml`` in its home. Every field has a default.

What is measured stands in ``site.toml`` and in the policy, never here.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from shared.config import Config, load_toml

FILE = "config.toml"
"""The file's name in the node's home."""


class UplinkConfig(Config):
    """How the node speaks to leader and helper."""

    send_every_s: Annotated[float, Field(ge=1, le=3600)] = 60.0
    """Seconds between two rounds of closing, sealing and sending."""
    timeout_s: Annotated[float, Field(ge=1, le=120)] = 20.0
    """Seconds that one request may take before it counts as unanswered."""
    patience_s: Annotated[float, Field(ge=0, le=3600)] = 60.0
    """Seconds that one round tries to send before it leaves the rest to the next."""


class CameraConfig(Config):
    """How the node treats its cameras."""

    retry_after_s: Annotated[float, Field(ge=1, le=600)] = 10.0
    """Seconds that a camera that failed is left alone before it is opened again."""


class PageConfig(Config):
    """Where the store's public page lies."""

    folder: str = ""
    """Folder that a node at work writes the page to whenever what it says changes; empty: nowhere."""


class NodeConfig(Config):
    """The whole of ``config.toml``."""

    uplink: UplinkConfig = UplinkConfig()
    """``[uplink]``."""
    cameras: CameraConfig = CameraConfig()
    """``[cameras]``."""
    page: PageConfig = PageConfig()
    """``[page]``."""


def load_config(home: Path) -> NodeConfig:
    """Return the settings of the node in the home; defaults where there is no file.

    Raises: shared.config.ConfigError naming the file, the key, what was expected and what came.
    """
    path = home / FILE
    return load_toml(path, NodeConfig) if path.exists() else NodeConfig()
