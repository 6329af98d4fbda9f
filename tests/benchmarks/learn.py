"""``shoal bench learn``: does it learn? In one place, together and alone, at several prices and sizes.

Cells are kept one by one in ``--cells FILE`` and not measured again, so that the table can be stopped and
gone on with; cells that are missing are named as not yet run. Noise comes from seeds: everybody is invented.
``--write FILE`` puts the tables down as a document.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tests.benchmarks.learn_cells import Cell, measured, wanted
from tests.benchmarks.learn_document import document
from tests.benchmarks.learn_summary import Results, summary_of

CELLS = Path(tempfile.gettempdir()) / "shoal-learn-cells.json"


def main() -> None:
    """Measure what is missing until the time is over, then print or write the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.learn")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="ten shops and one seed")
    parser.add_argument("--cells", type=Path, default=CELLS)
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no cell after so long")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the tables as a document")
    asked = parser.parse_args()
    cells = list(wanted(is_quick=asked.quick))
    results = fill(asked.cells, cells, until_s=time.monotonic() + 60 * asked.minutes)
    if asked.write:
        asked.write.write_text(document(cells, results), encoding="utf-8")
    else:
        print(json.dumps(table(cells, results)) if asked.json else document(cells, results))


def fill(path: Path, cells: Sequence[Cell], *, until_s: float) -> Results:
    """Return the results that the file holds, once what was missing has been added as far as time allows."""
    results: dict[str, dict[str, float]] = json.loads(path.read_text()) if path.exists() else {}
    for number, cell in enumerate(cells, start=1):
        if cell.key in results:
            continue
        if time.monotonic() > until_s:
            break
        results[cell.key] = measured(cell)
        path.write_text(json.dumps(results))
        print(f"{number}/{len(cells)} {cell.key} {results[cell.key]}", file=sys.stderr, flush=True)
    return results


def table(cells: Sequence[Cell], results: Results) -> dict[str, object]:
    """Return one row for all seeds of a cell, and what has not been run yet."""
    rows = []
    for first in dict.fromkeys(replace(cell, seed=0) for cell in cells):
        found = summary_of(first, results)
        if found:
            rows.append({**{k: v for k, v in asdict(first).items() if k != "seed"}, **asdict(found)})
    missing = [cell.key for cell in cells if cell.key not in results]
    return {"simulated": True, "rows": rows, "not_yet_run": missing}


if __name__ == "__main__":
    main()
