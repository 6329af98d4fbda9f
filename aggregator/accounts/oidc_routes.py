"""Signing in by way of a provider: out to it, and back."""

from fastapi import APIRouter, HTTPException, Request, Response

from aggregator.accounts.errors import AccountError
from aggregator.accounts.guard import SIGN_IN, access_of
from aggregator.accounts.limits import Wait
from aggregator.accounts.login_routes import Somebody
from aggregator.accounts.pages import address_of, html, keep, lead_out, local, sentence
from aggregator.accounts.provider_sign_in import TRY_FOR, Answer, ProviderSignIn
from aggregator.accounts.reception import Reception

OUT = f"{SIGN_IN}/provider"
BACK = f"{SIGN_IN}/provider/return"


def router(reception: Reception) -> APIRouter:
    """Return the routes; without a provider they lead nowhere."""
    routes = APIRouter(tags=["accounts"], include_in_schema=False)

    @routes.get(OUT)
    def out(request: Request, _who: Somebody, next: str = "") -> Response:  # noqa: A002 - the address says next
        try:
            asked_from = address_of(request)
            question = _provider(reception).ask(_return_to(reception, request), local(next), asked_from)
        except AccountError as error:
            return _refused(reception, error)
        if isinstance(question, Wait):
            return _refused(reception, AccountError(f"too many tries; go on in {question.seconds} s"), 429)
        answer = lead_out(question.address)
        answer.set_cookie(
            access_of(request).cookie(request, "provider"),
            question.state,
            max_age=int(TRY_FOR.total_seconds()),
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",  # it comes back from another site; what it opens is bound to this browser by it
        )
        return answer

    @routes.get(BACK)
    def back(request: Request, _who: Somebody, code: str = "", state: str = "") -> Response:
        name = access_of(request).cookie(request, "provider")
        try:
            provider, return_to = _provider(reception), _return_to(reception, request)
            answered = Answer(code, state, request.cookies.get(name, ""))
            found = provider.take(answered, return_to, address_of(request))
            onward = found.next_path or reception.first_page(reception.access.who(found.next.token))
            # A page of ours leads on: a redirect would count as the provider's, and Strict cookies stay away.
            answer: Response = html("signed_in.html", None, onward=onward)
            keep(answer, request, "session", found.next.token)
        except AccountError as error:
            answer = _refused(reception, error)
        answer.delete_cookie(name, path="/", secure=request.url.scheme == "https", httponly=True)
        return answer

    return routes


def _provider(reception: Reception) -> ProviderSignIn:
    if reception.provider is None:
        raise HTTPException(404, "expected a provider in config.toml, got none")
    return reception.provider


def _return_to(reception: Reception, request: Request) -> str:
    """Return our address as the provider knows it."""
    base = reception.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{BACK}"


def _refused(reception: Reception, error: AccountError, status: int = 403) -> Response:
    return html("provider_refused.html", None, status, fault=sentence(error), role=reception.role)
