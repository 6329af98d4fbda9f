"""A real RTSP server on loopback, run by the system's Python: serves one MP4 and prints its port.

Needs Debian's gir1.2-gst-rtsp-server-1.0 and python3-gi.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

try:
    import pytest
except ImportError:  # the system's Python has no pytest, and needs none to serve
    pytest = None

_SYSTEM_PYTHON = Path("/usr/bin/python3")
_PARTS = "filesrc location={} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1"


@dataclass
class RtspServer:
    """A server that is running."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        """Where its one stream is."""
        return f"rtsp://127.0.0.1:{self.port}/shop"


@contextmanager
def rtsp_server(clip: Path, port: int = 0) -> Iterator[RtspServer]:
    """Serve the clip, or skip where the machine has no GStreamer RTSP server."""
    command = [str(_SYSTEM_PYTHON), __file__, str(clip), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        if not line.isdigit():
            pytest.skip(f"no RTSP server: {line or 'install gir1.2-gst-rtsp-server-1.0 and python3-gi'}")
        try:
            yield RtspServer(process, int(line))
        finally:
            process.kill()


def _serve(clip: str, port: str) -> None:
    import gi  # only the system's Python has it

    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst, GstRtspServer

    Gst.init(None)
    server = GstRtspServer.RTSPServer(service=port, address="127.0.0.1")
    factory = GstRtspServer.RTSPMediaFactory(launch=f"( {_PARTS.format(clip)} )", shared=False)
    server.get_mount_points().add_factory("/shop", factory)
    server.attach(None)
    print(server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    _serve(*sys.argv[1:3])
