"""Every page of the console: its address, how it is made, the right it needs, its place in the menu."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from sqlmodel import Session

from aggregator.accounts.matrix import Right
from aggregator.accounts.person import Person
from aggregator.compliance import (
    budgets,
    change_page,
    decisions_page,
    draft_pages,
    log_page,
    overview,
    pages,
    paper_pages,
    purposes,
    refusals,
    retention_page,
    signer_page,
    signs,
    versions,
)
from aggregator.compliance.model import Desk
from aggregator.hub import Hub
from shared.wire.codec import Role

Make = Callable[[Session, Hub, Request], Desk]


@dataclass(frozen=True, slots=True)
class View:
    """One page."""

    make: Make
    right: Right
    """What its reader needs, in each of its forms."""
    label: str = ""
    """Its name in the menu; empty for a page that others lead to."""
    is_office_only: bool = False
    """True for what only the helper has: policies on their way."""


VIEWS: Final[Mapping[str, View]] = {
    overview.KEY: View(pages.overview_page, "read_decisions", "Overview"),
    purposes.KEY: View(pages.purposes_page, "read_policies", "Policies"),
    f"{purposes.KEY}/{{purpose}}": View(pages.purpose_page, "read_policies"),
    f"{change_page.KEY}/{{part}}": View(pages.change_form_page, "draft_policies", is_office_only=True),
    draft_pages.KEY: View(pages.all_drafts_page, "read_policies", "Drafts", is_office_only=True),
    f"{draft_pages.KEY}/{{draft_id}}": View(pages.one_draft_page, "read_policies", is_office_only=True),
    signer_page.KEY: View(pages.signers_page, "read_policies", "Signers", is_office_only=True),
    versions.KEY: View(pages.versions_page, "read_policies", "Versions"),
    versions.CHANGES: View(pages.changes_page, "read_policies"),
    budgets.KEY: View(pages.budgets_page, "read_policies", "Budgets"),
    signs.KEY: View(signs.signs_page, "read_decisions", "Signs"),
    decisions_page.KEY: View(pages.policy_decisions_page, "read_decisions", "Decisions"),
    refusals.KEY: View(pages.refusals_page, "read_decisions", "Refusals"),
    log_page.KEY: View(pages.audit_log_page, "read_audit", "Audit log"),
    retention_page.KEY: View(pages.what_is_kept_page, "read_retention", "Retention"),
    paper_pages.KEY: View(pages.all_papers_page, "read_papers", "Papers"),
}
"""Every page by its address below the prefix, in the order of the menu."""


def views_of(role: Role) -> Mapping[str, View]:
    """Return the pages that one aggregator has."""
    return {key: view for key, view in VIEWS.items() if role == "helper" or not view.is_office_only}


def menu_for(who: Person, role: Role) -> list[tuple[str, str]]:
    """Return the pages of the menu that the person may open: address and label."""
    return [(key, view.label) for key, view in views_of(role).items() if view.label and who.may(view.right)]
