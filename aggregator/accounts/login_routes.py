"""The pages of signing in: a password, a code (or setting it up), one of one's own; and the way out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from aggregator.accounts.errors import AccountError
from aggregator.accounts.forms import Checked, Form
from aggregator.accounts.guard import SIGN_IN, Anyone, needs
from aggregator.accounts.limits import Wait
from aggregator.accounts.pages import address_of, drop, html, keep, kept, lead, local, sentence
from aggregator.accounts.person import Person
from aggregator.accounts.reception import Reception
from aggregator.accounts.sessions import form_token
from aggregator.accounts.sign_in import Next, Over, Wrong
from aggregator.accounts.tables import Stage

Somebody = Annotated[Person | None, Depends(Anyone())]
_First = Annotated[Form, Depends(Checked("form"))]
_Second = Annotated[Form, Depends(Checked("half"))]

_NAME_OR_PASSWORD = "The name or the password is not right, or the account is disabled."  # noqa: S105 - words
_CODE = "This code is not right, or it was used before. A code is good once, for about a minute."


def router(reception: Reception) -> APIRouter:
    """Return the routes; all but the way out are open to those who have not signed in."""
    routes = APIRouter(tags=["accounts"], include_in_schema=False)
    _add_password(routes, reception)
    _add_code(routes, reception)
    _add_enrolment(routes, reception)
    _add_own_password(routes, reception)

    @routes.post("/logout")
    def sign_out(
        request: Request,
        who: Annotated[Person, Depends(needs("own_account"))],
        _form: Annotated[Form, Depends(Checked("session"))],
    ) -> Response:
        reception.own.sign_out(who, kept(request, "session"))
        answer = lead(SIGN_IN)
        drop(answer, request, "session")
        return answer

    return routes


def _add_password(routes: APIRouter, reception: Reception) -> None:
    @routes.get(SIGN_IN)
    def ask(request: Request, who: Somebody, next: str = "") -> Response:  # noqa: A002 - the address says next
        if who is not None:
            return lead(local(next) or reception.first_page(who))
        return _first_step(request, reception, next)

    @routes.post(SIGN_IN)
    def judge(request: Request, form: _First, _who: Somebody) -> Response:
        found = reception.sign_in.password(form.one("name"), form.one("password"), address_of(request))
        if isinstance(found, Next):
            return _go_on(request, reception, found, form.one("next"))
        return _first_step(request, reception, form.one("next"), found, form.one("name"))


def _add_code(routes: APIRouter, reception: Reception) -> None:
    @routes.get(f"{SIGN_IN}/code")
    def ask(request: Request, _who: Somebody, next: str = "") -> Response:  # noqa: A002 - the address says next
        return _second_step(request, "login_code.html", next)

    @routes.post(f"{SIGN_IN}/code")
    def judge(request: Request, form: _Second, _who: Somebody) -> Response:
        found = reception.sign_in.code(kept(request, "half"), form.one("code"), address_of(request))
        if isinstance(found, Next):
            return _go_on(request, reception, found, form.one("next"))
        if isinstance(found, Over):
            return lead(SIGN_IN, local(form.one("next")))
        return _second_step(request, "login_code.html", form.one("next"), found)


def _add_enrolment(routes: APIRouter, reception: Reception) -> None:
    @routes.get(f"{SIGN_IN}/enrol")
    def ask(request: Request, _who: Somebody, next: str = "") -> Response:  # noqa: A002 - the address says next
        return _enrolment(request, reception, next)

    @routes.post(f"{SIGN_IN}/enrol")
    def judge(request: Request, form: _Second, _who: Somebody) -> Response:
        found = reception.sign_in.enrol(kept(request, "half"), form.one("code"), address_of(request))
        if isinstance(found, Over):
            return lead(SIGN_IN, local(form.one("next")))
        if isinstance(found, Wrong | Wait):
            return _enrolment(request, reception, form.one("next"), found)
        return _with_codes(_go_on(request, reception, found.next, form.one("next")), found.codes)


def _with_codes(onward: Response, codes: tuple[str, ...]) -> Response:
    """Answer with the codes, once, before the way on; its cookies are set at once."""
    answer = html("recovery_codes.html", None, codes=codes, onward=onward.headers["location"])
    answer.raw_headers += [one for one in onward.raw_headers if one[0] == b"set-cookie"]
    return answer


def _enrolment(
    request: Request, reception: Reception, next_path: str, refused: Wrong | Wait | None = None
) -> Response:
    enrolment = reception.sign_in.enrolment(kept(request, "half"))
    if enrolment is None:
        return lead(SIGN_IN, local(next_path))
    return _second_step(request, "login_enrol.html", next_path, refused, enrolment=enrolment)


def _add_own_password(routes: APIRouter, reception: Reception) -> None:
    @routes.get(f"{SIGN_IN}/password")
    def ask(request: Request, _who: Somebody, next: str = "") -> Response:  # noqa: A002 - the address says next
        return _second_step(request, "login_password.html", next, fault="")

    @routes.post(f"{SIGN_IN}/password")
    def judge(request: Request, form: _Second, _who: Somebody) -> Response:
        fault = "" if form.one("password") == form.one("again") else "The two passwords differ."
        try:
            half = kept(request, "half")
            found = None if fault else reception.sign_in.own_password(half, form.one("password"))
        except AccountError as error:
            found, fault = None, sentence(error)
        if found is None:
            return _second_step(request, "login_password.html", form.one("next"), fault=fault)
        if isinstance(found, Over):
            return lead(SIGN_IN, local(form.one("next")))
        return _go_on(request, reception, found, form.one("next"))


def _go_on(request: Request, reception: Reception, found: Next, next_path: str) -> Response:
    """Answer with the cookie of what comes next, and the way there."""
    if found.stage == "full":
        answer = lead(local(next_path) or reception.first_page(reception.access.who(found.token)))
        keep(answer, request, "session", found.token)
        drop(answer, request, "half")
        drop(answer, request, "form")
        return answer
    answer = lead(f"{SIGN_IN}/{_PAGES[found.stage]}", local(next_path))
    keep(answer, request, "half", found.token)
    return answer


_PAGES: dict[Stage, str] = {"code": "code", "enrol": "enrol", "password": "password"}


def _first_step(
    request: Request,
    reception: Reception,
    next_path: str,
    refused: Wrong | Wait | None = None,
    name: str = "",
) -> Response:
    token = kept(request, "form") or reception.sign_in.random(32).hex()
    values = {"token": form_token(token), "next": local(next_path), "name": name, "role": reception.role}
    has_provider = reception.provider is not None
    answer = html(
        "login.html",
        None,
        _status(refused),
        has_provider=has_provider,
        fault=_words(refused, _NAME_OR_PASSWORD),
        **values,
    )
    keep(answer, request, "form", token)
    return answer


def _second_step(
    request: Request, page: str, next_path: str, refused: Wrong | Wait | None = None, **values: object
) -> Response:
    half = kept(request, "half")
    if not half:
        return lead(SIGN_IN, local(next_path))
    shown = {"fault": _words(refused, _CODE), "token": form_token(half), "next": local(next_path)} | values
    status = _status(refused) if refused or not shown["fault"] else 422
    return html(page, None, status, **shown)


def _status(refused: Wrong | Wait | None) -> int:
    return 200 if refused is None else 429 if isinstance(refused, Wait) else 401


def _words(refused: Wrong | Wait | None, wrong: str) -> str:
    if isinstance(refused, Wait):
        return f"Too many tries. The next one is judged in {refused.seconds} s."
    return wrong if isinstance(refused, Wrong) else ""
