"""What can be done with drafts over HTTP: propose, sign, publish, withdraw; and getting on the signers' list.

Each deed is a form with the session's token; each names the right it needs; each stands in the log.
"""

import re
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from aggregator.accounts.forms import Checked, Form
from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.adoption.signers import Candidate, put_on_list
from aggregator.answers import json_answer
from aggregator.compliance import sources
from aggregator.compliance.change_page import edits
from aggregator.compliance.draft_pages import KEY
from aggregator.compliance.drafts import one_draft, propose, publish, sign, withdraw
from aggregator.compliance.errors import DraftError
from aggregator.compliance.signer_page import KEY as SIGNERS
from aggregator.compliance.signer_page import KEY_DAYS
from aggregator.consoles.templating import environment
from aggregator.database import reading
from aggregator.errors import AggregatorError
from aggregator.hub import Hub
from policies.amend import amend
from policies.approval import Approval, to_sign
from policies.draft import Intent
from policies.errors import PolicyError
from shared.config import describe

PREFIX = "/compliance"
_Sent = Annotated[Form, Depends(Checked("session"))]
_Drafter = Annotated[Person, Depends(needs("draft_policies"))]
_Approver = Annotated[Person, Depends(needs("approve_policies"))]


def router(hub: Hub) -> APIRouter:
    """Return the routes of every deed, to be put under the console's prefix."""
    routes = APIRouter(tags=["pages"], include_in_schema=False)
    _add_proposing(routes, hub)
    _add_signing(routes, hub)
    _add_settling(routes, hub)
    return routes


def _add_proposing(routes: APIRouter, hub: Hub) -> None:
    @routes.post(f"/{KEY}")
    def make(who: _Drafter, sent: _Sent) -> Response:
        try:
            return _to_draft(_proposed(hub, sent, who))
        except (AggregatorError, PolicyError) as error:
            return _refused(who, error)

    @routes.post(f"/{SIGNERS}")
    def join(who: _Approver, sent: _Sent) -> Response:
        try:
            candidate = Candidate(
                name=_own_name(who, sent.one("name").strip()),
                public_key=sent.one("public_key"),
                days=KEY_DAYS,
                may_approve=who.may("approve_policies"),
            )
            put_on_list(hub, candidate)
        except AggregatorError as error:
            return _refused(who, error)
        return RedirectResponse(f"{PREFIX}/{SIGNERS}", 303)


def _add_signing(routes: APIRouter, hub: Hub) -> None:
    @routes.get(f"/{KEY}/{{draft_id}}/words")
    def words(draft_id: int, signer: str, _who: _Approver) -> Response:
        now = hub.clock.now()
        try:
            with reading(hub.engine) as session:
                held = one_draft(session, draft_id)
        except DraftError as error:
            raise HTTPException(404, str(error)) from error
        message = to_sign(held.voice, held.bundle.hash, signer=signer, at=now)
        return json_answer({"at": now.isoformat(), "to_sign": message.hex()})

    @routes.post(f"/{KEY}/{{draft_id}}/sign")
    def give(draft_id: int, who: _Approver, sent: _Sent) -> Response:
        try:
            sign(hub, draft_id, _given(sent), by=who.name)
        except AggregatorError as error:
            return _refused(who, error)
        return _to_draft(draft_id)


def _add_settling(routes: APIRouter, hub: Hub) -> None:
    @routes.post(f"/{KEY}/{{draft_id}}/publish")
    def put_in_force(draft_id: int, who: _Drafter, _sent: _Sent) -> Response:
        try:
            publish(hub, draft_id, by=who.name)
        except AggregatorError as error:
            return _refused(who, error)
        return _to_draft(draft_id)

    @routes.post(f"/{KEY}/{{draft_id}}/withdraw")
    def give_up(draft_id: int, who: _Drafter, _sent: _Sent) -> Response:
        try:
            withdraw(hub, draft_id, by=who.name)
        except AggregatorError as error:
            return _refused(who, error)
        return _to_draft(draft_id)


def _proposed(hub: Hub, sent: Form, who: Person) -> int:
    with reading(hub.engine) as session:
        held = sources.bundle_in_force(session, hub)
    if held is None:
        raise DraftError(
            "expected a version in force to change, got none; the first one is made with the home"
        )
    changed = edits(held, {name: values[0] for name, values in sent.values.items()})
    if not changed:
        raise DraftError("nothing differs from what is in force; change a field first")
    intent = Intent(sent.one("author"), sent.one("reason").strip(), sent.one("dpia").strip())
    return propose(hub, amend(held, changed), intent, by=who.name)


def _own_name(who: Person, name: str) -> str:
    """Return the name if it is the person's own: whoever had two on the list could approve twice.

    Raises: DraftError naming the one that is.
    """
    own = re.sub(r"[^a-z0-9_-]", "-", who.name.lower())[:40]
    if name != own:
        raise DraftError(f"expected your own name on the list, {own}, got {name!r:.60}")
    return own


def _given(sent: Form) -> Approval:
    """Return the signature of the form. Raises: DraftError for what is none."""
    try:
        at = datetime.fromisoformat(sent.one("at"))
        return Approval(signer=sent.one("signer"), at=at, signature=sent.one("signature"))
    except ValidationError as error:
        raise DraftError(f"expected a signature made in this browser: {describe(error)}") from error
    except ValueError as error:
        raise DraftError("expected a signature made in this browser, got none") from error


def _to_draft(draft_id: int) -> Response:
    return RedirectResponse(f"{PREFIX}/{KEY}/{draft_id}", 303)


def _refused(who: Person, error: Exception) -> Response:
    back = {"back": f"{PREFIX}/{KEY}", "back_label": "Show the drafts"}
    detail = str(error).rstrip(".")
    text = environment().get_template("refusal.html").render(who=who, detail=detail, **back)
    return HTMLResponse(text, 409, {"cache-control": "no-store"})
