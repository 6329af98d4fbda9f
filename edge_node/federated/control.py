"""What is asked of the SuperLink: to know a node's key, to start a run, to say how it stands.

Call it in a process of its own: an answer of 401 makes Flower interrupt whoever asked.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flwr.common.serde import fab_to_proto, user_config_to_proto
from flwr.proto.control_pb2 import ListRunsRequest, RegisterNodeRequest, StartRunRequest
from flwr.supercore.control.control_http_client import ControlHttpClient
from flwr.supercore.fab import Fab
from flwr.supercore.interceptors import RuntimeVersionHttpInterceptor
from flwr.supercore.primitives.asymmetric import public_key_to_bytes

from edge_node.federated.bundle import bundle, bundle_hash
from edge_node.federated.errors import EngineError


@dataclass(frozen=True, slots=True)
class RunState:
    """How a run stands."""

    run_id: int
    status: str
    """``pending``, ``starting``, ``running`` or ``finished``."""
    outcome: str
    """``completed``, ``failed`` or ``stopped`` once finished, else empty."""
    details: str
    """Why it failed."""


LOOK_EVERY_S = 0.5
"""Between two looks at how a run stands."""

AWAY_MOST_S = 120.0
"""How long a SuperLink may be away in the middle of a run: it may be started again and go on."""

_log = logging.getLogger(__name__)


@contextmanager
def control(address: str, authority: Path) -> Iterator[ControlHttpClient]:
    """Open a client of the control interface at host:port, verified under the authority's certificate.

    Raises: EngineError when it does not answer, from whatever is asked inside.
    """
    client = ControlHttpClient.from_server_address(
        server_address=address,
        insecure=False,
        root_certificates=authority.read_bytes(),
        interceptors=[RuntimeVersionHttpInterceptor(component_name="shoal")],
    )
    try:
        yield client
    except httpx.HTTPError as error:
        raise EngineError(f"the SuperLink at {address} did not take the request: {error}") from error
    finally:
        client.close()


def register(client: ControlHttpClient, public_key: str) -> int:
    """Return the node id given to the OpenSSH public key; only registered nodes may connect."""
    key = serialization.load_ssh_public_key(public_key.encode())
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise EngineError(f"expected a P-384 public key, got {type(key).__name__}")
    answer = client.RegisterNode(RegisterNodeRequest(public_key=public_key_to_bytes(key)))
    return int(answer.node_id)


def start_run(client: ControlHttpClient, settings: Mapping[str, int]) -> int:
    """Return the id of a run of our bundle, started with the settings. Raises: EngineError when refused."""
    fab = Fab(bundle_hash(), bundle(), {})
    request = StartRunRequest(fab=fab_to_proto(fab), override_config=user_config_to_proto(dict(settings)))
    answer = client.StartRun(request)
    if not answer.HasField("run_id"):
        raise EngineError("the SuperLink did not start the run; its log says why")
    return int(answer.run_id)


def state_of(client: ControlHttpClient, run_id: int) -> RunState:
    """Return how the run stands. Raises: EngineError when nobody knows it."""
    runs = client.ListRuns(ListRunsRequest(run_id=run_id)).run_dict
    if run_id not in runs:
        raise EngineError(f"the SuperLink knows no run {run_id}")
    status = runs[run_id].status
    return RunState(run_id, status.status, status.sub_status, status.details)


def finished(address: str, authority: Path, settings: Mapping[str, int]) -> RunState:
    """Start a run with the settings and return how it ended; a SuperLink that restarts is waited for.

    Raises: EngineError when the run cannot be started, or nobody answers for AWAY_MOST_S.
    """
    with control(address, authority) as client:
        run_id = start_run(client, settings)
    heard_s = time.monotonic()
    while True:
        try:
            with control(address, authority) as client:
                state = state_of(client, run_id)
            heard_s = time.monotonic()
        except EngineError as error:
            if time.monotonic() - heard_s > AWAY_MOST_S:
                raise
            _log.warning("%s", error)
            state = RunState(run_id, "unknown", "", "")
        if state.status == "finished":
            return state
        time.sleep(LOOK_EVERY_S)
