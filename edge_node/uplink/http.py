"""HTTP as the edge speaks it: https, or http on this machine's loopback, and problems by their name."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from edge_node.errors import UplinkError
from shared.wire.pairing import is_allowed_url
from shared.wire.problems import name_of_type

TIMEOUT_S = 20.0
"""How long one request may take before it counts as unanswered."""
MAX_ANSWER_BYTES = 1 << 20
"""1 MiB: a policy bundle is tens of kilobytes; nothing an aggregator says to an edge is larger."""

BLOCK_BYTES = 1024
"""What a store says in JSON is a multiple of this long: its length tells no number of objections, no date."""


class _ProblemBody(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str = ""
    detail: str = ""
    title: str = ""


def open_client(
    base_url: str,
    *,
    timeout_s: float = TIMEOUT_S,
    on_answer: Callable[[httpx.Response], None] = lambda _: None,
    context: ssl.SSLContext | None = None,
) -> httpx.Client:
    """Return a client with a persistent connection that follows no redirect.

    on_answer: called with every answer as it comes. context: how TLS knows the other side, by default by the
    certificate authorities of this machine.
    Raises: UplinkError when the address is neither https nor http on loopback.
    """
    if not is_allowed_url(base_url):
        raise UplinkError(f"expected an https address, or http on loopback, got {base_url!r}")
    is_remote = base_url.startswith("https:")
    return httpx.Client(
        base_url=base_url,
        timeout=timeout_s,
        follow_redirects=False,
        trust_env=is_remote,
        verify=True if context is None else context,
        event_hooks={"response": [on_answer]},
    )


def ask(client: httpx.Client, method: str, path: str, body: BaseModel | None = None) -> bytes:
    """Return the body of a good answer to a JSON request.

    Raises: UplinkError when there is none, naming the problem it was refused with.
    """
    content = None if body is None else padded(body.model_dump_json().encode())
    headers = {} if body is None else {"content-type": "application/json"}
    try:
        answer = client.request(method, path, content=content, headers=headers)
    except httpx.HTTPError as error:
        raise UplinkError(f"no answer from {client.base_url}: {error}") from error
    if answer.is_success and len(answer.content) <= MAX_ANSWER_BYTES:
        return answer.content
    if answer.is_success:
        raise UplinkError(f"expected at most {MAX_ANSWER_BYTES} bytes from {path}, got {len(answer.content)}")
    raise UplinkError(f"{client.base_url.host} refused {path}: {problem_of(answer)} ({_words(answer)})")


def padded(body: bytes) -> bytes:
    """Return the JSON with blanks up to the next multiple of `BLOCK_BYTES`: its length tells no content."""
    return body.ljust(-(-len(body) // BLOCK_BYTES) * BLOCK_BYTES)


def date_of(answer: httpx.Response) -> datetime | None:
    """Return when the answer was made by the clock of whoever made it, None when it does not say."""
    try:
        said = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return said.astimezone(UTC) if said.tzinfo else None


def problem_of(answer: httpx.Response) -> str:
    """Return the problem's name, or ``http_<status>`` when the answer names none that is known."""
    return name_of_type(_problem(answer).type) or f"http_{answer.status_code}"


def _words(answer: httpx.Response) -> str:
    body = _problem(answer)
    return (body.detail or body.title or answer.reason_phrase)[:200]


def _problem(answer: httpx.Response) -> _ProblemBody:
    try:
        return _ProblemBody.model_validate_json(answer.content)
    except ValidationError:
        return _ProblemBody()
