"""A PostgreSQL cluster of its own in a temporary folder, on loopback, ended by its pid."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD_FREE = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]


def programs() -> Path:
    """Return the folder of the newest PostgreSQL ≥ 15, or skip saying what is missing."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not versions or float(versions[-1].parent.name) < 15:
        pytest.skip("no PostgreSQL ≥ 15 on this machine; Debian: apt-get install postgresql")
    return versions[-1]


@contextmanager
def cluster() -> Iterator[str]:
    """Yield the URL of an empty database; everything is deleted at the end."""
    bin_folder, data = programs(), Path(tempfile.mkdtemp(prefix="shoal-pg-"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(data, "postgres")
    subprocess.run(
        [*as_postgres, bin_folder / "initdb", "-D", data, *PASSWORD_FREE], check=True, capture_output=True
    )
    port = _free_port()
    options = ["-D", data, "-p", str(port), "-k", str(data), "-c", "listen_addresses=127.0.0.1", "-F"]
    child = subprocess.Popen([*as_postgres, bin_folder / "postgres", *options], stderr=subprocess.PIPE)
    try:
        _wait_for(port, child)
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 2)  # fast shutdown
        child.wait(timeout=30)
        if child.stderr is not None:
            child.stderr.close()
        shutil.rmtree(data)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if child.poll() is not None:
            words = child.stderr.read().decode() if child.stderr else ""
            raise RuntimeError(f"expected PostgreSQL to start, got: {words[-300:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("expected PostgreSQL within 30 s")
