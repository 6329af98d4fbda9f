"""One's own account: the page, its JSON twin, and what can be done there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from aggregator.accounts.errors import AccountError
from aggregator.accounts.forms import Checked, Form
from aggregator.accounts.guard import SIGN_IN, needs
from aggregator.accounts.limits import Wait
from aggregator.accounts.matrix import RIGHTS
from aggregator.accounts.pages import address_of, drop, html, kept, lead, sentence
from aggregator.accounts.person import Person
from aggregator.accounts.reception import Reception
from aggregator.accounts.sign_in import Wrong

_Owner = Annotated[Person, Depends(needs("own_account"))]
_Form = Annotated[Form, Depends(Checked("session"))]


def router(reception: Reception) -> APIRouter:
    """Return the routes of one's own account."""
    routes = APIRouter(prefix="/account", tags=["accounts"], include_in_schema=False)

    @routes.get("")
    def account(request: Request, who: _Owner) -> Response:
        return _page(request, reception, who)

    @routes.get(".json")
    def account_json(request: Request, who: _Owner) -> dict[str, object]:
        return to_json(reception, who, kept(request, "session"))

    _add_changes(routes, reception)
    return routes


def _add_changes(routes: APIRouter, reception: Reception) -> None:
    @routes.post("/password")
    def password(request: Request, who: _Owner, form: _Form) -> Response:
        if form.one("new") != form.one("again"):
            return _page(request, reception, who, "The two new passwords differ.", 422)
        try:
            refused = reception.own.change_password(
                who, form.one("current"), form.one("new"), address_of(request)
            )
        except AccountError as error:
            return _page(request, reception, who, sentence(error), 422)
        return _page(request, reception, who, _words(refused), 401) if refused else _signed_out(request)

    @routes.post("/recovery")
    def recovery(request: Request, who: _Owner, form: _Form) -> Response:
        found = reception.own.fresh_codes(who, form.one("current"), address_of(request))
        if isinstance(found, Wrong | Wait):
            return _page(request, reception, who, _words(found), 401)
        return html("recovery_codes.html", who, codes=found, onward="/account")

    @routes.post("/sign-out-everywhere")
    def everywhere(request: Request, who: _Owner, _form: _Form) -> Response:
        reception.own.sign_out_everywhere(who)
        return _signed_out(request)


def to_json(reception: Reception, who: Person, token: str) -> dict[str, object]:
    """Return the account as its JSON twin says it."""
    own = reception.own.account(who, token)
    return {
        "name": who.name,
        "role": who.role,
        "rights": [right for right in RIGHTS if who.may(right)],
        "groups": sorted(who.groups),
        "sites": None if who.sites is None else sorted(who.sites),
        "issuer": own.issuer,
        "recovery_codes_left": own.recovery_codes_left,
        "sessions": [
            {"began_at": one.began_at.isoformat(), "ends_at": one.ends_at.isoformat(), "is_this": one.is_this}
            for one in own.sessions
        ],
    }


def _page(
    request: Request, reception: Reception, who: Person, fault: str = "", status: int = 200
) -> Response:
    own = reception.own.account(who, kept(request, "session"))
    rights = [right for right in RIGHTS if who.may(right) and right != "own_account"]
    return html("account.html", who, status, own=own, rights=rights, fault=fault)


def _signed_out(request: Request) -> Response:
    answer = lead(SIGN_IN)
    drop(answer, request, "session")
    return answer


def _words(refused: Wrong | Wait) -> str:
    if isinstance(refused, Wait):
        return f"Too many tries. The next one is judged in {refused.seconds} s."
    return "The present password is not right."
