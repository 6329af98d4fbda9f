"""What a validity proof costs beside the unproved sum: ``python -m tests.benchmarks.proofs [--json]``.

A vector of 200 cells of 10 bits and its coverage, shared by an edge and verified by leader and helper, one
report after the other in one process. ``--cells``, ``--bits`` and ``--reports`` take others. Times are the
medians over the reports, in milliseconds: by the clock on the wall, and by the processor, which does not care
who else is at work. Sealing is the same for both and left out.
"""

import argparse
import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from privacy.payload import encode_payload
from privacy.proved import ProvedVectors
from privacy.shares import aggregate, combine, expand, split

HEADER, KEY = bytes(200), bytes(range(32))
_Made = TypeVar("_Made")


class Stopwatch:
    """Times steps by name."""

    def __init__(self) -> None:
        self.taken_s: dict[str, list[tuple[float, float]]] = {}

    def time(self, step: str, work: Callable[[], _Made]) -> _Made:
        """Do the work and return what it returns."""
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        made = work()
        taken = time.perf_counter() - wall_s, time.process_time() - cpu_s
        self.taken_s.setdefault(step, []).append(taken)
        return made

    def medians_ms(self) -> dict[str, float]:
        """Return the medians of each step, by the wall and by the processor."""
        medians: dict[str, float] = {}
        for step, taken in self.taken_s.items():
            for at, clock in enumerate(("ms", "cpu ms")):
                medians[f"{step}, {clock}"] = round(statistics.median(one[at] for one in taken) * 1e3, 3)
        return medians


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.proofs")
    parser.add_argument("--cells", type=int, default=200)
    parser.add_argument("--bits", type=int, default=10)
    parser.add_argument("--reports", type=int, default=30)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wanted = parser.parse_args(sys.argv[1:] if words is None else list(words))
    rng = np.random.default_rng(1)
    vectors = rng.integers(0, 1 << wanted.bits, (wanted.reports, wanted.cells + 1))
    found = {"proved": proved(vectors, wanted.bits), "unproved": unproved(vectors)}
    print(json.dumps(found, indent=2) if wanted.json else _table(found))
    return 0


def proved(vectors: NDArray[np.int64], bits: int) -> dict[str, float]:
    """Return medians and bytes of reports with proofs.  Raises: ProofError when one does not hold."""
    about, watch = ProvedVectors(vectors.shape[1], (1 << bits) - 1), Stopwatch()
    both = []
    about.shard(vectors[0], HEADER, bytes(16), secrets.token_bytes)  # matrices that are made once
    for vector in vectors:
        report_id = secrets.token_bytes(16)
        leader, helper = watch.time(
            "shard", lambda v=vector, r=report_id: about.shard(v, HEADER, r, secrets.token_bytes)
        )
        left = watch.time("leader verifies", lambda s=leader, r=report_id: about.verifying(s, HEADER, r, KEY))
        right = watch.time(
            "helper verifies", lambda s=helper, r=report_id: about.verifying(s, HEADER, r, KEY)
        )
        watch.time("each decides", lambda a=left, b=right: a.output(b.share))
        both.append((leader, helper))
    sums = [about.summed((pair[at], HEADER) for pair in both) for at in (0, 1)]
    if about.opened(*sums).tolist() != vectors.sum(axis=0).tolist():
        raise AssertionError("expected the sum of the vectors, got another")
    leader, helper = both[0]
    sizes = {"leader bytes": len(encode_payload(leader)), "helper bytes": len(encode_payload(helper))}
    return watch.medians_ms() | sizes | {"verifier bytes": len(right.share)}


def unproved(vectors: NDArray[np.int64]) -> dict[str, float]:
    """Return medians and bytes of reports without."""
    watch, length = Stopwatch(), vectors.shape[1]
    left, right = [], []
    for vector in vectors:
        leader, helper = watch.time("shard", lambda v=vector: split(v, HEADER, secrets.token_bytes))
        left.append(leader.values)
        right.append(watch.time("helper expands", lambda h=helper: expand(h, HEADER, length)))
    total = combine(aggregate(left, length), aggregate(right, length))
    if total.tolist() != vectors.sum(axis=0).tolist():
        raise AssertionError("expected the sum of the vectors, got another")
    sizes = {"leader bytes": len(encode_payload(leader)), "helper bytes": len(encode_payload(helper))}
    return watch.medians_ms() | sizes


def _table(found: dict[str, dict[str, float]]) -> str:
    lines = [
        f"{kind:9} {name:24} {value:>10}" for kind, steps in found.items() for name, value in steps.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
