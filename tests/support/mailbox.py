"""A real server on loopback that takes envelopes as an aggregator would, and remembers every byte."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import IPPROTO_TCP, TCP_NODELAY

from shared.wire.codec import decode_envelope, decode_header
from shared.wire.problems import Problem, ProblemName


class Mailbox:
    """What arrived, in order; says 201 to the first, 200 to the same bytes again."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, bytes]] = []
        """(path, body) of every request."""
        self.refuse: ProblemName | None = None
        """The problem to answer with instead."""
        self.before_answer: Callable[[int], None] = lambda _: None
        """Called with the number of requests so far, after the body is kept and before the answer."""
        self.url = ""
        self._held: dict[tuple[str, bytes], bytes] = {}
        self._lock = threading.Lock()

    def bodies(self, path: str) -> list[bytes]:
        """Return what arrived at the path."""
        return [body for to, body in self.arrived if to == path]

    def take(self, path: str, body: bytes) -> int:
        """Keep the body and return the status: 201 new, 200 the same bytes, 409 other bytes under its id."""
        report_id = decode_header(decode_envelope(body).header).report_id
        with self._lock:
            self.arrived.append((path, body))
            count = len(self.arrived)
            held = self._held.setdefault((path, report_id), body)
            first = sum(each == (path, body) for each in self.arrived) == 1
        self.before_answer(count)
        if held != body:
            return 409
        return 201 if first else 200


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Serve a mailbox on a free port of loopback until the block ends."""
    mailbox = Mailbox()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            self.connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status, answer = mailbox.take(self.path, body), b""
            if mailbox.refuse is not None:
                problem = Problem(mailbox.refuse)
                status, answer = problem.status, f'{{"type":"{problem.type_uri}"}}'.encode()
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    mailbox.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
