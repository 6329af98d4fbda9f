"""Which values each page of the console is made from: one function a page, all of the same form."""

from collections.abc import Sequence
from typing import TypeVar, get_args

from fastapi import HTTPException, Request
from sqlmodel import Session

from aggregator.adopted import Adopted, in_force
from aggregator.compliance import sources
from aggregator.compliance.budgets import budgets
from aggregator.compliance.log_page import SHOWN, log_page
from aggregator.compliance.model import Desk
from aggregator.compliance.overview import Standing, overview
from aggregator.compliance.purposes import purpose, purposes
from aggregator.compliance.refusals import SPANS, Span, refusals
from aggregator.compliance.versions import Shown, changes, versions
from aggregator.hub import Hub
from policies.difference import Effect

_Word = TypeVar("_Word", bound=str)


def overview_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return what needs a person, and where everything stands."""
    now = hub.clock.now()
    current = in_force(sources.known_versions(session, hub), now)
    return overview(Standing(current, sources.refused_since(session, now)), now)


def purposes_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return every purpose in force."""
    return purposes(sources.bundle_in_force(session, hub), hub.clock.now())


def purpose_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return one purpose in plain words. Raises: HTTPException 404 for one that is not in force."""
    bundle = sources.bundle_in_force(session, hub)
    wanted = request.path_params["purpose"]
    documents = () if bundle is None else bundle.documents
    for document in documents:
        if bundle is not None and document.purpose == wanted:
            return purpose(bundle, document, hub.clock.now())
    known = ", ".join(document.purpose for document in documents) or "none, for no policy is in force"
    raise HTTPException(404, f"expected one of {known}; got {wanted!r}")


def versions_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return every version adopted here."""
    return versions(sources.known_versions(session, hub), hub.clock.now())


def changes_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return two versions side by side. Raises: HTTPException 404 or 422 saying what came."""
    known = sources.known_versions(session, hub)
    before, after = (_version(known, request, name) for name in ("before", "after"))
    effects: tuple[Shown, ...] = ("all", *get_args(Effect))
    return changes(before, after, _one_of(effects, request, "effect"), hub.clock.now())


def budgets_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return the privacy budget and what is spent of it."""
    return budgets(sources.bundle_in_force(session, hub), sources.spendings(session), hub.clock.now())


def refusals_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return what was refused of late. Raises: HTTPException 422 for a span that is not offered."""
    now = hub.clock.now()
    spans: tuple[Span, ...] = tuple(SPANS)
    span = _one_of(spans, request, "span", default="day")
    return refusals(sources.refused_since(session, now), span, now)


def audit_log_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return a page of the audit log. Raises: HTTPException 422 for a kind or an index that is none."""
    shown = _one_of(SHOWN, request, "kind")
    before = request.query_params.get("before", "")
    if before and not before.isdecimal():
        raise HTTPException(422, f"before: expected the index of an entry, got {before!r}")
    found = sources.logged(
        session, kind=None if shown == "all" else shown, before=int(before) if before else None
    )
    return log_page(found, sources.log_size(session), shown, hub.clock.now())


def _version(known: Sequence[Adopted], request: Request, name: str) -> Adopted:
    wanted = request.query_params.get(name, "")
    for adopted in known:
        if str(adopted.version) == wanted:
            return adopted
    held = ", ".join(str(adopted.version) for adopted in known) or "none"
    raise HTTPException(404, f"{name}: expected one of the versions {held}; got {wanted!r}")


def _one_of(offered: Sequence[_Word], request: Request, name: str, default: _Word | None = None) -> _Word:
    wanted = request.query_params.get(name)
    if wanted is None:
        return offered[0] if default is None else default
    for word in offered:
        if word == wanted:
            return word
    raise HTTPException(422, f"{name}: expected one of {', '.join(offered)}; got {wanted!r}")
