"""The list of accounts and store groups, for administrators: page, JSON, CSV, and every change."""

import base64
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.accounts.directory import Directory, Wanted
from aggregator.accounts.errors import AccountError
from aggregator.accounts.forms import Checked, Form
from aggregator.accounts.guard import needs
from aggregator.accounts.matrix import MATRIX, RIGHTS, ROLES
from aggregator.accounts.pages import html, sentence
from aggregator.accounts.passwords import weakness
from aggregator.accounts.person import ALL_STORES, Person
from aggregator.accounts.reception import Reception
from aggregator.insights.table import to_csv
from privacy.randomness import Random

_Admin = Annotated[Person, Depends(needs("manage_accounts"))]
_Form = Annotated[Form, Depends(Checked("session"))]
_Deed = Callable[[Directory, Form], str]
"""Does what the form asks for and returns what to say of it."""

_HEADER = ("name", "role", "groups", "issuer", "second_factor", "disabled_at", "seen_at")


def router(reception: Reception) -> APIRouter:
    """Return the routes of the list; each change answers with the list as it then is."""
    routes = APIRouter(prefix="/accounts", tags=["accounts"], include_in_schema=False)

    @routes.get("")
    def accounts(who: _Admin) -> Response:
        return _page(reception, who)

    @routes.get(".json")
    def accounts_json(_who: _Admin) -> dict[str, object]:
        groups = {name: sorted(sites) for name, sites in reception.directory.groups().items()}
        return {"accounts": [asdict(one) for one in reception.directory.accounts()], "groups": groups}

    @routes.get(".csv")
    def accounts_csv(_who: _Admin) -> Response:
        rows = [asdict(one) for one in reception.directory.accounts()]
        text = to_csv(_HEADER, ([_cell(row[name]) for name in _HEADER] for row in rows))
        return Response(text, media_type="text/csv; charset=utf-8")

    for path, deed in _deeds().items():
        _add(routes, reception, path, deed)
    _add_handing_over(routes, reception)
    return routes


def _deeds() -> dict[str, _Deed]:
    def assign(directory: Directory, form: Form) -> str:
        directory.assign(_wanted(form))
        return f"{form.one('name')} is now {form.one('role').replace('_', ' ')}; open sessions have ended."

    def disable(directory: Directory, form: Form) -> str:
        directory.disable(form.one("name"))
        return f"{form.one('name')} can no longer sign in; open sessions have ended."

    def enable(directory: Directory, form: Form) -> str:
        directory.enable(form.one("name"))
        return f"{form.one('name')} can sign in again."

    def group(directory: Directory, form: Form) -> str:
        sites = form.one("sites").replace(",", " ").split()
        made = directory.make_group(form.one("name"), sites)
        return f"The store group {form.one('name')} is {', '.join(sorted(made))}."

    return {"/assign": assign, "/disable": disable, "/enable": enable, "/groups": group}


def _add(routes: APIRouter, reception: Reception, path: str, deed: _Deed) -> None:
    @routes.post(path)
    def change(who: _Admin, form: _Form) -> Response:
        try:
            done = deed(reception.directory.by(who.name), form)
        except AccountError as error:
            return _page(reception, who, fault=sentence(error), status=422)
        return _page(reception, who, done=done)


def _add_handing_over(routes: APIRouter, reception: Reception) -> None:
    """Add the two changes that make a password: it is shown once, to be handed over."""

    @routes.post("")
    def add(who: _Admin, form: _Form) -> Response:
        wanted, password = _wanted(form), handed_over(form.one("name"), reception.sign_in.random)
        try:
            reception.directory.by(who.name).add(wanted, password, is_handed_over=True)
        except AccountError as error:
            return _page(reception, who, fault=sentence(error), status=422)
        return _page(reception, who, done=f"{wanted.name} can sign in with this password:", password=password)

    @routes.post("/reset")
    def reset(who: _Admin, form: _Form) -> Response:
        name = form.one("name")
        password = handed_over(name, reception.sign_in.random)
        try:
            reception.directory.by(who.name).reset(name, password, is_handed_over=True)
        except AccountError as error:
            return _page(reception, who, fault=sentence(error), status=422)
        return _page(reception, who, done=f"{name} signs in anew with this password:", password=password)


def handed_over(name: str, random: Random) -> str:
    """Return a password to hand over: 80 bits in five groups of letters, good for one sign-in."""
    while True:
        text = base64.b32encode(random(10)).decode().lower()
        password = "-".join(text[at : at + 4] for at in range(0, len(text), 4))
        if not weakness(password, name):
            return password


def _wanted(form: Form) -> Wanted:
    return Wanted(form.one("name"), form.one("role"), frozenset(form.all("group")))


def _page(
    reception: Reception,
    who: Person,
    *,
    fault: str = "",
    done: str = "",
    password: str = "",
    status: int = 200,
) -> Response:
    groups = reception.directory.groups()
    return html(
        "accounts.html",
        who,
        status,
        accounts=reception.directory.accounts(),
        groups=groups,
        choices=(ALL_STORES, *groups),
        roles=ROLES,
        rights=RIGHTS,
        matrix=MATRIX,
        fault=fault,
        done=done,
        password=password,
    )


def _cell(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)
