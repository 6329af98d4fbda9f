"""Nothing that is tried inside the wall goes through, and most of it does without the wall."""

from tests.adversary.row import fallen
from tests.adversary.wall_escapes import rows, tried


def test_every_row_stands() -> None:
    assert fallen(rows(scale="full", seed=1)) == []


def test_the_ways_that_the_promise_names_are_tried() -> None:
    named = ("open a file to write", "socket and connect", "ptrace", "run a program", "io_uring_setup")

    assert set(named) <= set(tried())
    assert {"read the parent's memory", "write to an inherited descriptor"} <= set(tried())
