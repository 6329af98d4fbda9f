"""An application on a loop of its own in a thread, spoken to by an ordinary httpx client without a socket."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from typing_extensions import override


class LoopThread:
    """Runs coroutines on an event loop in a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Return the coroutine's result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)

    def stop(self) -> None:
        """End the loop and the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


class AppTransport(httpx.BaseTransport):
    """Hands each request to the application."""

    def __init__(self, app: FastAPI, loop: LoopThread, client: tuple[str, int]) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False, client=client)
        self._loop = loop

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        inside = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        response = self._loop.run(self._answer(inside))
        assert isinstance(response, httpx.Response)
        return response

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@contextmanager
def running(
    app: FastAPI, *, base_url: str = "http://127.0.0.1", client: tuple[str, int] = ("127.0.0.1", 5000)
) -> Iterator[httpx.Client]:
    """Yield a client of the application between its start and its end."""
    loop = LoopThread()
    lifespan = app.router.lifespan_context(app)
    loop.run(lifespan.__aenter__())
    try:
        with httpx.Client(transport=AppTransport(app, loop, client), base_url=base_url) as spoken:
            yield spoken
    finally:
        loop.run(lifespan.__aexit__(None, None, None))
        loop.stop()
