"""One store's day by the product's own commands: two aggregators, pairing, a drawn camera, release, replay.

Run as a program inside a network namespace: ``quiet_store.py FOLDER CLIP`` writes what every command answered
to ``FOLDER/answers.json``.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge_node.capture.source import RENDERED
from edge_node.demo.hubs import Hubs, hubs
from edge_node.simulation.drawn import drawn_scenario, end_of, placed_camera
from edge_node.simulation.plans import boutique
from edge_node.simulation.site_toml import site_toml

FILMED_S = 15.0
"""Seconds of the drawn shop; about the least in which somebody crosses the line."""
ANSWERS = "answers.json"
DOOR_LINE = "door=320,0,320,360px"
"""Across the middle of the clips that tests.support.clips draws."""


def day(folder: Path, clip: Path) -> dict[str, dict[str, object]]:
    """Run every command and return its answer by name, with the aggregators' addresses under ``urls``."""
    home = folder / "store"
    home.mkdir(parents=True)
    with hubs(folder / "hubs") as pair:
        answers = {
            "urls": dict[str, object](pair.urls),
            "pair": _paired(pair, home),
            "attest": _attested(pair, home),
            "run": pair.children.run(
                ["edge", "run", "--once", "--close", "--home", str(home), "--json"], log=home / "edge.log"
            ),
        }
        answers["release"] = pair.release()
        answers["replay"] = pair.children.run(
            ["edge", "replay", str(clip), "--line", DOOR_LINE, "--json"], log=home / "edge.log"
        )
    return answers


def _paired(pair: Hubs, home: Path) -> dict[str, object]:
    codes = [part for role in ("leader", "helper") for part in (f"--{role}", pair.invite(role, "Quiet"))]
    site = _site_file(home)
    return pair.children.run(
        ["edge", "pair", *codes, "--site", str(site), "--home", str(home), "--json"], log=home / "edge.log"
    )


def _attested(pair: Hubs, home: Path) -> dict[str, object]:
    day = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    words = ["--camera", "door", "--by", "the test", "--until", day, "--home", str(home), "--json"]
    return pair.children.run(["edge", "attest", *words], log=home / "edge.log")


def _site_file(folder: Path) -> Path:
    """Write a shop whose only camera is the drawn one at its door; its clip ends before now."""
    shop = boutique()
    starts_at = datetime.now(UTC) - timedelta(seconds=FILMED_S + 60)
    scene = drawn_scenario(shop, 1, FILMED_S, starts_at).scene
    assert end_of(scene) < datetime.now(UTC)
    scene.write(folder / "scene.json")
    camera = placed_camera(shop, f"{RENDERED}{folder / 'scene.json'}")
    site = folder / "site.toml"
    site.write_text(site_toml(shop, "Quiet", "Europe/Berlin", cameras=(camera,)), encoding="utf-8")
    return site


if __name__ == "__main__":
    where = Path(sys.argv[1])
    where.mkdir(parents=True, exist_ok=True)
    (where / ANSWERS).write_text(json.dumps(day(where, Path(sys.argv[2]))), encoding="utf-8")
