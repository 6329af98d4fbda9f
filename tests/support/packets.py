"""Every packet on loopback to and from some TCP ports: when, which way and how long, as the kernel saw it."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_SETTLE_S = 0.7
"""tcpdump needs a moment to open its interface, and another to write its last packet."""
_LISTEN = ("-i", "lo", "-nn", "-U", "--immediate-mode", "-s", "128", "-B", "16384")
_READ = ("-nn", "-tt", "-q", "-r")
_PACKET = re.compile(r"([\d.]+) IP 127\.0\.0\.1\.(\d+) > 127\.0\.0\.1\.(\d+): tcp (\d+)")


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet of a connection to one of the ports."""

    at_s: float
    """Unix seconds."""
    port: int
    """Of those listened to."""
    caller: int
    """The port at the other end: a connection of its own."""
    size: int
    """Bytes of payload; 0 for one that only acknowledges, opens or closes."""
    is_up: bool
    """Whether it goes to the port."""


def why_not() -> str | None:
    """Return why no packets can be captured here; None where they can."""
    if shutil.which("tcpdump") is None:
        return "capturing packets needs tcpdump"
    return None if os.geteuid() == 0 else "capturing packets needs root"


@contextmanager
def captured(ports: Collection[int]) -> Iterator[list[Packet]]:
    """Yield a list that holds every packet of the block once it has ended, in order.

    Raises: AssertionError when the kernel has dropped some.
    """
    found: list[Packet] = []
    ours = " or ".join(f"port {port}" for port in sorted(ports))
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "packets.pcap"
        listening = ["tcpdump", *_LISTEN, "-w", str(kept), f"tcp and ({ours})"]
        with subprocess.Popen(listening, stderr=subprocess.PIPE, text=True) as watch:
            time.sleep(_SETTLE_S)
            try:
                yield found
                time.sleep(_SETTLE_S)
            finally:
                watch.terminate()
                said = watch.communicate()[1]
        assert "\n0 packets dropped by kernel" in said, said
        told = subprocess.run(["tcpdump", *_READ, str(kept)], capture_output=True, text=True, check=True)
    found += packets_of(told.stdout, ports)


def packets_of(text: str, ports: Collection[int]) -> Iterator[Packet]:
    """Yield what tcpdump tells of packets to and from the ports."""
    for at_s, source, target, size in _PACKET.findall(text):
        is_up = int(target) in ports
        port, caller = (target, source) if is_up else (source, target)
        yield Packet(float(at_s), int(port), int(caller), int(size), is_up)
