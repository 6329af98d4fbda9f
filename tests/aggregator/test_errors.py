"""Every leaf of the tree in the docstring exists and hangs on the one root."""

import re

from aggregator import errors
from shared.errors import ShoalError


def test_the_docstring_draws_the_tree_that_is_there() -> None:
    drawn = set(re.findall(r"^[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE))

    there = {n for n, value in vars(errors).items() if isinstance(value, type)} - {
        "AggregatorError",
        "ShoalError",
    }

    assert drawn == there
    assert all(issubclass(getattr(errors, name), ShoalError) for name in there)
