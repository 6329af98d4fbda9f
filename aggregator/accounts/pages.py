"""What the pages about accounts have in common: rendering, cookies, where to go next."""

from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from aggregator.accounts.forms import Cookie
from aggregator.accounts.guard import access_of
from aggregator.accounts.person import Person
from aggregator.accounts.sessions import FULL_FOR, HALF_FOR
from aggregator.consoles.templating import environment

_FRESH: Final = {"cache-control": "no-store"}
_LASTS_S: Final = {
    "form": int(FULL_FOR.total_seconds()),
    "half": int(HALF_FOR.total_seconds()),
    "session": int(FULL_FOR.total_seconds()),
}


def html(template: str, who: Person | None, status: int = 200, /, **values: object) -> HTMLResponse:
    """Return a page that is kept in no cache."""
    text = environment().get_template(template).render(who=who, **values)
    return HTMLResponse(text, status, _FRESH)


def lead(path: str, next_path: str = "") -> RedirectResponse:
    """Return the way to another page, which is asked for with GET."""
    asked = f"?next={quote(next_path, safe='')}" if next_path else ""
    return RedirectResponse(f"{path}{asked}", 303, _FRESH)


def lead_out(address: str) -> RedirectResponse:
    """Return the way to the provider of the settings: the one address outside that anybody is led to."""
    return RedirectResponse(address, 303, _FRESH)


def keep(response: Response, request: Request, what: Cookie, value: str) -> None:
    """Give the browser a cookie that no script reads and no other site sends."""
    response.set_cookie(
        access_of(request).cookie(request, what),
        value,
        max_age=_LASTS_S[what],
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def drop(response: Response, request: Request, what: Cookie) -> None:
    """Take a cookie back."""
    response.delete_cookie(
        access_of(request).cookie(request, what),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def kept(request: Request, what: Cookie) -> str:
    """Return the cookie's value; empty without one."""
    return request.cookies.get(access_of(request).cookie(request, what), "")


def local(path: str) -> str:
    """Return the path if it leads to a page of this server, else nothing: no link sends anybody elsewhere."""
    is_local = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_local and not path.startswith(("/login", "/logout")) else ""


def sentence(error: Exception) -> str:
    """Return what was wrong as a sentence for a page."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def address_of(request: Request) -> str:
    """Return where the request comes from; empty when nobody knows."""
    return request.client.host if request.client else ""
