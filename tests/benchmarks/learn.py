"""``shoal bench learn``: does it learn? In one place, together and alone, at several prices and sizes.

Cells are kept one by one in ``--cells FILE`` and not measured again, so that the table can be stopped and
gone on with; cells that are missing are named as not yet run. Noise comes from seeds: everybody is invented.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict, replace
from pathlib import Path

from tests.benchmarks.learn_cells import Cell, measured, wanted

CELLS = Path(tempfile.gettempdir()) / "shoal-learn-cells.json"
T_95 = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}
"""Student's t for 95 %, by how many seeds."""

Results = dict[str, dict[str, float]]


def main() -> None:
    """Measure what is missing until the time is over, then print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.learn")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="ten shops and one seed")
    parser.add_argument("--cells", type=Path, default=CELLS)
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no cell after so long")
    asked = parser.parse_args()
    cells = list(wanted(is_quick=asked.quick))
    results = fill(asked.cells, cells, until_s=time.monotonic() + 60 * asked.minutes)
    rows = table(cells, results)
    print(json.dumps(rows) if asked.json else as_text(rows))


def fill(path: Path, cells: list[Cell], *, until_s: float) -> Results:
    """Return the results that the file holds, once what was missing has been added as far as time allows."""
    results: Results = json.loads(path.read_text()) if path.exists() else {}
    for number, cell in enumerate(cells, start=1):
        if key(cell) in results:
            continue
        if time.monotonic() > until_s:
            break
        results[key(cell)] = measured(cell)
        path.write_text(json.dumps(results))
        print(f"{number}/{len(cells)} {key(cell)} {results[key(cell)]}", file=sys.stderr, flush=True)
    return results


def key(cell: Cell) -> str:
    """Return the cell's name in the file."""
    return json.dumps(asdict(cell), sort_keys=True)


def table(cells: list[Cell], results: Results) -> dict[str, object]:
    """Return one row for all seeds of a cell, and what has not been run yet."""
    groups: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[replace(cell, seed=0)].append(cell)
    rows, missing = [], []
    for first, group in groups.items():
        found = [results[key(cell)] for cell in group if key(cell) in results]
        missing += [key(cell) for cell in group if key(cell) not in results]
        if found:
            rows.append({**{k: v for k, v in asdict(first).items() if k != "seed"}, **summed(found)})
    return {"simulated": True, "rows": rows, "not_yet_run": missing}


def summed(found: list[dict[str, float]]) -> dict[str, float]:
    """Return means over seeds and a 95 % half-width: over seeds, of one seed by bootstrap over windows."""
    f1 = [one["macro_f1"] for one in found]
    half = T_95[len(f1)] * statistics.stdev(f1) / len(f1) ** 0.5 if len(f1) > 1 else 1.96 * found[0]["spread"]
    return {
        "seeds": len(found),
        "macro_f1": round(statistics.mean(f1), 4),
        "half_width": round(half, 4),
        "accuracy": round(statistics.mean(one["accuracy"] for one in found), 4),
        "bytes": found[0]["bytes"],
        "seconds": round(statistics.mean(one["seconds"] for one in found), 1),
    }


def as_text(answer: dict[str, object]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| shops | | how | ε | hostile | trimmed | seeds | macro-F1 | accuracy | bytes a shop | s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in answer["rows"]:  # type: ignore[attr-defined]  # made by table
        lines.append(
            f"| {row['sites']} | {'skewed' if row['is_skewed'] else 'alike'} | {row['method']} "
            f"| {row['price']} | {row['poisoned']:.0%} | {'yes' if row['is_trimmed'] else ''} "
            f"| {row['seeds']} "
            f"| {row['macro_f1']:.3f} ± {row['half_width']:.3f} | {row['accuracy']:.3f} "
            f"| {row['bytes']:,.0f} | {row['seconds']:.0f} |"
        )
    missing = answer["not_yet_run"]
    return "\n".join([*lines, "", f"not yet run: {len(missing)}"])  # type: ignore[arg-type]  # a list


if __name__ == "__main__":
    main()
