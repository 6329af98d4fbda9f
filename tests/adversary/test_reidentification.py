"""The gate holds on what is kept, and the attacker behind it finds who can be found."""

import re

import numpy as np
import pytest

from edge_node.intent.levels import LEVELS
from policies.training import LINKED_OF_100
from tests.adversary.public_windows import Clips, laid
from tests.adversary.reidentification import (
    FINER,
    HEADS,
    TABLE,
    Linked,
    chance,
    holds,
    linked,
    permuted,
    pooled,
    rows,
    stored,
    utility,
)
from tests.adversary.row import fallen
from tests.support.development_data import development_data

NAMES = ("nearest",)


def clips(*, tells: bool) -> Clips:
    """Return ten people in two sessions of ten actions; tells: whether their movement is their own."""
    rng = np.random.default_rng(1)
    sessions, people, actions = (each.ravel() for each in np.indices((2, 10, 10)))
    movement = rng.integers(0, 2, (200, 1, 4, len(LEVELS))).astype(np.int8)
    if tells:
        movement[:, 0, :, :4] = (people[:, None, None] >> np.arange(4)) & 1
    joints = np.eye(10)[people][:, None] + rng.normal(0, 0.1, (200, 1, 10))
    return Clips(movement, joints, rng.uniform(-1, 1, (200, 1, 4, 2)), actions, people, sessions)


@pytest.mark.media
@pytest.mark.skipif(development_data() is None, reason="no development data here")
def test_the_gate_holds_on_what_is_kept_and_raw_joints_are_linked() -> None:
    found = rows(scale="small", seed=1)

    assert len(found) == 1
    assert fallen(found) == []


def test_without_the_recordings_there_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_DATA", "/nowhere")

    assert rows(scale="small", seed=1) == []


def test_who_moves_in_a_way_of_their_own_is_linked() -> None:
    mine = clips(tells=True)

    found = linked(mine, [stored(mine, None)], NAMES)

    assert found.rank1 > 0.8
    assert not holds(found, mine)


def test_who_moves_like_everybody_is_not() -> None:
    anybody = clips(tells=False)

    found = linked(anybody, [stored(anybody, None)], NAMES)

    assert found.rank1 < 0.2
    assert found.upper > found.rank1


def test_several_windows_of_one_visit_are_linked_more_easily() -> None:
    mine = clips(tells=True)
    blurred = stored(mine, None) + np.random.default_rng(2).normal(
        0, 1.2, (200, 1, stored(mine, None).shape[-1])
    )

    assert pooled(mine, [blurred], ("LDA",)) > linked(mine, [blurred], ("LDA",)).rank1


def test_people_permuted_are_nobody_in_particular() -> None:
    mine = permuted(clips(tells=True))

    assert linked(mine, [stored(mine, None)], NAMES).rank1 < 0.2


@pytest.mark.parametrize(
    ("rank1", "upper", "passes"),
    [(0.149, 0.19, True), (0.151, 0.19, False), (0.14, 0.21, False)],
    ids=["within both", "above chance and five points", "too uncertain"],
)
def test_the_gate_has_two_bounds(rank1: float, upper: float, *, passes: bool) -> None:
    assert chance(clips(tells=False)) == 0.1
    assert holds(Linked("anybody", rank1, upper), clips(tells=False)) is passes


def test_what_is_kept_is_one_column_a_level() -> None:
    mine = clips(tells=False)
    movement = sum(len(level.edges) + 2 for level in LEVELS)

    assert stored(mine, None).shape == (200, 1, 4 * movement)
    assert stored(mine, laid(1)).shape == (200, 1, 4 * (movement + 9))
    assert stored(mine, laid(1), FINER).shape == (200, 1, 4 * (movement + 13))
    assert (stored(mine, laid(1)).sum(axis=-1) == 4 * 14).all()


def test_pages_and_papers_say_what_was_measured() -> None:
    told = re.search(r"\(the gate\)\*\* \| (0\.\d+)", TABLE.read_text(encoding="utf-8"))

    assert told is not None
    assert round(100 * float(told[1])) == LINKED_OF_100


def test_the_table_has_the_columns_that_are_measured_and_holds_the_gate() -> None:
    table = TABLE.read_text(encoding="utf-8").split("<!-- table -->\n")[1].splitlines()
    _, _, rank1, upper, *_ = next(line for line in table if "(the gate)" in line).split("|")

    assert table[0] == f"| {' | '.join(HEADS)} |"
    assert {line.count("|") for line in table} == {len(HEADS) + 1}
    assert holds(Linked("who did best", float(rank1.split()[0]), float(upper)), clips(tells=False))


def test_an_action_that_is_in_the_levels_is_told() -> None:
    mine = clips(tells=False)
    movement = mine.movement.copy()
    movement[:, 0, :, :4] = (mine.actions[:, None, None] >> np.arange(4)) & 1
    acted = Clips(movement, mine.joints, None, mine.actions, mine.people, mine.sessions)

    assert utility(acted, stored(acted, None)) > 0.7
    assert utility(mine, stored(mine, None)) < 0.3
