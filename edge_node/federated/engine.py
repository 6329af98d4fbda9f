"""Flower's engine as child processes on loopback: one SuperLink, its executor, a SuperNode a store.

TLS and node keys are on, telemetry and the update check are off, nothing is installed at run time. Processes
end by SIGTERM: a SuperNode that was killed is refused for a minute when it comes back.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from edge_node.demo.children import last_words
from edge_node.federated.engine_keys import EngineKeys, make_node_key
from edge_node.federated.errors import EngineError
from edge_node.storage.files import write_private

QUIET: Mapping[str, str] = {"FLWR_TELEMETRY_ENABLED": "0", "FLWR_DISABLE_UPDATE_CHECK": "1"}
"""Both of Flower's ways of reporting to its vendor, off."""

EXECUTOR = "superexec"
"""The process that runs the server's side of a run."""

STARTS_WITHIN_S = 60.0
"""How long the SuperLink may take to listen on a busy machine."""

STOPS_WITHIN_S = 10.0
"""How long a process may take to end after SIGTERM before it is killed."""


@dataclass(slots=True)
class Engine:
    """The engine's processes, by name; none of them outlives the engine."""

    folder: Path
    keys: EngineKeys
    environment: Mapping[str, str] = field(default_factory=dict)
    """What every process gets besides this one's own environment."""
    address: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")
    """Where the SuperLink listens: host:port."""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start_link(self) -> None:
        """Start the SuperLink and wait until it listens; again after it was killed, with what it kept.

        Raises: EngineError when it ends or does not listen in time.
        """
        host, port = self.address.split(":")
        tls = ["--ssl-ca-certfile", str(self.keys.authority), "--ssl-certfile", str(self.keys.certificate)]
        kept = ["--database", str(self.folder / "superlink.sqlite3")]
        self.start(
            "superlink",
            [
                _program("flower-superlink"),
                *("--isolation", "process", "--enable-supernode-auth"),
                *("--disable-runtime-dependency-installation", "--host", host, "--port", port),
                *tls,
                *("--ssl-keyfile", str(self.keys.key), *kept, "--superexec-auth-secret-file"),
                str(self._secret("superlink")),
            ],
        )
        self._await(int(port))

    def start_executor(self) -> None:
        """Start what runs the server side of a run beside the SuperLink."""
        self.start(
            EXECUTOR,
            [
                _program("flower-superexec"),
                *("--runtime-api-address", self.address, "--root-certificates", str(self.keys.authority)),
                *("--superexec-auth-secret-file", str(self._secret("superlink"))),
            ],
            {"FLWR_SUPEREXEC_TASK_POLL_INTERVAL": "0.2"},
        )

    def start_node(self, name: str) -> str:
        """Start a store's SuperNode under the key that `node_key` made; return where its worker finds it."""
        port = free_port()
        self.start(
            f"supernode-{name}",
            [
                sys.executable,
                "-m",
                "edge_node.federated.supernode",
                *("--superlink", self.address, "--root-certificates", str(self.keys.authority)),
                *("--auth-supernode-private-key", str(self._node_key(name)), "--isolation", "process"),
                *("--host", "127.0.0.1", "--port", str(port)),
                *("--superexec-auth-secret-file", str(self._secret(name))),
            ],
        )
        return f"127.0.0.1:{port}"

    def node_key(self, name: str) -> str:
        """Make the store's node key and return its public half, which the SuperLink must be told."""
        return make_node_key(self._node_key(name))

    def secret(self, name: str) -> Path:
        """Return the file whose content a store's SuperNode and worker share."""
        return self._secret(name)

    def start(self, name: str, command: Sequence[str], more: Mapping[str, str] | None = None) -> None:
        """Start a process under a name; what it says goes into a log of that name.

        Flower's executor starts a program of its own by bare name: this environment's programs come first.
        """
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
        everything = os.environ | QUIET | {"FLWR_HOME": str(self.folder / "flower"), "PATH": path}
        environment = everything | dict(self.environment) | dict(more or {})
        with self.log(name).open("ab") as sink:
            self.running[name] = subprocess.Popen(command, stdout=sink, stderr=sink, env=environment)

    def stop(self, name: str) -> None:
        """End the process of that name and wait for it."""
        child = self.running.pop(name)
        child.terminate()
        try:
            child.wait(timeout=STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def expect_running(self, *names: str) -> None:
        """Look at the processes of the names, at all where none is given.

        Raises: EngineError naming the first that has ended by itself.
        """
        for name in names or tuple(self.running):
            child = self.running[name]
            if child.poll() is not None:
                raise EngineError(f"{name} ended with {child.returncode}: {last_words(self.log(name))}")

    def log(self, name: str) -> Path:
        """Return where the process's words go."""
        return self.folder / f"{name}.log"

    def end(self) -> None:
        """End every process, those that serve others last."""
        for child in self.running.values():
            child.terminate()
        for name in list(self.running):
            self.stop(name)

    def _node_key(self, name: str) -> Path:
        return self.folder / "keys" / f"{name}.key"

    def _secret(self, name: str) -> Path:
        path = self.folder / "keys" / f"{name}.secret"
        write_private(path, secrets.token_bytes(32), replace=False)
        return path

    def _await(self, port: int) -> None:
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            self.expect_running()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise EngineError(f"the SuperLink did not listen within {STARTS_WITHIN_S:.0f} s")


@contextmanager
def ending(engine: Engine) -> Iterator[Engine]:
    """Yield the engine and end all its processes afterwards, whatever happened."""
    try:
        yield engine
    finally:
        engine.end()


def free_port() -> int:
    """Return a TCP port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _program(name: str) -> str:
    """Return a program of the environment that this one runs in."""
    return str(Path(sys.executable).parent / name)
