"""Prints what a refused sign-in takes, by why it is refused: ``python -m tests.benchmarks.sign_in``.

A real home, real argon2id, real limits (the clock moves on between tries). The three reasons take turns, so a
busy machine slows all of them alike; the answer to each is the same, and so must be the time.
"""

import statistics
import tempfile
import time
from pathlib import Path

from aggregator.accounts.directory import Directory, Wanted
from aggregator.accounts.passwords import Passwords
from aggregator.accounts.person import ALL_STORES
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sign_in import WRONG, SignIn
from aggregator.administration import PolicySource, make_home
from tests.support.clock import FakeClock

TURNS = 60
REASONS = {"wrong password": "mara", "unknown name": "nobody", "disabled account": "gone"}


def main() -> None:
    """Time each reason, and print medians and quartiles in milliseconds."""
    took: dict[str, list[float]] = {reason: [] for reason in REASONS}
    with tempfile.TemporaryDirectory() as folder:
        hub = make_home(Path(folder) / "leader", "leader", PolicySource())
        passwords, clock = Passwords(), FakeClock(hub.clock.now())
        accounts = Directory(hub.engine, clock, passwords)
        for name in ("mara", "gone"):
            wanted = Wanted(name, "hq_analyst", frozenset({ALL_STORES}))
            accounts.add(wanted, "a lighthouse keeps no diary", is_handed_over=False)
        accounts.disable("gone")
        seal = Seal(hub.home.pepper(), hub.random)
        steps = SignIn(hub.engine, clock, hub.random, passwords, seal, "benchmark")
        for turn in range(TURNS):
            for reason, name in REASONS.items():
                clock.advance(200)
                began = time.perf_counter()
                assert steps.password(name, "wrong", f"192.0.2.{turn}") is WRONG
                took[reason].append((time.perf_counter() - began) * 1_000)
        hub.engine.dispose()
    for reason, times_ms in took.items():
        low, middle, high = statistics.quantiles(times_ms, n=4)
        print(f"{reason:<17} {middle:6.1f} ms   quartiles {low:6.1f} to {high:6.1f}")


if __name__ == "__main__":
    main()
