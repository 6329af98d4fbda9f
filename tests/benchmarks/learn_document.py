"""The tables of learning as a document, written by the command that measured them: no figure is typed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tests.benchmarks.learn_cells import Cell, Method, Price, wanted
from tests.benchmarks.learn_summary import Results, summary_of

COLUMNS: Final = tuple((sites, is_skewed) for is_skewed in (False, True) for sites in (10, 50, 200, 1_000))

ROWS: Final[tuple[tuple[str, Method, Price], ...]] = (
    ("best possible, knowing each shop's law", "best", "none"),
    ("in one place, no noise", "centralised", "none"),
    *((f"in one place, ε = {price}", "centralised", price) for price in ("8", "4", "2", "1")),
    ("**together, no noise**", "federated", "none"),
    ("together, ε = 8", "federated", "8"),
    ("**together, ε = 4**", "federated", "4"),
    ("together, ε = 2", "federated", "2"),
    ("together, ε = 1", "federated", "1"),
    ("**together, the default ρ = .03 (ε = 1.1)**", "federated", "default"),
    ("**together, no noise, head at home**", "head at home", "none"),
    ("together, ε = 4, head at home", "head at home", "4"),
    ("together, the default, head at home", "head at home", "default"),
    ("alone, no noise", "local", "none"),
    *((f"alone, ε = {price}", "local", price) for price in ("8", "4", "2", "1")),
    ("warm start, nothing learnt", "warm start", "none"),
    ("last zone", "last zone", "none"),
    ("majority", "majority", "none"),
)

POISONED: Final = (0.0, 0.01, 0.05, 0.1, 0.2)

_ASKED: Final = frozenset(wanted(is_quick=False))

HEAD: Final = """# Does it learn: the tables

Written by `shoal bench learn --cells cells.json --write edge_node/federated/TABLES.md`; `RESULTS.md` says
what they mean. The shops are invented, of a known law, and noise comes from seeds: nobody here is real.
Macro-F1 of the next action on 6,000 windows that nobody trained on, from the shipped warm start, which
met shops of another law. In brackets: how many seeds; ± is half a 95 % interval: over three seeds or more
by Student's t; of one or two by bootstrap over the windows, which leaves out how chains differ. `·`: not
run yet; `–`: not asked for. ε is of one camera-local track over all rounds, δ = 10⁻⁶; a person who makes
M tracks costs between M·ρ and M²·ρ.
"""


def document(cells: Sequence[Cell], results: Results) -> str:
    """Return the whole document; what has not been measured is said to be so."""
    parts = [
        HEAD,
        _goals(results),
        _main_table(results),
        _costs(results),
        _hostile(results),
        _missing(cells, results),
    ]
    return "\n".join(parts)


def _main_table(results: Results) -> str:
    head = [f"{sites:,} {'skewed' if is_skewed else 'alike'}" for sites, is_skewed in COLUMNS]
    lines = ["## In one place, together, alone", "", _row(["macro-F1", *head]), _rule(len(head))]
    for name, method, price in ROWS:
        found = [_figure(Cell(method, sites, is_skewed, price, 0), results) for sites, is_skewed in COLUMNS]
        lines.append(_row([name, *found]))
    return "\n".join([*lines, ""])


def _figure(cell: Cell, results: Results) -> str:
    if cell not in _ASKED:
        return "–"
    found = summary_of(cell, results)
    return "·" if found is None else f"{_f1(found.macro_f1)} ± {_f1(found.half_width)} ({found.seeds})"


def _goals(results: Results) -> str:
    """Return how far learning together is from learning in one place, over the seeds that have both."""
    lines = [
        "## Points of macro-F1 under one place without noise",
        "",
        _row(["goal", *(f"{sites:,} {'skewed' if skew else 'alike'}" for sites, skew in COLUMNS)]),
        _rule(len(COLUMNS)),
    ]
    prices: tuple[tuple[str, Price], ...] = (
        ("no noise: within 2", "none"),
        ("ε = 4, 200 shops: within 5", "4"),
    )
    for name, price in prices:
        lines.append(
            _row(
                [name, *(_gap(Cell("federated", sites, skew, price, 0), results) for sites, skew in COLUMNS)]
            )
        )
    return "\n".join([*lines, ""])


def _gap(together: Cell, results: Results) -> str:
    if together not in _ASKED:
        return "–"
    found = summary_of(together, results, minus=replace(together, method="centralised", price="none"))
    return (
        "·"
        if found is None
        else f"{-100 * found.macro_f1:.1f} ± {100 * found.half_width:.1f} ({found.seeds})"
    )


def _costs(results: Results) -> str:
    lines = [
        "## Accuracy against bytes and seconds",
        "",
        "200 shops, alike. Bytes are those that a shop sends in all, before sealing; seconds are of",
        "the whole simulation on one core that others may have shared.",
        "",
        _row(["", "macro-F1", "share of the best", "bytes a shop", "s"]),
        _rule(4),
    ]
    best = summary_of(Cell("best", 200, False, "none", 0), results)
    for name, method, price in ROWS:
        found = summary_of(Cell(method, 200, False, price, 0), results)
        if found and best and method in {"federated", "centralised", "local", "warm start"}:
            share = f"{found.macro_f1 / best.macro_f1:.0%}"
            lines.append(
                _row([name, _f1(found.macro_f1), share, f"{found.bytes:,.0f}", f"{found.seconds:.0f}"])
            )
    return "\n".join([*lines, ""])


def _hostile(results: Results) -> str:
    """Return what hostile shops do to the shared model, with and without trimming over groups of five."""
    lines = [
        "## Hostile shops",
        "",
        "100 shops, ε = 4; hostile ones send the opposite of what they learnt, as long and as heavy as is",
        "accepted.",
        "Trimmed: 20 groups of five, of which seven are left out on either side, entry by entry.",
        "",
        _row(["hostile", *(f"{a}, {b}" for a in ("alike", "skewed") for b in ("plain mean", "trimmed"))]),
        _rule(4),
    ]
    first = Cell("federated", 100, False, "4", 0)
    for share in POISONED:
        found = [
            _figure(replace(first, is_skewed=skew, poisoned=share, is_trimmed=trimmed), results)
            for skew in (False, True)
            for trimmed in (False, True)
        ]
        lines.append(_row([f"{share:.0%}", *found]))
    warm = [_figure(Cell("warm start", 200, skew, "none", 0), results) for skew in (False, True)]
    return "\n".join(
        [*lines, "", f"Warm start, nothing learnt, 200 shops: alike {warm[0]}, skewed {warm[1]}.", ""]
    )


def _missing(cells: Sequence[Cell], results: Results) -> str:
    left = [cell for cell in cells if cell.key not in results]
    if not left:
        return f"All {len(cells)} cells have been run.\n"
    return f"{len(cells) - len(left)} of {len(cells)} cells have been run.\n"


def _f1(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _row(entries: Sequence[str]) -> str:
    return f"| {' | '.join(entries)} |"


def _rule(columns: int) -> str:
    return "|---" * (columns + 1) + "|"
