"""A network namespace of its own, with a way out that leads nowhere, and a capture of every packet in it."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_NET = f"10.{64 + os.getpid() // 256 % 128}.{os.getpid() % 256}"
_INSIDE, _OUTSIDE = f"{_NET}.2", f"{_NET}.1"
"""Of this process alone: two namespaces of one address would answer for each other."""
_SETTLE_S = 0.7
"""tcpdump needs a moment to open its interfaces, and another to write its last packet."""
_ROOM = ("-s", "512", "-B", "16384")
"""Bytes kept of a packet and KiB of ring: tcpdump's own choice has room for eight packets and drops some."""


@dataclass(frozen=True)
class Namespace:
    """A namespace that exists."""

    name: str
    folder: Path

    def run(
        self, command: list[str], *, timeout_s: float, environment: Mapping[str, str] | None = None
    ) -> list[str]:
        """Run the command inside and return one line per packet seen meanwhile, on any interface.

        environment: all the command knows of; None hands on this process's.
        """
        capture = self.folder / "packets.pcap"
        inside = ["ip", "netns", "exec", self.name]
        listening = ["tcpdump", "-i", "any", "-nn", "-U", "--immediate-mode", *_ROOM, "-w", str(capture)]
        with subprocess.Popen([*inside, *listening], stderr=subprocess.PIPE, text=True) as watch:
            time.sleep(_SETTLE_S)
            try:
                done = subprocess.run(
                    [*inside, *command],
                    capture_output=True,
                    text=True,
                    timeout=timeout_s,
                    check=False,
                    env=environment,
                )
                time.sleep(_SETTLE_S)
            finally:
                watch.terminate()
                said = watch.communicate()[1]
        assert done.returncode == 0, done.stderr[-2000:]
        assert re.search(r"^0 packets dropped by kernel", said, re.MULTILINE), said
        read = [*inside, "tcpdump", "-nn", "-r", str(capture)]
        return subprocess.run(read, capture_output=True, text=True, check=True).stdout.splitlines()


def leaving(packets: list[str]) -> list[str]:
    """Return the packets that were not on loopback."""
    return [packet for packet in packets if " lo " not in packet]


def strangers(packets: list[str], ports: Collection[int]) -> list[str]:
    """Return the packets on loopback that neither come from nor go to one of the TCP ports."""
    inside = [packet for packet in packets if " lo " in packet]
    return [packet for packet in inside if not _ports(packet) & set(ports)]


def asked_names(packets: list[str]) -> set[str]:
    """Return the host names that name servers were asked for."""
    return {name.rstrip(".") for packet in packets for name in re.findall(r" (?:A|AAAA)\? (\S+)", packet)}


def _ports(packet: str) -> set[int]:
    found = re.search(r" IP \S+\.(\d+) > \S+\.(\d+): Flags ", packet)
    return {int(port) for port in found.groups()} if found else set()


@contextmanager
def namespace(folder: Path) -> Iterator[Namespace]:
    """Make the namespace with a default route and a name server that never answers; remove it after."""
    _need_root()
    name = f"shoal{os.getpid()}"
    settings = Path("/etc/netns") / name
    _add(name)
    try:
        settings.mkdir(parents=True)
        (settings / "resolv.conf").write_text(f"nameserver {_OUTSIDE}\noptions timeout:1 attempts:1\n")
        quiet = "net.ipv6.conf.{}.disable_ipv6=1"
        _inside(name, "sysctl", "-qw", quiet.format("all"), quiet.format("default"))
        _ip("link", "add", f"v{name}", "type", "veth", "peer", "name", "out", "netns", name)
        subprocess.run(["sysctl", "-qw", quiet.format(f"v{name}")], check=True, capture_output=True)
        _ip("addr", "add", f"{_OUTSIDE}/24", "dev", f"v{name}")
        _ip("link", "set", f"v{name}", "up")
        for step in (
            ("addr", "add", f"{_INSIDE}/24", "dev", "out"),
            ("link", "set", "out", "up"),
            ("link", "set", "lo", "up"),
            ("route", "add", "default", "via", _OUTSIDE),
        ):
            _ip("-n", name, *step)
        yield Namespace(name, folder)
    finally:
        subprocess.run(["ip", "link", "del", f"v{name}"], check=False, capture_output=True)
        _ip("netns", "del", name)
        shutil.rmtree(settings, ignore_errors=True)


def _need_root() -> None:
    missing = [tool for tool in ("ip", "tcpdump", "sysctl") if shutil.which(tool) is None]
    if os.geteuid() != 0 or missing:
        pytest.skip(f"a network namespace needs root, iproute2 and tcpdump; missing: {missing or 'root'}")


def _add(name: str) -> None:
    made = subprocess.run(["ip", "netns", "add", name], check=False, capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"no network namespace can be made here: {made.stderr.strip()}")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def _inside(name: str, *command: str) -> None:
    subprocess.run(["ip", "netns", "exec", name, *command], check=True, capture_output=True)
