"""Policies on their way, for people: what a draft changes, what speaks against it, who has signed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from aggregator.compliance.drafts import Held
from aggregator.compliance.model import Attention, Cell, Deed, Desk, Fact, Sheet
from aggregator.compliance.versions import side_by_side
from aggregator.compliance.words import count_of, moment
from policies.difference import Change, difference, loosens
from policies.finding import Finding
from policies.history import APPROVALS_TO_LOOSEN

KEY: Final = "drafts"
BOOKKEEPING: Final = frozenset({"chain.version", "chain.previous", "chain.author", "chain.reason"})
"""What every new version changes by being one; it stands elsewhere on the page."""


def drafts_page(held: Sequence[Held], now: datetime) -> Desk:
    """Return the page of every draft, newest first."""
    waiting = [draft for draft in held if draft.state in ("proposed", "open")]
    return Desk(
        key=KEY,
        title="Drafts",
        lead="A change is drafted, looked at, signed by its author, approved by others, and then published.",
        at=moment(now),
        facts=(
            Fact(
                title="On their way",
                value=str(len(waiting)),
                detail="drafts wait for a signature or for publication" if waiting else "no draft waits",
                needs_person=bool(waiting),
            ),
        ),
        sheets=(
            Sheet(
                key="drafts",
                title="Every draft",
                lead="Withdrawn ones stay readable.",
                header=("Draft", "Version", "By", "Why", "Does", "State", "Still needs", "Made"),
                rows=tuple(_row(draft) for draft in held),
                empty="None yet: open a purpose under Policies and choose “Draft a change”.",
            ),
        ),
    )


def draft_page(held: Held, findings: Sequence[Finding], previews: Sequence[Sheet], now: datetime) -> Desk:
    """Return the page of one draft: facts, deeds, changes, findings, what it would do, signatures."""
    chain = held.bundle.chain
    return Desk(
        key=f"{KEY}/{held.draft_id}",
        above=KEY,
        title=f"Draft {held.draft_id}: version {chain.version}",
        lead=chain.reason or "No reason was written down.",
        at=moment(now),
        facts=(
            _effect(changes_of(held)),
            Fact(title="Assessment", value=chain.dpia_reference or "none", detail="needed to permit more"),
            Fact(title="State", value=held.state, detail=still_needs(held) or "nothing more is needed"),
            _spoken_against(findings),
        ),
        deeds=deeds_of(held),
        sheets=(
            side_by_side([change for change in changes_of(held) if change.path not in BOOKKEEPING]),
            _findings(findings),
            *previews,
            _signatures(held),
        ),
    )


def changes_of(held: Held) -> tuple[Change, ...]:
    """Return what the draft would change; nothing for a first version."""
    return () if held.follows is None else difference(held.follows, held.bundle)


def still_needs(held: Held) -> str:
    """Return what stands between the draft and its publication, in words; empty for nothing."""
    if held.state in ("published", "withdrawn"):
        return ""
    if held.authorship is None:
        return f"the signature of {held.bundle.chain.author}"
    missing = held.signed.approvals_missing if held.signed else 0
    return f"{count_of(missing, 'approval')} of people who did not draft it" if missing else "to be published"


def attention_of(held: Held) -> Attention:
    """Return the overview's line for a draft that is on its way."""
    what = f"Draft {held.draft_id}: version {held.bundle.chain.version}"
    return Attention(what, f"needs {still_needs(held)}", "", f"/compliance/{KEY}/{held.draft_id}")


def deeds_of(held: Held) -> tuple[Deed, ...]:
    """Return what can be done with the draft as it stands."""
    if held.state in ("published", "withdrawn"):
        return ()
    base = f"/compliance/{KEY}/{held.draft_id}"
    missing = "" if still_needs(held) == "to be published" else f"It still needs {still_needs(held)}."
    is_drafted = held.authorship is not None
    return (
        Deed(
            key="sign",
            title="Approve" if is_drafted else "Sign as its author",
            explains=(
                "You say that this change may be made. Your key signs in this browser and stays there."
                if is_drafted
                else "You say that this draft is yours. Your key signs in this browser and stays there."
            ),
            address=f"{base}/sign",
            button="Approve" if is_drafted else "Sign",
            words_address=f"{base}/words",
        ),
        Deed(
            key="publish",
            title="Publish",
            explains="The office signs; every store fetches the version, checks all signatures and confirms.",
            address=f"{base}/publish",
            button="Publish",
            cannot=missing,
        ),
        Deed(
            key="withdraw",
            title="Withdraw",
            explains="The draft is given up and stays readable. What is in force stays as it is.",
            address=f"{base}/withdraw",
            button="Withdraw",
        ),
    )


def _row(held: Held) -> tuple[Cell, ...]:
    chain = held.bundle.chain
    is_loosening = loosens(changes_of(held))
    return (
        Cell(text=str(held.draft_id), address=f"/compliance/{KEY}/{held.draft_id}"),
        Cell(text=str(chain.version), kind="number"),
        Cell(text=chain.author),
        Cell(text=chain.reason),
        Cell(
            text="loosens" if is_loosening else "tightens or rewords",
            kind="alarm" if is_loosening else "text",
        ),
        Cell(text=held.state),
        Cell(text=still_needs(held) or "nothing"),
        Cell(text=moment(held.made_at)),
    )


def _effect(changes: Sequence[Change]) -> Fact:
    loosening = sum(change.effect == "loosens" for change in changes)
    if loosening:
        detail = f"{count_of(loosening, 'field')} permit more: {APPROVALS_TO_LOOSEN} others must approve"
        return Fact(title="Effect", value="loosens", detail=detail, needs_person=True)
    return Fact(title="Effect", value="tightens", detail="nothing more is permitted than before")


def _spoken_against(findings: Sequence[Finding]) -> Fact:
    errors = sum(finding.severity == "error" for finding in findings)
    detail = "must be mended before it can be in force" if errors else "for people to judge"
    value = f"{count_of(errors, 'error')}" if errors else count_of(len(findings), "warning")
    return Fact(title="Findings", value=value, detail=detail, needs_person=errors > 0)


def _findings(findings: Sequence[Finding]) -> Sheet:
    return Sheet(
        key="findings",
        title="What speaks against it",
        lead="Errors must be mended; warnings are for people to judge.",
        header=("Finding", "Kind", "Where", "In words"),
        rows=tuple(
            (
                Cell(text=finding.name, kind="code"),
                Cell(text=finding.severity, kind="alarm" if finding.severity == "error" else "text"),
                Cell(text=finding.where),
                Cell(text=finding.words),
            )
            for finding in findings
        ),
        empty="Nothing was found.",
    )


def _signatures(held: Held) -> Sheet:
    given = [("author", held.authorship)] if held.authorship else []
    given += [("approver", approval) for approval in held.approvals]
    return Sheet(
        key="signatures",
        title="Who has signed",
        lead="Each signature is over the hash of exactly this version; everybody checks it for themselves.",
        header=("Name", "As", "When"),
        rows=tuple(
            (Cell(text=one.signer), Cell(text=role), Cell(text=moment(one.at))) for role, one in given if one
        ),
        empty="Nobody yet.",
    )
