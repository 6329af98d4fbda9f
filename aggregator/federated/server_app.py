"""The server side of a run as Flower starts it: rounds, one after the other, beside the leader's database.

Flower hands over a grid and nothing else that matters: model, plan and policy are the leader's own. Which
leader it is comes from the environment of the process, never from who submitted the run.
"""

import os
from pathlib import Path

from flwr.app import Context
from flwr.serverapp import Grid, ServerApp

from aggregator.errors import HomeError
from aggregator.federated.grid import GridNodes
from aggregator.federated.learning_round import LearningRound, Patience
from aggregator.federated.peer import RoundHelper
from aggregator.federated.terms import task_in_force
from aggregator.hub import open_hub
from aggregator.release.gate import Gate
from aggregator.rounds import connect
from shared import log

HOME = "SHOAL_LEADER_HOME"
"""The leader's home, set where the executor is started."""

app = ServerApp()


@app.main()
def learn(grid: Grid, context: Context) -> None:
    """Run as many rounds as the run was started with; a refused round is a round. Raises: HomeError."""
    log.configure()
    hub = open_hub(Path(os.environ[HOME]))
    client = connect(hub)
    if client is None:
        raise HomeError("expected a leader that knows where its helper answers")
    patience = Patience(**_whole_seconds(context))
    rounds = LearningRound(hub, GridNodes(grid), RoundHelper(client), Gate(), patience)
    task_id = task_in_force(hub)
    for _ in range(_number(context, "rounds")):
        rounds.run(task_id)


def _whole_seconds(context: Context) -> dict[str, float]:
    return {name: float(_number(context, name)) for name in ("sample_s", "deadline_s", "helper_s")}


def _number(context: Context, name: str) -> int:
    value = context.run_config[name]
    if not isinstance(value, int):
        raise HomeError(f"expected a whole number for {name}, got {value!r}")
    return value
