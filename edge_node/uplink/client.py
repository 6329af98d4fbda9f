"""One aggregator, seen from the store: takes envelopes, answers with an outcome."""

from types import TracebackType
from typing import Self

import httpx

from edge_node.errors import UplinkError
from edge_node.storage.pairing import Peer
from edge_node.uplink.http import TIMEOUT_S, problem_of
from edge_node.uplink.peers import open_peer
from shared.wire.codec import Role

_PATHS: dict[Role, str] = {"leader": "/v1/reports", "helper": "/v1/shares"}
ROUND_SHARES = "/v1/rounds/shares"
"""Where the helper takes shares of rounds of learning. Source: PROTOCOL.md §9."""

_HEADERS = {"content-type": "application/shoal-report"}


class HttpUplink:
    """Posts envelopes over one persistent connection; implements edge_node.ports.Uplink."""

    def __init__(self, peer: Peer, role: Role, *, timeout_s: float = TIMEOUT_S, path: str = "") -> None:
        self._client = open_peer(peer, timeout_s=timeout_s)
        self._path = path or _PATHS[role]

    def post(self, envelope: bytes) -> str:
        """Return ``accepted``, the name of the problem it was refused with, or ``http_<status>``.

        Raises: UplinkError when no answer came; the same bytes are tried again later.
        """
        try:
            answer = self._client.post(self._path, content=envelope, headers=_HEADERS)
        except httpx.HTTPError as error:
            raise UplinkError(f"no answer from {self._client.base_url}: {error}") from error
        return "accepted" if answer.status_code in (200, 201) else problem_of(answer)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
