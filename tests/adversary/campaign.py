"""Attacks on every promise, one after the other: ``python -m tests.adversary.campaign [--full] [--json]``.

Small by default, as within `make test`; ``--full`` takes the samples of `make campaign`. ``--seed`` fixes the
worlds and the attackers; noise, shares and keys come from the operating system as in the product, so figures
differ a little from run to run. ``--only NAME`` runs one attack, and can be repeated. ``--write FILE`` keeps
the table; with ``--only`` it takes the place of those rows in a table kept before. Ends with 1 when a promise
does not stand.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.adversary import (
    between,
    canary_gradients,
    canary_releases,
    differencing,
    dropped_reports,
    faces_in_previews,
    forged_vectors,
    fuzz,
    key_lists,
    leader_sums,
    learning_traffic,
    lost_tail,
    peer_requests,
    reidentification,
    second_draws,
    struck_workers,
    sum_of_doors,
    traffic,
    wall_channel,
    wall_escapes,
    wire_messages,
)
from tests.adversary.campaign_page import Made, document, refreshed, table
from tests.adversary.row import Attack, Row, Scale, fallen

ATTACKS: tuple[Attack, ...] = (
    canary_releases,
    canary_gradients,
    sum_of_doors,
    second_draws,
    lost_tail,
    differencing,
    leader_sums,
    forged_vectors,
    dropped_reports,
    key_lists,
    wire_messages,
    peer_requests,
    wall_escapes,
    wall_channel,
    struck_workers,
    faces_in_previews,
    fuzz,
    traffic,
    learning_traffic,
    between,
    reidentification,
)
"""One module per family of promises, each with ``rows(*, scale, seed)``."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the campaign, print it, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversary.campaign")
    parser.add_argument("--full", action="store_true", help="take full samples")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seed", type=int, default=1)
    names = [_name(attack) for attack in ATTACKS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help="run this attack")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the table as a document")
    given = sys.argv[1:] if words is None else list(words)
    wanted = parser.parse_args(given)
    scale: Scale = "full" if wanted.full else "small"
    attacks = [attack for attack in ATTACKS if not wanted.only or _name(attack) in wanted.only]
    rows = run(attacks, scale=scale, seed=wanted.seed)
    if wanted.write:
        made = Made(tuple(given), scale, datetime.now(UTC))
        before = wanted.write.read_text(encoding="utf-8") if wanted.only else ""
        page = refreshed(before, rows, made) if wanted.only else document(rows, made)
        wanted.write.write_text(page, encoding="utf-8")
    print(as_json(rows, scale, wanted.seed) if wanted.json else table(rows))
    for words_of_it in fallen(rows):
        print(f"does not stand: {words_of_it}", file=sys.stderr)
    return 1 if fallen(rows) else 0


def run(attacks: Sequence[Attack], *, scale: Scale, seed: int) -> list[Row]:
    """Return the rows of all attacks, telling on stderr which one is at work."""
    rows: list[Row] = []
    for at, attack in enumerate(attacks, start=1):
        print(f"[{at}/{len(attacks)}] {_name(attack)} …", end="", flush=True, file=sys.stderr)
        begun_s = time.perf_counter()
        found = attack.rows(scale=scale, seed=seed)
        print(f" {len(found)} rows, {time.perf_counter() - begun_s:.1f} s", file=sys.stderr)
        rows += found
    return rows


def as_json(rows: Sequence[Row], scale: Scale, seed: int) -> str:
    """Return the campaign as one JSON object, one row per promise."""
    answer = {"scale": scale, "seed": seed, "stands": not fallen(rows), "rows": [asdict(row) for row in rows]}
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _name(attack: Attack) -> str:
    return str(getattr(attack, "__name__", type(attack).__name__)).rpartition(".")[2]


if __name__ == "__main__":
    sys.exit(main())
