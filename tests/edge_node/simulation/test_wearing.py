"""Who wears what is known beforehand, and nothing else of the clip changes."""

from datetime import UTC, datetime

import pytest

from edge_node.scene import SceneBadge
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.staging import Staged, staged
from edge_node.simulation.views import VIEWS
from edge_node.simulation.wearing import Dress, badges_of, wearing

DRESS = Dress(side_m=0.14, optout_share=0.4)


@pytest.fixture(scope="module")
def made() -> Staged:
    """Return a clip with shoppers and staff."""
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    return staged(VIEWS["grocery-till"], EVERYDAY, seed=3, seconds=10, starts_at=at)


def test_all_staff_and_some_shoppers_wear_a_badge(made: Staged) -> None:
    worn = badges_of(made, DRESS, seed=3)

    staff = {movement.person for movement in made.movements if movement.kind == "staff"}
    shoppers = [kind for person, kind in worn.items() if person not in staff]
    assert {worn[person] for person in staff} == {"staff"}
    assert 0 < shoppers.count("optout") < len(shoppers)
    assert set(shoppers) == {"optout", None}


def test_what_is_drawn_is_what_is_known(made: Staged) -> None:
    worn = badges_of(made, DRESS, seed=3)

    drawn = {person.person: person.badge for person in wearing(made, DRESS, seed=3).scene.people}

    for person, badge in drawn.items():
        kind = worn[person]
        assert badge == (None if kind is None else SceneBadge(kind=kind, side_m=0.14))


def test_nobody_moves_otherwise(made: Staged) -> None:
    dressed = wearing(made, DRESS, seed=3)

    assert dressed.movements is made.movements
    bare = [person.model_copy(update={"badge": None}) for person in dressed.scene.people]
    assert tuple(bare) == made.scene.people


def test_staff_may_go_without(made: Staged) -> None:
    worn = badges_of(made, Dress(side_m=0.14, optout_share=0.0, staff=False), seed=3)

    assert set(worn.values()) == {None}
