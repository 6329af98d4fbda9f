"""A simulation half done, as one file: it goes on where it stopped, under the same scenario alone."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from edge_node.errors import EdgeError
from edge_node.federated.simulation.rounds import RoundReport, Scenario
from privacy.server_step import ServerState


class SavedError(EdgeError):
    """A file that holds no simulation, or another one."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is needed to go on."""

    state: ServerState
    reports: tuple[RoundReport, ...]
    """One for each round played."""


def name_of(scenario: Scenario) -> str:
    """Return the scenario's hash: what a file must be of to be gone on with."""
    chain = scenario.chain
    said = (chain.seed, chain.sites, chain.skew, chain.examples, scenario.plan.hash)
    told = (*said, scenario.is_silent, scenario.poisoned, scenario.is_trimmed)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def save(path: Path, scenario: Scenario, saved: Saved) -> None:
    """Write the file whole or not at all."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        np.savez(
            file,
            scenario=np.array(name_of(scenario)),
            weights=saved.state.weights,
            momentum=saved.state.momentum,
            spread=saved.state.spread,
            moves=np.int64(saved.state.moves),
            reports=np.array(json.dumps([asdict(report) for report in saved.reports])),
        )
    beside.replace(path)


def load(path: Path, scenario: Scenario) -> Saved | None:
    """Return what the file holds, None where there is none yet. Raises: SavedError for another scenario."""
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        found = str(arrays["scenario"])
        reports = tuple(RoundReport(**report) for report in json.loads(str(arrays["reports"])))
        state = ServerState(arrays["weights"], arrays["momentum"], arrays["spread"], int(arrays["moves"]))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise SavedError(f"expected a saved simulation in {path}, got something else") from error
    if found != name_of(scenario):
        raise SavedError(f"expected a simulation of the same scenario in {path}, got another's")
    return Saved(state, reports)
