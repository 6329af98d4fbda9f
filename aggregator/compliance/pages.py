"""Which values each page of the console is made from: one function a page, all of the same form."""

from collections.abc import Sequence
from typing import TypeVar, get_args

from fastapi import HTTPException, Request
from sqlmodel import Session

from aggregator.adopted import Adopted, in_force
from aggregator.adoption.confirmations import by_node
from aggregator.adoption.signers import read_signers
from aggregator.aggregate.overdue import overdue
from aggregator.compliance import silence, sources
from aggregator.compliance.budgets import budgets
from aggregator.compliance.change_page import CHAIN, change_page
from aggregator.compliance.decisions_page import ANSWERED, decisions_page
from aggregator.compliance.draft_pages import attention_of, draft_page, drafts_page, still_needs
from aggregator.compliance.drafts import all_drafts, one_draft
from aggregator.compliance.effects import effects
from aggregator.compliance.errors import DraftError
from aggregator.compliance.exactness_sheet import exactness_sheet
from aggregator.compliance.log_page import SHOWN, log_page
from aggregator.compliance.model import Desk
from aggregator.compliance.overview import Standing, overview
from aggregator.compliance.paper_facts import facts_of
from aggregator.compliance.paper_pages import papers_page
from aggregator.compliance.papers.shelf import PAPERS
from aggregator.compliance.purposes import purpose, purposes
from aggregator.compliance.refusals import SPANS, Span, refusals
from aggregator.compliance.retention_page import retention_page
from aggregator.compliance.signed_papers import last_signed
from aggregator.compliance.signer_page import signer_page
from aggregator.compliance.signs import attention, unheard
from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.versions import Shown, changes, versions
from aggregator.decisions import recall
from aggregator.hub import Hub
from aggregator.retention.receipts import kept
from aggregator.retention.table import table
from aggregator.signage.signs import by_camera
from aggregator.signage.unheard import unheard_stores
from policies.decision_log import KEPT_FOR
from policies.difference import Effect
from policies.lint import findings

_Word = TypeVar("_Word", bound=str)


def overview_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return what needs a person, and where everything stands."""
    now = hub.clock.now()
    current = in_force(sources.known_versions(session, hub), now)
    waiting = [attention_of(draft) for draft in all_drafts(session) if still_needs(draft)]
    waiting += attention(by_camera(session), now)
    waiting += unheard(unheard_stores(session, now))
    waiting += silence.attention(overdue(session, sources.known_versions(session, hub), now))
    standing = Standing(
        in_force=current,
        refused=sources.refused_since(session, now),
        late=table(hub).findings,
        running=by_node(session),
        waiting=waiting,
    )
    return overview(standing, now)


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
    return versions(sources.known_versions(session, hub), by_node(session), hub.clock.now())


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


def policy_decisions_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return what the policy was asked and answered. Raises: HTTPException 422 for what is not offered."""
    now = hub.clock.now()
    spans: tuple[Span, ...] = tuple(SPANS)
    span = _one_of(spans, request, "span", default="day")
    lines = recall(session, now - max(SPANS.values()))
    return decisions_page(lines, span, _one_of(ANSWERED, request, "answer"), now)


def audit_log_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return a page of the audit log. Raises: HTTPException 422 for a kind or an index that is none."""
    shown = _one_of(SHOWN, request, "kind")
    before = request.query_params.get("before", "")
    if before and not before.isdecimal():
        raise HTTPException(422, f"before: expected the index of an entry, got {before!r}")
    found = sources.logged(
        session, kind=None if shown == "all" else shown, before=int(before) if before else None
    )
    return log_page(found, sources.whole_log(session, hub), shown, hub.clock.now())


def all_drafts_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return every policy that is or was on its way."""
    return drafts_page(all_drafts(session), hub.clock.now())


def one_draft_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return one draft with what it would have done. Raises: HTTPException 404 for a number that is none."""
    number = request.path_params["draft_id"]
    try:
        held = one_draft(session, int(number) if number.isdecimal() else 0)
    except DraftError as error:
        raise HTTPException(404, f"expected the number of a draft, got {number!r}") from error
    found = findings(held.bundle, hub.clock.now().date())
    previews = [exactness_sheet(held.follows, held.bundle, TypicalStore())]
    if held.follows:
        lines = recall(session, hub.clock.now() - KEPT_FOR)
        previews.insert(0, effects(lines, held.follows, held.bundle))
    return draft_page(held, found, previews, hub.clock.now())


def change_form_page(session: Session, hub: Hub, request: Request) -> Desk:
    """Return the form to change a purpose, or the chain. Raises: HTTPException 404 for any other part."""
    part = request.path_params["part"]
    bundle = sources.bundle_in_force(session, hub)
    authors = [signer.name for signer in read_signers(hub.home.signers_file)]
    page = None if bundle is None else change_page(bundle, part, authors, hub.clock.now())
    if page is None:
        raise HTTPException(404, f"expected a purpose in force or {CHAIN!r}, got {part!r}")
    return page


def signers_page(_session: Session, hub: Hub, _request: Request) -> Desk:
    """Return whom the office lets draft and approve."""
    return signer_page(read_signers(hub.home.signers_file), hub.clock.now())


def what_is_kept_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return every kind of data with its rule, its oldest and what was deleted."""
    return retention_page(table(hub), kept(session), hub.clock.now())


def all_papers_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return every paper with whether it is still as it was signed."""
    facts = facts_of(session, hub)
    made = [] if facts is None else [make(facts) for make in PAPERS.values()]
    return papers_page(made, last_signed(session), hub.clock.now())


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
