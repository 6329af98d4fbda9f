"""Every leaf of the tree in the docstring exists and hangs on the one root."""

import re

from edge_node import errors
from shared.errors import ShoalError


def test_the_docstring_draws_the_tree_that_is_there() -> None:
    drawn = set(re.findall(r"^[│ ]*[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE))

    there = {name for name, value in vars(errors).items() if isinstance(value, type)} - {
        "EdgeError",
        "ShoalError",
    }

    assert drawn == there


def test_every_error_is_a_shoal_error() -> None:
    assert issubclass(errors.EdgeError, ShoalError)
    assert all(
        issubclass(getattr(errors, n), errors.EdgeError) for n in ("SiteError", "WallError", "CaptureError")
    )
