import numpy as np
import pytest

from edge_node.simulation.crowding import APART_M, STEP_S, keep_apart
from edge_node.simulation.movement import Act, ActKind, Movement, positions
from edge_node.simulation.plans import boutique
from edge_node.simulation.standing import HELD_M

SHOP = boutique()
TIMES = np.arange(0.0, 10.0, STEP_S)


def _movement(person: int, knots: list[tuple[float, float, float]], acts: tuple[Act, ...] = ()) -> Movement:
    table = np.array(knots)
    return Movement(person, person, "visitor", table[:, 0], table[:, 1:], acts, 1.0, None, 1.7)


def test_two_who_meet_head_on_pass_beside_each_other() -> None:
    one = _movement(0, [(0.0, 2.0, 3.0), (10.0, 6.0, 3.0)])
    other = _movement(1, [(0.0, 6.0, 3.02), (10.0, 2.0, 3.02)])

    apart = keep_apart(SHOP, [one, other], 0.0, 10.0)

    before = np.linalg.norm(positions(one, TIMES) - positions(other, TIMES), axis=1).min()
    after = np.linalg.norm(positions(apart[0], TIMES) - positions(apart[1], TIMES), axis=1).min()
    assert before < 0.1
    assert after > 0.6 * APART_M


def test_they_come_back_to_their_way() -> None:
    one = _movement(0, [(0.0, 2.0, 3.0), (10.0, 6.0, 3.0)])
    other = _movement(1, [(0.0, 6.0, 3.02), (10.0, 2.0, 3.02)])

    apart = keep_apart(SHOP, [one, other], 0.0, 10.0)

    np.testing.assert_allclose(apart[0].xy_m[-1], [6.0, 3.0], atol=0.05)


def test_a_hand_in_a_shelf_makes_way_for_nobody() -> None:
    act = Act("hold", 0.0, 10.0, np.pi, "west-wall", "left", 1.0)
    reaching = _movement(0, [(0.0, 1.05, 7.0), (10.0, 1.05, 7.0)], (act,))
    passing = _movement(1, [(0.0, 1.1, 4.0), (10.0, 1.1, 10.0)])

    apart = keep_apart(SHOP, [reaching, passing], 0.0, 10.0)

    np.testing.assert_allclose(apart[0].xy_m, [[1.05, 7.0]] * len(apart[0].t_s), atol=1e-9)


def test_nobody_is_pushed_into_furniture() -> None:
    crowd = [_movement(n, [(0.0, 0.9 + 0.05 * n, 7.0), (10.0, 0.9 + 0.05 * n, 7.0)]) for n in range(6)]

    apart = keep_apart(SHOP, crowd, 0.0, 10.0)

    assert all(not shelf.box.holds(x, y) for m in apart for x, y in m.xy_m for shelf in SHOP.shelves)


@pytest.mark.parametrize(("kind", "clear_m"), [("browse", 0.25), ("inspect", HELD_M)])
def test_who_holds_something_is_not_pushed_so_near_that_their_hand_is_in_the_shelf(
    kind: ActKind, clear_m: float
) -> None:
    front_m = max(shelf.box.x1_m for shelf in SHOP.shelves if shelf.name == "west-wall")
    act = Act(kind, 0.0, 10.0, np.pi, "west-wall", "left", 1.0)
    stands = _movement(0, [(0.0, front_m + 0.45, 7.0), (10.0, front_m + 0.45, 7.0)], (act,))
    crowd = [
        _movement(n, [(0.0, x_m, 7.0), (10.0, x_m, 7.0)], (act,))
        for n, x_m in enumerate(front_m + np.array([0.55, 0.6, 0.65, 0.7]), start=1)
    ]

    apart = keep_apart(SHOP, [stands, *crowd], 0.0, 10.0)

    nearest_m = float(apart[0].xy_m[1:-1, 0].min()) - front_m
    assert nearest_m == pytest.approx(clear_m)


def test_who_has_furniture_beside_them_leaves_the_room_to_the_other() -> None:
    west = max(shelf.box.x1_m for shelf in SHOP.shelves if shelf.name == "west-wall") + 0.26
    beside = _movement(0, [(0.0, west, 4.0), (8.0, west, 9.0), (10.0, west, 9.0)])
    coming = _movement(1, [(0.0, west + 0.01, 9.0), (8.0, west + 0.01, 4.0), (10.0, west + 0.01, 4.0)])

    apart = keep_apart(SHOP, [beside, coming], 0.0, 10.0)

    fine_s = np.linspace(1.0, 9.0, 800)
    away = positions(apart[0], fine_s) - positions(apart[1], fine_s)
    assert np.hypot(*away.T).min() > 0.42


def test_crossings_are_read_off_the_new_ways() -> None:
    coming = _movement(0, [(0.0, 4.0, -2.0), (4.0, 4.0, 2.0), (10.0, 4.0, 2.0)])

    (alone,) = keep_apart(SHOP, [coming], 0.0, 10.0)

    assert alone.entered_s == pytest.approx(2.0)
    assert alone.left_s is None


def test_who_is_not_there_is_left_out() -> None:
    assert keep_apart(SHOP, [_movement(0, [(20.0, 4.0, 2.0), (30.0, 4.0, 3.0)])], 0.0, 10.0) == ()
