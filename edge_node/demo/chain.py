"""The demo's chain: invented stores, each with a floor plan, a calendar and a usual number of visitors."""

from dataclasses import dataclass

PLANS = ("grocery", "boutique", "corridor")
"""Floor plans in the order stores get them. Source: edge_node/simulation/plans.py."""

LEARNING_SIGN = "notice-learning-en-1"
"""The sign that a store which learns attests. Source: edge_node/consent/signs."""

_STORES = (
    ("Harbour Street", "Europe/Berlin", 340),
    ("Mill Lane", "Europe/Amsterdam", 220),
    ("Station Square", "Europe/Berlin", 480),
    ("Old Market", "Europe/Paris", 300),
    ("Lime Avenue", "Europe/Brussels", 160),
    ("North Gate", "Europe/Vienna", 260),
)
"""Their midnights are one: in the hour between two, no day would have stores enough to be released."""


@dataclass(frozen=True, slots=True)
class Store:
    """One invented store."""

    name: str
    """What its pages call it."""
    slug: str
    """The same for folders and addresses."""
    timezone: str
    plan: str
    """Its floor plan's kind."""
    visitors: int
    """People who come in on a usual day."""
    seed: int
    """Everything random about its shoppers follows from it; noise and keys do not."""


def chain(sites: int) -> tuple[Store, ...]:
    """Return that many stores, the same ones every time.

    Raises: ValueError below 1.
    """
    if sites < 1:
        raise ValueError(f"expected at least one site, got {sites}")
    return tuple(_store(number) for number in range(sites))


def _store(number: int) -> Store:
    name, timezone, visitors = _STORES[number % len(_STORES)]
    round_ = number // len(_STORES)
    shown = name if round_ == 0 else f"{name} {round_ + 1}"
    return Store(
        name=shown,
        slug=shown.lower().replace(" ", "-"),
        timezone=timezone,
        plan=PLANS[number % len(PLANS)],
        visitors=visitors,
        seed=number + 1,
    )
