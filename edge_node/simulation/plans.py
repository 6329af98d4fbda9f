"""Three floor plans: a small boutique, a grocery and a corridor store. Drawn by us, of no real shop."""

from edge_node.simulation.shop import STREET_M, Box, Coverage, Shelf, Shop, ShopZone, Till
from shared.schemas.layout import Stage

DOOR: tuple[Stage, ...] = ("pass_by", "enter")
"""What the camera over the entrance can tell."""
SHELVES: tuple[Stage, ...] = ("browse", "engage")
"""What a camera over shelves can tell."""
TILLS: tuple[Stage, ...] = ("checkout",)
"""What a camera over the tills can tell."""
WHOLE: tuple[Stage, ...] = (*SHELVES, *TILLS)
"""What a camera over shelves and till can tell."""


def street(east_m: float) -> ShopZone:
    """Return the strip in front of the door as far as its camera sees: who walks there passes by."""
    return ShopZone("street", "outside", Box(-1.0, -STREET_M, east_m, 0.0), 0.0)


_GROCERY_ZONES = (
    ShopZone("entrance", "entrance", Box(1.2, 0.3, 5.8, 2.6), 0.0),
    ShopZone("offers", "promotion", Box(1.0, 4.8, 6.9, 7.4), 1.0),
    ShopZone("fresh", "grocery", Box(7.4, 5.4, 14.8, 7.9), 2.0),
    ShopZone("dry-goods", "grocery", Box(0.3, 8.2, 8.9, 20.8), 4.0),
    ShopZone("cleaning", "household", Box(9.1, 8.2, 17.7, 20.8), 2.0),
    ShopZone("dairy", "chilled", Box(1.2, 21.4, 16.8, 23.2), 3.0),
    ShopZone("tills", "checkout", Box(7.2, 0.3, 12.6, 4.6), 0.0),
    ShopZone("queue", "queue", Box(7.9, 2.1, 11.5, 3.9), 0.0),
    street(7.0),
)


def boutique() -> Shop:
    """Return an 8 × 12 m shop with goods along the walls, a promotion table and a till at the back."""
    return Shop(
        kind="boutique",
        width_m=8.0,
        depth_m=12.0,
        door_x_m=(1.9, 6.1),
        shelves=(
            Shelf("west-wall", Box(0.0, 4.0, 0.5, 11.0), 2.0),
            Shelf("east-wall", Box(7.5, 4.0, 8.0, 8.6), 2.0),
            Shelf("table", Box(3.3, 4.6, 4.7, 5.5), 0.9),
            Shelf("island", Box(3.3, 7.2, 4.7, 9.0), 1.3),
            Shelf("fridge", Box(1.2, 11.4, 3.8, 12.0), 1.9),
            Shelf("counter", Box(5.4, 10.6, 7.4, 11.2), 1.0),
            Shelf("window-west", Box(0.0, 0.1, 1.5, 0.5), 1.3),
            Shelf("window-east", Box(6.5, 0.1, 8.0, 0.5), 1.3),
        ),
        zones=(
            ShopZone("entrance", "entrance", Box(1.6, 0.3, 6.4, 2.4), 0.0),
            ShopZone("new-in", "promotion", Box(2.3, 3.6, 5.7, 6.5), 1.5),
            ShopZone("home", "household", Box(0.5, 3.6, 2.2, 10.2), 2.0),
            ShopZone("pantry", "grocery", Box(5.8, 3.6, 7.5, 8.6), 1.5),
            ShopZone("drinks", "chilled", Box(0.8, 10.3, 4.2, 11.4), 0.8),
            ShopZone("till", "checkout", Box(4.25, 9.3, 7.8, 10.6), 0.0),
            ShopZone("queue", "queue", Box(4.1, 9.4, 6.7, 10.5), 0.0),
            street(9.0),
        ),
        till=Till("till-1", (7.0, 10.2), (6.4, 10.0), (-0.5, -0.05), 5),
        coverages=(
            Coverage("door", Box(-1.0, -STREET_M, 9.0, 3.0), DOOR),
            Coverage("hall", Box(-1.0, 3.0, 9.0, 12.0), WHOLE),
        ),
        stops_mean=5.0,
        buys_share=0.35,
    )


def grocery() -> Shop:
    """Return an 18 × 24 m shop with four aisles, chilled goods at the back and a till beside the door."""
    aisles = tuple(
        Shelf(f"aisle-{number}", Box(x_m, 9.0, x_m + 1.0, 20.0), 1.8)
        for number, x_m in enumerate((2.8, 6.4, 10.6, 14.2), start=1)
    )
    return Shop(
        kind="grocery",
        width_m=18.0,
        depth_m=24.0,
        door_x_m=(2.0, 5.0),
        shelves=(
            *aisles,
            Shelf("chiller", Box(1.5, 23.2, 16.5, 24.0), 2.0),
            Shelf("stack", Box(2.8, 5.7, 5.6, 6.5), 1.0),
            Shelf("bins", Box(8.0, 6.2, 14.0, 7.0), 0.9),
            Shelf("desk", Box(12.6, 1.2, 13.2, 3.4), 1.0),
        ),
        zones=_GROCERY_ZONES,
        till=Till("till-1", (12.0, 2.3), (11.0, 2.6), (-0.65, 0.2), 5),
        coverages=(
            Coverage("door", Box(-1.0, -STREET_M, 7.0, 3.4), DOOR),
            Coverage("front", Box(-1.0, 3.4, 7.0, 8.0), SHELVES),
            Coverage("tills", Box(7.0, 0.0, 18.0, 5.0), TILLS),
            Coverage("fresh", Box(7.0, 5.0, 18.0, 8.0), SHELVES),
            Coverage("west", Box(-1.0, 8.0, 9.0, 21.0), SHELVES),
            Coverage("east", Box(9.0, 8.0, 18.0, 21.0), SHELVES),
            Coverage("back", Box(-1.0, 21.0, 18.0, 24.0), SHELVES),
        ),
        stops_mean=10.0,
        buys_share=0.85,
        opens_at="08:00",
        closes_at="21:00",
    )


def corridor() -> Shop:
    """Return a 5 × 25 m shop: one way in, shelves on both walls, the till half-way along."""
    return Shop(
        kind="corridor",
        width_m=5.0,
        depth_m=25.0,
        door_x_m=(1.2, 3.8),
        shelves=(
            Shelf("west-front", Box(0.0, 4.0, 0.5, 12.0), 2.0),
            Shelf("east-front", Box(4.5, 4.0, 5.0, 10.0), 2.0),
            Shelf("counter", Box(4.2, 11.0, 5.0, 13.0), 1.0),
            Shelf("west-back", Box(0.0, 13.0, 0.5, 23.0), 2.0),
            Shelf("east-back", Box(4.5, 14.0, 5.0, 23.0), 2.0),
            Shelf("fridge", Box(1.0, 24.4, 4.0, 25.0), 2.0),
        ),
        zones=(
            ShopZone("entrance", "entrance", Box(0.8, 0.3, 4.2, 2.4), 0.0),
            ShopZone("offers", "promotion", Box(0.5, 3.6, 4.5, 6.4), 1.5),
            ShopZone("snacks", "grocery", Box(0.5, 6.6, 4.5, 10.0), 1.5),
            ShopZone("till", "checkout", Box(1.6, 10.1, 4.2, 13.4), 0.0),
            ShopZone("queue", "queue", Box(3.2, 9.8, 4.2, 11.6), 0.0),
            ShopZone("home", "household", Box(0.5, 14.0, 4.5, 20.0), 1.0),
            ShopZone("drinks", "chilled", Box(0.5, 20.2, 4.5, 24.4), 1.5),
            street(6.0),
        ),
        till=Till("till-1", (3.7, 12.0), (3.7, 11.3), (0.0, -0.55), 3),
        coverages=(
            Coverage("door", Box(-1.0, -STREET_M, 6.0, 3.0), DOOR),
            Coverage("front", Box(-1.0, 3.0, 6.0, 13.6), WHOLE),
            Coverage("back", Box(-1.0, 13.6, 6.0, 25.0), SHELVES),
        ),
        stops_mean=4.0,
        buys_share=0.5,
    )


PLANS = {"boutique": boutique, "grocery": grocery, "corridor": corridor}
"""Every floor plan by its kind."""
