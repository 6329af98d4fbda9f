"""Which version of the policies is in force, which were, and what changed from one to the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Final, Literal

from aggregator.adopted import Adopted, in_force
from aggregator.adoption.confirmations import Running, confirmed_by
from aggregator.compliance.model import Cell, Choice, Desk, Fact, Filter, Kind, Sheet
from aggregator.compliance.words import count_of, moment, short
from policies.difference import Change, Effect, difference

KEY: Final = "versions"
CHANGES: Final = "changes"

Shown = Effect | Literal["all"]
"""Which changes are listed."""

_KINDS: Final[Mapping[Effect, Kind]] = {"loosens": "alarm", "tightens": "text", "rewords": "quiet"}


def versions(known: Sequence[Adopted], running: Sequence[Running], now: datetime) -> Desk:
    """Return the page of every version ever adopted here, newest first, and of who measures under which."""
    ordered = sorted(known, key=lambda adopted: -adopted.version)
    current = in_force(known, now)
    return Desk(
        key=KEY,
        title="Versions",
        lead="Versions only count up; each one stays readable as long as anything was measured under it.",
        at=moment(now),
        facts=(_current(current), *confirmed_facts(current, running)),
        sheets=(
            Sheet(
                key="versions",
                title="Every version adopted here",
                lead="The hash is what reports, receipts and the audit log name.",
                header=("Version", "Hash", "In force from", "Until", "Adopted here", "Compare"),
                rows=tuple(
                    _row(adopted, former, adopted is current)
                    for adopted, former in zip_longest(ordered, ordered[1:])
                ),
                empty="None yet: the first one comes when the compliance office signs it.",
            ),
            _stores(running, current),
        ),
    )


def changes(before: Adopted, after: Adopted, shown: Shown, now: datetime) -> Desk:
    """Return the page that sets two versions side by side."""
    found = difference(before.bundle, after.bundle)
    loosening = sum(change.effect == "loosens" for change in found)
    return Desk(
        key=CHANGES,
        above=KEY,
        title=f"From version {before.version} to {after.version}",
        lead="Each change, what it does, and why it does that; what no rule knows counts as a loosening.",
        at=moment(now),
        facts=(
            Fact(title="Changes", value=str(len(found)), detail="fields that differ"),
            Fact(
                title="Loosenings",
                value=str(loosening),
                detail="two people who did not write it must sign"
                if loosening
                else "one signature is enough",
            ),
        ),
        filters=(_filter(before, after, shown),),
        sheets=(side_by_side([change for change in found if shown in ("all", change.effect)]),),
    )


def side_by_side(found: Sequence[Change]) -> Sheet:
    """Return the changes as a table: where, before, after, what it does, why."""
    return Sheet(
        key="changes",
        title="Side by side",
        lead=f"{count_of(len(found), 'change')}.",
        header=("Where", "Before", "After", "Effect", "Why"),
        rows=tuple(
            (
                Cell(text=change.path, kind="code"),
                Cell(text=change.before or "–"),
                Cell(text=change.after or "–"),
                Cell(text=change.effect, kind=_KINDS[change.effect]),
                Cell(text=change.why),
            )
            for change in found
        ),
        empty="Nothing differs.",
    )


def confirmed_facts(current: Adopted | None, running: Sequence[Running]) -> tuple[Fact, ...]:
    """Return how many nodes have confirmed the version in force; nothing while there is none."""
    if current is None:
        return ()
    confirmed, of = confirmed_by(running, current.version)
    detail = f"stores measure under version {current.version}, as they have signed"
    return (
        Fact(title="Confirmed", value=f"{confirmed} of {of}", detail=detail, needs_person=confirmed < of),
    )


def _current(current: Adopted | None) -> Fact:
    if current is None:
        return Fact(
            title="In force",
            value="none",
            detail="nothing is measured until a version is signed",
            needs_person=True,
        )
    until = moment(current.bundle.chain.not_after)
    return Fact(title="In force", value=f"version {current.version}", detail=f"until {until}")


def _stores(running: Sequence[Running], current: Adopted | None) -> Sheet:
    newest = 0 if current is None else current.version
    return Sheet(
        key="stores",
        title="Which store measures under which version",
        lead="Each node fetches the version, checks every signature, and signs that it measures under it.",
        header=("Store", "Node", "Version", "Since"),
        rows=tuple(
            (
                Cell(text=node.site_id or "known to the leader"),
                Cell(text=node.edge_id[:12], kind="code"),
                Cell(text=str(node.version or "none yet"), kind="alarm" if node.version < newest else "text"),
                Cell(text=moment(node.measuring_since) if node.measuring_since else "–"),
            )
            for node in running
        ),
        empty="No node is enrolled yet.",
    )


def _row(adopted: Adopted, former: Adopted | None, is_current: bool) -> tuple[Cell, ...]:  # noqa: FBT001  (private, one caller)
    chain = adopted.bundle.chain
    against = (
        "" if former is None else f"/compliance/{CHANGES}?before={former.version}&after={adopted.version}"
    )
    return (
        Cell(text=f"{adopted.version}{' · in force' if is_current else ''}"),
        Cell(text=short(adopted.policy_hash.hex()), kind="code"),
        Cell(text=moment(chain.not_before)),
        Cell(text=moment(chain.not_after)),
        Cell(text=moment(adopted.adopted_at)),
        Cell(text="with the one before" if against else "the first", address=against),
    )


def _filter(before: Adopted, after: Adopted, shown: Shown) -> Filter:
    base = f"/compliance/{CHANGES}?before={before.version}&after={after.version}"
    every: tuple[Shown, ...] = ("all", "loosens", "tightens", "rewords")
    return Filter(
        title="Effect",
        choices=tuple(
            Choice(label=one, address=f"{base}&effect={one}", chosen=one == shown) for one in every
        ),
    )
