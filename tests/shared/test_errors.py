"""One root for every error."""

from shared.config import ConfigError
from shared.errors import ShoalError


def test_a_folder_error_is_a_shoal_error() -> None:
    assert issubclass(ConfigError, ShoalError)
