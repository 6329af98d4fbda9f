"""A store's long-lived worker: takes tasks from the store's own SuperNode, torch loaded once.

Each task runs in a thread of its own, so that one that is stuck cannot keep the next from being taken. What
the bundle says is compared and never run.
"""

import hashlib
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from flwr.app import ConfigRecord, Context, Error, Message, RecordDict
from flwr.common.constant import ErrorCode, SubStatus
from flwr.proto.runtime_pb2 import AcquireTaskRequest, SendTaskHeartbeatRequest
from flwr.supercore.constant import TaskType
from flwr.supercore.interceptors import (
    RuntimeTokenHttpInterceptor,
    RuntimeVersionHttpInterceptor,
    SuperExecAuthHttpInterceptor,
)
from flwr.supercore.runtime import RuntimeHttpClient
from flwr.supernode.runtime.run_clientapp import pull_task_input, push_message, push_task_output

from edge_node.federated.bundle import bundle_hash
from edge_node.federated.participant import Participant, Train
from edge_node.node import Node
from edge_node.uplink.client import ROUND_SHARES, HttpUplink
from shared.clock import SystemClock

Answer = Callable[[dict[str, bytes]], dict[str, bytes]]
"""Returns what to reply to an instruction; both are named opaque bytes."""

POLL_EVERY_S = 0.1
"""How often the SuperNode is asked for a task. It is on this machine's loopback."""

HEARTBEAT_EVERY_S = 15.0
"""A task silent for twice Flower's 30 s is taken to be lost."""

FIELD = "shoal"
"""The one record of every message."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SuperNode:
    """Where the store's SuperNode listens on loopback, and the secret that lets a worker take its tasks."""

    address: str
    secret: bytes

    def client(self, token: str = "") -> RuntimeHttpClient:
        """Return a client: to take tasks, or with a task's token to carry that one out."""
        authority = (
            RuntimeTokenHttpInterceptor(token)
            if token
            else SuperExecAuthHttpInterceptor(
                master_secret=self.secret, protected_methods={"/flwr.proto.Runtime/AcquireTask"}
            )
        )
        return RuntimeHttpClient.from_server_address(
            server_address=self.address,
            insecure=True,
            root_certificates=None,
            interceptors=[RuntimeVersionHttpInterceptor(component_name="flwr-clientapp"), authority],
        )


def work(node: SuperNode, answer: Answer, stop: threading.Event) -> None:
    """Take tasks and answer them until told to stop; a SuperNode that is away is asked again."""
    client = node.client()
    wanted = AcquireTaskRequest(supported_task_types=[TaskType.CLIENT_APP])
    try:
        while not stop.is_set():
            try:
                got = client.AcquireTask(wanted)
            except httpx.HTTPError as error:
                _log.info("the SuperNode does not answer yet: %s", error)
                stop.wait(10 * POLL_EVERY_S)
                continue
            if got.token:
                threading.Thread(target=_carry_out, args=(node, got.token, answer), daemon=True).start()
            else:
                stop.wait(POLL_EVERY_S)
    finally:
        client.close()


def work_until(stop: threading.Event, node: SuperNode, home: Path, train: Train) -> None:
    """Take the part of the store in this home in rounds, until told to stop."""
    participant = Participant(home, SystemClock(), train, to_helper, secrets.token_bytes)
    work(node, participant.answer, stop)


def to_helper(node: Node, envelope: bytes) -> str:
    """Post a share straight to the helper; return ``accepted`` or the problem.  Raises: UplinkError."""
    with HttpUplink(node.peer("helper"), "helper", path=ROUND_SHARES) as uplink:
        return uplink.post(envelope)


def _carry_out(node: SuperNode, token: str, answer: Answer) -> None:
    client, done = node.client(token), threading.Event()
    threading.Thread(target=_keep_alive, args=(client, done), daemon=True).start()
    context, outcome, details = None, SubStatus.FAILED, "the task did not begin"
    try:
        message, context, _run, fab = pull_task_input(client)
        reply = replied(message, fab.content, answer)
        push_message(client, reply, context)
        outcome, details = SubStatus.COMPLETED, ""
    except Exception as error:  # one task's trouble must not end the worker
        _log.exception("a task failed")
        details = type(error).__name__
    finally:
        done.set()
        _conclude(client, context, outcome, details)


def replied(message: Message, content: bytes, answer: Answer) -> Message:
    """Return the reply to an instruction that came with the bundle: an answer, or why there is none."""
    if hashlib.sha256(content).hexdigest() != bundle_hash():
        return _refusal(message, "the bundle is not the one this release ships with")
    try:
        record = message.content.config_records[FIELD]
        told = answer({name: value for name, value in record.items() if isinstance(value, bytes)})
    except Exception as error:  # an exception's words may hold what was learnt from; its name does not
        _log.exception("an instruction could not be carried out")
        return _refusal(message, getattr(error, "rule", type(error).__name__))
    return Message(RecordDict({FIELD: ConfigRecord(dict(told))}), reply_to=message)


def _refusal(message: Message, reason: str) -> Message:
    return Message(Error(code=ErrorCode.CLIENT_APP_RAISED_EXCEPTION, reason=reason), reply_to=message)


def _conclude(client: RuntimeHttpClient, context: Context | None, outcome: str, details: str) -> None:
    try:
        push_task_output(client=client, context=context, sub_status=outcome, details=details)
    except httpx.HTTPError as error:
        _log.warning("the SuperNode did not take the end of a task: %s", error)
    finally:
        client.close()


def _keep_alive(client: RuntimeHttpClient, done: threading.Event) -> None:
    while not done.wait(HEARTBEAT_EVERY_S):
        try:
            client.SendTaskHeartbeat(SendTaskHeartbeatRequest())
        except httpx.HTTPError as error:
            _log.info("a heartbeat was lost: %s", error)
