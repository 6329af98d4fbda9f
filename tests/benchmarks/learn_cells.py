"""One cell of the table of learning: how it is trained, on which chain, and how right it then is."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray

from edge_node.federated.simulation.by_hand import JudgeByHand
from edge_node.federated.simulation.plans import plan_for
from edge_node.federated.simulation.pooled import pooled, trained_plainly
from edge_node.federated.simulation.rounds import Scenario
from edge_node.federated.simulation.run import played, rho_for
from edge_node.federated.simulation.scores import score_of
from edge_node.federated.simulation.seeded import seeded_noise
from edge_node.federated.simulation.shops import Chain, best_chances
from edge_node.federated.training import Examples, train_and_quantise
from edge_node.intent.form import Form
from edge_node.intent.home_head import fit
from edge_node.intent.levels import LEVELS
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, Trained, read
from privacy.server_step import begun, moved
from privacy.updates import read_sum

Method = Literal[
    "federated", "head at home", "centralised", "local", "majority", "last zone", "warm start", "best"
]
Price = Literal["none", "1", "2", "4", "8", "default"]
"""ε of all rounds together; none: no noise; default: the product's ρ = 0.03."""

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

SKEW = 1.0
JUDGED_SHOPS, JUDGED_WINDOWS = 50, 6_000
LOCAL_SHOPS = 10
"""As many of a chain's shops learn alone."""
HOSTILE_SITES = 100
WITH_HEAD: tuple[Price, ...] = ("none", "4", "default")
MOST_POOLED = 60_000
"""Windows that plain training sees at most; more change nothing that can be seen in the table."""
WITHOUT_LEARNING: tuple[Method, ...] = ("majority", "last zone", "warm start", "best")


@dataclass(frozen=True, slots=True)
class Cell:
    """What is measured."""

    method: Method
    sites: int
    is_skewed: bool
    price: Price
    seed: int
    poisoned: float = 0.0
    is_trimmed: bool = False

    @property
    def key(self) -> str:
        """The cell's name in a file."""
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def chain(self) -> Chain:
        """The shops."""
        return Chain(1_000 + self.seed, self.sites, SKEW if self.is_skewed else None)

    @property
    def rounds(self) -> int:
        """More where there are more shops, whose mean is less noisy. Without noise each has five steps."""
        if self.price == "none":
            return 24
        if self.price == "default":
            return 4
        return 4 if self.sites < 50 else 8 if self.sites < 200 else 32

    @property
    def rho(self) -> Fraction | None:
        """What a track pays over all rounds."""
        if self.price == "none":
            return None
        return Fraction(3, 100) if self.price == "default" else rho_for(float(self.price))


def measured(cell: Cell) -> dict[str, float]:
    """Return accuracy, macro-F1, its bootstrap spread, seconds and bytes that a shop sends in all."""
    torch.set_num_threads(1)
    begun_at = time.monotonic()
    truth, guess = _answers(cell)
    score = score_of(truth, guess)
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(truth), len(truth)) for _ in range(100)]
    spread = np.std([score_of(truth[rows], guess[rows]).macro_f1 for rows in drawn])
    is_sent = cell.method in {"federated", "head at home"}
    return {
        "accuracy": round(score.accuracy, 4),
        "macro_f1": round(score.macro_f1, 4),
        "spread": round(float(spread), 4),
        "seconds": round(time.monotonic() - begun_at, 1),
        "bytes": cell.rounds * (8 * _plan(cell).length + 32) if is_sent else 0,
    }


@lru_cache(maxsize=1)
def weights_of(cell: Cell) -> Floats:
    """Return what the cell has learnt; kept, because a head at home is put on it next."""
    if cell.method == "warm start":
        return read(SHIPPED).weights
    if cell.method == "federated":
        scenario = Scenario(cell.chain, _plan(cell), cell.price == "none", cell.poisoned, cell.is_trimmed)
        return played(scenario, cell.rounds).state.weights
    examples = _all(cell.chain)
    if cell.price == "none":
        return _plainly(examples, cell.seed)
    return _privately(cell, examples, cell.seed)


def _answers(cell: Cell) -> tuple[Labels, Labels]:
    """Return the truth and the guesses on windows that nobody trained on."""
    chain = cell.chain
    if cell.method == "local":
        parts = [(chain.tested_on(k, 600), _alone(cell, k)) for k in range(min(LOCAL_SHOPS, chain.sites))]
        return (
            np.concatenate([test.labels for test, _ in parts]),
            np.concatenate([_guess(weights, test) for test, weights in parts]),
        )
    shops = min(chain.sites, JUDGED_SHOPS)
    tests = [chain.tested_on(site, JUDGED_WINDOWS // shops) for site in range(shops)]
    test = pooled(tests)
    if cell.method == "best":
        best = [best_chances(chain.shop(k), one.windows).argmax(axis=1) for k, one in enumerate(tests)]
        return test.labels, np.concatenate(best)
    if cell.method == "head at home":
        predictor = _predictor(weights_of(replace(cell, method="federated")))
        return test.labels, np.concatenate(
            [_at_home(predictor, chain, k, one) for k, one in enumerate(tests)]
        )
    if cell.method == "majority":
        return test.labels, np.full(len(test), np.bincount(_all(chain).labels).argmax())
    if cell.method == "last zone":
        return test.labels, _last_zone(_all(chain), test)
    return test.labels, _guess(weights_of(cell), test)


def _alone(cell: Cell, site: int) -> Floats:
    examples = cell.chain.trained_on(site)
    return _plainly(examples, cell.seed) if cell.price == "none" else _privately(cell, examples, site)


def _plainly(examples: Examples, seed: int) -> Floats:
    rows = slice(0, MOST_POOLED)
    fewer = Examples(examples.windows[rows], examples.labels[rows])
    return trained_plainly(fewer, Form(), seed=seed, start=read(SHIPPED).weights)


def _privately(cell: Cell, examples: Examples, seed: int) -> Floats:
    """Return what one place learns that holds all the windows, under the same noise for a track."""
    rng = np.random.default_rng((seed, 8))
    plan = _plan(cell).model_copy(update={"max_weight": 1_000_000})
    state, judge = begun(read(SHIPPED).weights), JudgeByHand(Form())
    for _ in range(cell.rounds):
        part = train_and_quantise(
            plan, state.weights, examples, noise=seeded_noise(rng), random=rng.bytes, judge=judge
        )
        state = moved(plan, state, read_sum(plan, part.vector, 1).update)
    return state.weights


def _plan(cell: Cell):  # type: ignore[no-untyped-def]
    return plan_for("fedavg" if cell.price == "none" else "fedadam", cell.rounds, cell.rho)


def _all(chain: Chain) -> Examples:
    return pooled([chain.trained_on(site) for site in range(chain.sites)])


def _predictor(weights: Floats) -> Predictor:
    shipped = read(SHIPPED)
    return Predictor(Trained(shipped.form, weights, shipped.temperature, shipped.known))


def _guess(weights: Floats, test: Examples) -> Labels:
    return _predictor(weights).scores(test.windows).argmax(axis=1)


def _at_home(predictor: Predictor, chain: Chain, site: int, test: Examples) -> Labels:
    """Return the guesses of the shop that puts a head of its own over the shared model."""
    own = chain.trained_on(site)
    return fit(predictor, own.windows, own.labels).chances(predictor, test.windows).argmax(axis=1)


def _last_zone(known: Examples, asked: Examples) -> Labels:
    """Return what was most often done from the last moment's distances to shelf, entrance and queue."""
    usual = np.bincount(known.labels, minlength=5)
    counts: dict[bytes, NDArray[np.int64]] = {}
    for levels, label in zip(known.windows[:, -1, len(LEVELS) :], known.labels, strict=True):
        counts.setdefault(levels.tobytes(), np.zeros(5, np.int64))[label] += 1
    last = asked.windows[:, -1, len(LEVELS) :]
    return np.array([counts.get(levels.tobytes(), usual).argmax() for levels in last])


def wanted(*, is_quick: bool) -> Iterator[Cell]:
    """Yield the cells of the table: one seed of everything before a second, small chains before large."""
    seeds = {10: 1} if is_quick else {10: 5, 50: 5, 200: 2, 1_000: 1}
    for seed in range(max(seeds.values())):
        for sites in (sites for sites, count in seeds.items() if seed < count):
            yield from _of(sites, seed)
            if sites == 200:
                yield from _hostile(seed)


def _hostile(seed: int) -> Iterator[Cell]:
    """Yield chains in which some shops send the opposite, with and without trimming: 20 groups of five."""
    for is_skewed in (False, True):
        for poisoned in (0.0, 0.01, 0.05, 0.1, 0.2):
            for is_trimmed in (False, True):
                yield Cell("federated", HOSTILE_SITES, is_skewed, "4", seed, poisoned, is_trimmed)


def _of(sites: int, seed: int) -> Iterator[Cell]:
    """Yield what is asked of a chain of that size: at 1,000 shops ε = 4 and the default alone."""
    noisy: tuple[Price, ...] = ("4",) if sites == 1_000 else ("4", "1", "2", "8")
    plain: tuple[Price, ...] = () if sites == 1_000 else ("none",)
    for is_skewed in (False, True):
        for method in WITHOUT_LEARNING:
            yield Cell(method, sites, is_skewed, "none", seed)
        for price in (*plain, *noisy, "default"):
            yield Cell("federated", sites, is_skewed, price, seed)
            if price in WITH_HEAD:
                yield Cell("head at home", sites, is_skewed, price, seed)
        for price in ("none", *noisy):
            yield Cell("centralised", sites, is_skewed, price, seed)
            yield Cell("local", sites, is_skewed, price, seed)
