"""Default deny at the door: every address that is not the protocol's names its right, or that it is open.

A route says so by a dependency, so that it can be read off the application: `expect_declared` refuses an
application with a route that says nothing.

    @routes.get("/policies")
    def policies(who: Annotated[Person, Depends(needs("read_policies"))]) -> HTMLResponse: ...
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import iter_route_contexts

from aggregator.accounts.errors import AccountError, NotAllowedError, NotSignedInError
from aggregator.accounts.matrix import Right
from aggregator.accounts.person import Person
from aggregator.accounts.sessions import WhoIs
from aggregator.answers import plain_problem
from aggregator.auth import PROTOCOL_PATHS, PagesForThisMachine
from aggregator.consoles.templating import environment
from aggregator.errors import AggregatorError

SIGN_IN: Final = "/login"
NOT_ALLOWED: Final = "role_without_the_right"


@dataclass(frozen=True, slots=True)
class Access:
    """How one aggregator knows people: who a token is, and the name its cookies go by."""

    who: WhoIs
    realm: str
    """The role: leader and helper on one machine share a browser's cookies, whatever their ports."""
    note: Callable[[Request, str], None]
    """Told of everybody who was let in to look, by name, before anything is shown."""
    count: Callable[[str], None]
    """Told of every refusal of somebody who signed in; who comes without a session is not counted at all."""

    def cookie(self, request: Request, what: str = "session") -> str:
        """Return a cookie's name: bound to this host (``__Host-``) wherever it can be, which is under TLS."""
        prefix = "__Host-" if request.url.scheme == "https" else ""
        return f"{prefix}shoal-{self.realm}-{what}"


def person(request: Request, right: Right, *, group: str | None = None) -> Person:
    """Return who asks, if they may; everybody else is sent to the sign-in (a page) or gets 401, 403 or 404.

    Raises: NotSignedInError; NotAllowedError; HTTPException for a store group that is not the person's.
    """
    found = somebody(request)
    if found is None:
        raise NotSignedInError
    if not found.may(right):
        raise NotAllowedError(_refusal(found, right))
    if group is not None and not found.is_in(group):
        raise HTTPException(404, f"expected a store group of yours, got {group!r}")
    return found


def somebody(request: Request) -> Person | None:
    """Return who asks, or None; `HERE` in a home without accounts."""
    access = access_of(request)
    return access.who(request.cookies.get(access.cookie(request), ""))


def access_of(request: Request) -> Access:
    """Return how the application knows people. Raises: AttributeError where `install` was forgotten."""
    access: Access = request.app.state.access
    return access


@dataclass(frozen=True, slots=True)
class Needs:
    """A route's dependency: the person, if the right is theirs."""

    right: Right

    def __call__(self, request: Request) -> Person:
        """Return who asks, and have it noted that they look. Raises: as `person`."""
        found = person(request, self.right)
        if request.method == "GET" and self.right != "own_account":
            access_of(request).note(request, found.name)
        return found


@dataclass(frozen=True, slots=True)
class Anyone:
    """A route's dependency: open to all who may see pages at all, such as the sign-in."""

    def __call__(self, request: Request) -> Person | None:
        """Return who asks, or None."""
        return somebody(request)


def needs(right: Right) -> Needs:
    """Return the dependency that lets in who holds the right."""
    return Needs(right)


def install(app: FastAPI, access: Access) -> None:
    """Put the rules on the application: pages for this machine until there are accounts; how to refuse."""
    app.state.access = access
    app.add_middleware(PagesForThisMachine, has_accounts=lambda: access.who("") is None)

    @app.exception_handler(NotSignedInError)
    async def not_signed_in(request: Request, _error: NotSignedInError) -> Response:
        if not _is_for_a_person(request):
            answer = plain_problem(401, "expected a session; sign in first")
            answer.headers["www-authenticate"] = "Session"
            return answer
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        asked = f"?next={quote(path, safe='')}" if request.method == "GET" else ""
        return RedirectResponse(f"{SIGN_IN}{asked}", 303, {"cache-control": "no-store"})

    @app.exception_handler(AccountError)
    def not_as_asked(request: Request, error: AccountError) -> Response:
        return refusal(request, 422, str(error))

    @app.exception_handler(NotAllowedError)
    def not_allowed(request: Request, error: NotAllowedError) -> Response:
        access.count(NOT_ALLOWED)
        return refusal(request, 403, str(error))


def refusal(request: Request, status: int, detail: str) -> Response:
    """Return a refusal in the form of who asked: a page for a person, a problem document for a program."""
    if request.url.path.startswith(PROTOCOL_PATHS) or not _is_for_a_person(request):
        return plain_problem(status, detail)
    who = somebody(request)
    is_known = who is not None and not who.is_nameless
    back, label = ("/account", "Show what your account may do") if is_known else ("/", "Begin again")
    values = {"who": who, "detail": detail, "back": back, "back_label": label}
    text = environment().get_template("refusal.html").render(values)
    return HTMLResponse(text, status, {"cache-control": "no-store"})


@dataclass(frozen=True, slots=True)
class Address:
    """One address of an application and what it asks of people."""

    path: str
    """As declared, with its parameters in braces."""
    methods: tuple[str, ...]
    asks: Right | Anyone | None
    """None where it says nothing."""


def addresses(app: FastAPI) -> Iterator[Address]:
    """Yield every address that is not the protocol's."""
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if not path.startswith(PROTOCOL_PATHS):
            dependant = getattr(route, "dependant", None)
            asks = _asks(dependant) if isinstance(dependant, Dependant) else None
            yield Address(path, tuple(sorted(route.methods or ())), asks)


def expect_declared(app: FastAPI) -> None:
    """Refuse an application with an address that says nothing of who may use it. Raises: AggregatorError."""
    silent = [address.path for address in addresses(app) if address.asks is None]
    if silent:
        raise AggregatorError(f"expected a right for every address, got none for {', '.join(silent)}")


def _asks(dependant: Dependant) -> Right | Anyone | None:
    for call in _calls(dependant):
        if isinstance(call, Needs):
            return call.right
        if isinstance(call, Anyone):
            return call
    return None


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def _is_for_a_person(request: Request) -> bool:
    last = request.url.path.rpartition("/")[2]
    return "text/html" in request.headers.get("accept", "") and "." not in last


def _refusal(found: Person, right: Right) -> str:
    deed = right.replace("_", " ")
    if found.is_nameless:
        return f"to {deed} takes an account; make the first one with: shoal hub account add"
    return f"the role {str(found.role).replace('_', ' ')} may not {deed}"
