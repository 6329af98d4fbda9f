"""The papers over HTTP: one to print, the same as JSON, and the note that it was signed."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from aggregator.accounts.forms import Checked, Form
from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.compliance.paper_facts import facts_of
from aggregator.compliance.paper_pages import KEY, since_signed
from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Paper
from aggregator.compliance.papers.shelf import PAPERS
from aggregator.compliance.signed_papers import last_signed, sign_paper
from aggregator.compliance.words import day, moment
from aggregator.consoles.templating import environment
from aggregator.database import reading
from aggregator.hub import Hub

_Sent = Annotated[Form, Depends(Checked("session"))]
_Reader = Annotated[Person, Depends(needs("read_papers"))]
_Officer = Annotated[Person, Depends(needs("draft_policies"))]


def router(hub: Hub) -> APIRouter:
    """Return the papers' routes, to be put under the console's prefix."""
    routes = APIRouter(tags=["pages"], include_in_schema=False)

    @routes.get(f"/{KEY}/{{key}}.json")
    def as_json(key: str, _who: _Reader) -> Paper:
        with reading(hub.engine) as session:
            return _made(_facts(session, hub), key)

    @routes.get(f"/{KEY}/{{key}}")
    def as_html(key: str, who: _Reader) -> HTMLResponse:
        with reading(hub.engine) as session:
            return _html(session, hub, key, who)

    @routes.post(f"/{KEY}/{{key}}/sign")
    def sign(key: str, who: _Officer, sent: _Sent) -> Response:
        with reading(hub.engine) as session:
            paper = _made(_facts(session, hub), key)
        if sent.one("fingerprint") != paper.fingerprint:
            raise HTTPException(
                409, "the paper has changed since it was shown; read it again before you sign"
            )
        sign_paper(hub, paper, by=who.name)
        return RedirectResponse(f"/compliance/{KEY}", 303)

    return routes


def _facts(session: Session, hub: Hub) -> Facts:
    facts = facts_of(session, hub)
    if facts is None:
        raise HTTPException(404, "no policy is in force, so there is nothing to write about")
    return facts


def _made(facts: Facts, key: str) -> Paper:
    for known, make in PAPERS.items():
        if known == key:
            return make(facts)
    raise HTTPException(404, f"expected one of {', '.join(PAPERS)}, got {key!r}")


def _html(session: Session, hub: Hub, key: str, who: Person) -> HTMLResponse:
    facts = _facts(session, hub)
    paper = _made(facts, key)
    signed = last_signed(session).get(paper.key)
    text = (
        environment()
        .get_template("paper.html")
        .render(
            paper=paper,
            who=who,
            signed=signed,
            signed_day=day(signed.at) if signed else "",
            changed=since_signed(paper, signed),
            at=moment(hub.clock.now()),
            version=facts.version,
        )
    )
    return HTMLResponse(text, headers={"cache-control": "no-store"})
