"""What is kept is what is drawn, and no more is kept than may be."""

from edge_node.federated.simulation.kept_shops import KeptShops
from edge_node.federated.simulation.shops import Chain

CHAIN = Chain(4, 3, examples=20)


def test_a_kept_shop_is_the_one_that_was_drawn_and_is_drawn_once() -> None:
    shops = KeptShops(CHAIN)

    first, again = shops.trained_on(1), shops.trained_on(1)

    assert again is first
    assert (first.windows == CHAIN.trained_on(1).windows).all()
    assert (first.labels == CHAIN.trained_on(1).labels).all()


def test_where_there_is_room_for_one_the_next_is_drawn_anew_and_the_same() -> None:
    one = CHAIN.trained_on(0)
    shops = KeptShops(CHAIN, one.windows.nbytes + one.labels.nbytes)

    kept, passing, anew = shops.trained_on(0), shops.trained_on(1), shops.trained_on(1)

    assert shops.trained_on(0) is kept
    assert anew is not passing
    assert (anew.windows == passing.windows).all()
