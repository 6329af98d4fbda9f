"""What a round over some nodes costs on this machine: seconds, CPU seconds and memory of each process.

    python -m tests.benchmarks.learning_round [--nodes N] [--real] [--rounds N] [--json]

Without --real the step is trivial (one vector of the product's length, no training): what is left is the
engine, sealing, two parties and the database. With it each store trains on 400 invented windows.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edge_node.federated.demo_lesson import MOST_ROUNDS
from edge_node.federated.learning_chain import LearningChain, Worker, learning_chain
from edge_node.federated.run_story import SEED, Wanted, plan_of
from edge_node.intent.form import Form
from edge_node.intent.model import fresh

_TICKS_S = os.sysconf("SC_CLK_TCK")


def trivial(worker: Worker) -> Sequence[str]:
    """Return the command of a worker with a trivial step."""
    return [sys.executable, "-m", "tests.support.trivial_worker", *worker.command()[5:]]


def measure(nodes: int, rounds: int, *, is_real: bool) -> dict[str, Any]:
    """Run the rounds and return what they cost, by kind of process."""
    plan = plan_of(Wanted(rounds, nodes))
    with tempfile.TemporaryDirectory(prefix="shoal-round-") as folder:
        weights = Path(folder) / "weights.bin"
        weights.write_bytes(fresh(Form(), SEED).astype("<f4").tobytes())
        worker = Worker.command if is_real else trivial
        with learning_chain(Path(folder) / "chain", nodes, plan, worker=worker) as chain:
            chain.begin(weights)
            chain.train(1, sample_s=120)  # the first one loads what is loaded once
            idle, before_s = memory(chain), cpu_s(chain)
            chain.train(rounds, sample_s=120)
            after_s, trained = cpu_s(chain), memory(chain)
            done: Any = chain.standing()["rounds"]
    return {
        "nodes": nodes,
        "step": "real" if is_real else "trivial",
        "seconds_per_round": [one["seconds"] for one in done[1:]],
        "participants": [one["participants"] for one in done[1:]],
        "bytes_per_node_per_round": done[-1]["node_bytes"],
        "engine_cpu_s_per_round": round((after_s - before_s) / rounds, 2),
        "idle_mb": idle,
        "trained_mb": trained,
        "load": os.getloadavg()[0],
    }


def memory(chain: LearningChain) -> dict[str, dict[str, float]]:
    """Return RSS, PSS and the highest RSS so far of one process of each kind, in MB."""
    found = {}
    for name, child in chain.engine.running.items():
        found[name.partition("-")[0]] = _memory(child.pid)
    return found


def cpu_s(chain: LearningChain) -> float:
    """Return the CPU seconds of every engine process and its ended children."""
    return sum(_cpu_s(child.pid) for child in chain.engine.running.values())


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(int(one) for one in fields[11:15]) / _TICKS_S


def _memory(pid: int) -> dict[str, float]:
    lines = (
        Path(f"/proc/{pid}/smaps_rollup").read_text() + Path(f"/proc/{pid}/status").read_text()
    ).splitlines()
    wanted = {"Rss:": "rss", "Pss:": "pss", "VmHWM:": "peak"}
    return {
        wanted[line.split()[0]]: round(int(line.split()[1]) / 1024, 1)
        for line in lines
        if line.split() and line.split()[0] in wanted
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=5)
    parser.add_argument("--real", action="store_true")
    parser.add_argument(
        "--rounds", type=int, default=4, choices=range(1, MOST_ROUNDS), help="one more goes before"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.nodes, asked.rounds, is_real=asked.real)
    print(
        json.dumps(found) if asked.json else "\n".join(f"{name:26} {value}" for name, value in found.items())
    )


if __name__ == "__main__":
    main()
