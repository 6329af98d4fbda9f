"""What the numbers mean and what they cost people, in words and with the policy's own figures."""

from fractions import Fraction
from typing import Final

from aggregator.consoles.model import Term
from aggregator.consoles.words import number, seconds
from policies.schema import PolicyBundle
from policies.tasks import tasks
from privacy.budget import DELTA, UNIT, epsilon, person_cost
from shared.schemas.task import MetricName

TRACKS: Final = 4
"""M of the example: someone who comes by four cameras, or four times."""

_INTERVALS = (
    "An interval is the 95 % interval of the added noise: the number without noise lies in it at least "
    "19 times in 20. Errors of the cameras come on top. A grey number is inside its noise: zero lies in its "
    "interval."
)
_GAPS = "A gap is a time without a number, never zero. A sum with a store or a day missing says so."
_ADDING = (
    "Hours, days and parts of the store are measured and noised one by one, so they do not add up exactly. "
    "A visitor enters several parts of a store and counts in each."
)
_UNIT = f"Nobody is recognised again, across cameras or across days. {UNIT}"


_CLIPPED: Final[tuple[tuple[MetricName, str], ...]] = (
    ("occupancy", "of people inside"),
    ("queue_length", "of queueing"),
    ("heatmap", "on one patch of floor"),
)
"""What is added up in seconds, of which one track may add only so much."""


def footnotes(policy: PolicyBundle | None) -> tuple[str, ...]:
    """Return the notes; without a policy the price of a track is left unsaid and the note says that."""
    return (_INTERVALS, _GAPS, _ADDING, _price(policy), *_clips(policy))


def _price(policy: PolicyBundle | None) -> str:
    if policy is None:
        return f"{_UNIT} The policy in force is not known here, so the price of a track cannot be stated."
    rho = Fraction(policy.chain.budget.total)
    cost = person_cost(rho, TRACKS)
    return (
        f"{_UNIT} One track costs at most ρ = {rho} over everything measured: ε = {epsilon(rho):.2f} at "
        f"δ = {_power(DELTA)}. A person who makes {TRACKS} tracks: "
        f"ε between {cost.epsilon_low:.1f} and {cost.epsilon_high:.1f}."
    )


def _clips(policy: PolicyBundle | None) -> tuple[str, ...]:
    if policy is None:
        return ()
    bounds = {task.metric: task.bound.max_per_cell * task.unit_size for task in tasks(policy).values()}
    said = [f"{seconds(bounds[metric])} {words}" for metric, words in _CLIPPED if metric in bounds]
    if not said:
        return ()
    return (f"One track adds at most {_listed(said)}; longer ones are cut, so these read low.",)


def _listed(said: list[str]) -> str:
    *most, last = said
    return f"{', '.join(most)} and {last}" if most else last


def _power(value: Fraction) -> str:
    return f"1e-{len(number(float(1 / value)).replace(',', '')) - 1}"


GLOSSARY: Final = (
    Term(
        key="entries",
        name="Entries",
        formula="Σ people whose track crosses a counting line inwards, net",
        text="Each track counts once at most, in or out. Someone who comes twice is two. "
        "Footfall, by store, hour and day.",
    ),
    Term(
        key="inside",
        name="People inside",
        formula="Σ person-seconds ÷ seconds measured",
        text="The mean number of people on the floor of a store at a moment. By store, hour and day.",
    ),
    Term(
        key="dwell",
        name="Median stay",
        formula="the length that half of the stays in zones do not reach",
        text="Read off stays counted in seven classes from 5 s on, straight lines inside a class. A walk "
        "through a zone of less than 5 s is no stay. By store and zone, day.",
    ),
    Term(
        key="busiest",
        name="Busiest store",
        formula="the largest mean of entries over complete days",
        text="Stores that the noise does not tell apart share the place.",
    ),
    Term(
        key="coverage",
        name="Coverage",
        formula="seconds measured ÷ seconds open, since the store's first number",
        text="Counts time, not people, and carries no noise.",
    ),
    Term(
        key="come-in",
        name="Come in",
        formula="tracks that come in ÷ tracks that pass by or come in, in the same view",
        text="A track counts once, at the furthest step it reaches; what gets so far is the sum from there "
        "on. Within one view steps are nested and this is a share. Between views nobody is linked: "
        "then it is a ratio of two counts and may exceed 100\u202f%. By store and day.",
    ),
    Term(
        key="reach-in",
        name="Reach in",
        formula="tracks that reach into a shelf, or further ÷ tracks that browse, or further",
        text="The same rule one step on: who stays in a part of the store browses, whose hand goes into a "
        "shelf reaches in. By store and day.",
    ),
    Term(
        key="queue",
        name="People queueing",
        formula="Σ person-seconds in queues ÷ seconds measured",
        text="The mean number of people in the queues of a store at a moment. A track adds the time it stood "
        "in one queue, the longest, and no more than is said above: long queues read low. By store and hour.",
    ),
    Term(
        key="waits",
        name="Wait 3 min or more",
        formula="waits of 180 s and more ÷ all waits",
        text="A wait is counted in one of seven classes when it is over, as long as it was seen; less than "
        "5 s is none. The median is read off the classes. By store and day.",
    ),
    Term(
        key="groups",
        name="Group size",
        formula="Σ size × groups ÷ Σ groups, the open class with four",
        text="Who comes through the door close behind another is of one group; strangers at a busy door are "
        "counted so too. It is a lower bound: four and more count as four. By store and week.",
    ),
    Term(
        key="flow",
        name="Walks",
        formula="stays in one part that follow a stay in another",
        text="Each track counts a few different walks at most, spread over its way. By store and week.",
    ),
    Term(
        key="returns",
        name="Came back",
        formula="visitors who leave a part for 10 s or more and stay there again",
        text="One track on one camera; who comes back past another camera is not known. Set against visits "
        "in the same weeks it is a ratio of two measurements. By store and week.",
    ),
    Term(
        key="shelves",
        name="Reached in, hand stayed",
        formula="visitors whose hand goes into a shelf, and those whose hand stays for 1 s or more",
        text="Once a shelf, a few shelves a track at most; what is taken is not seen. By shelf and week.",
    ),
    Term(
        key="suppressed",
        name="Withheld",
        formula="a sum over fewer than 5 stores",
        text="A sum over stores is shown only when at least as many as the policy asks for are in it. A "
        "withheld cell is hatched and says why; it is not zero.",
    ),
)
"""Every number on the page, with its formula."""
