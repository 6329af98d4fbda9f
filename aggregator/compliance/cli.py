"""The ``shoal policy`` group as a whole: the commands of the documents, and the one that speaks of numbers.

Policies know no measured number, so ``utility`` lives here (DECISIONS.md, 2026-11-26).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.options import home_argument, json_argument
from policies.cli import policy as documents

if TYPE_CHECKING:
    from aggregator.compliance.typical_store import TypicalStore
    from aggregator.compliance.utility import Number
    from policies.schema import PolicyBundle

_BESIDE = (100, 1000)
"""Visitors a day of a quiet and a busy store, shown beside the asked one."""


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--held",
    type=click.Path(path_type=Path, exists=True),
    help="What is in force, a folder or a signed policy.json; by default what a draft file follows, or the "
    "home's policy.",
)
@click.option("--pack", "packs", multiple=True, help="Pack to apply to folders; may be repeated.")
@click.option(
    "--visitors-a-day",
    type=click.IntRange(1, 1_000_000),
    default=300,
    show_default=True,
    help="Of the assumed store.",
)
@click.option(
    "--zones", type=click.IntRange(1, 32), default=6, show_default=True, help="Of the assumed store."
)
@click.option(
    "--cells", type=click.IntRange(1, 100), default=100, show_default=True, help="Of its heatmap's grid."
)
@click.option(
    "--suggest",
    "is_suggested",
    is_flag=True,
    help="Propose the finest cadence and map grid that meet the targets at the draft's prices.",
)
@home_argument
@json_argument
def utility(
    draft: Path,
    held: Path | None,
    packs: tuple[str, ...],
    visitors_a_day: int,
    zones: int,
    cells: int,
    is_suggested: bool,
    home: Path,
    as_json: bool,
) -> None:
    """Say how exact each number of an assumed store would be under DRAFT, a folder or a draft file.

    Each number is right within ± 95 times in 100, cameras' own errors aside. Nothing here was measured.
    """
    from aggregator.compliance import utility as core
    from aggregator.compliance.typical_store import TypicalStore
    from policies.draft_source import read_in_force, read_proposal

    proposal = read_proposal(draft, packs)
    if is_suggested:
        _tell_suggestions(proposal.bundle, TypicalStore(float(visitors_a_day), zones, cells), as_json=as_json)
        return
    named = held or (None if proposal.follows else _policy_of(home))
    before = read_in_force(named, packs) if named else proposal.follows
    stores = [
        TypicalStore(visitors_a_day=visitors, zones=zones, cells=cells)
        for visitors in sorted({visitors_a_day, *_BESIDE})
    ]
    tables = {store: core.utility(proposal.bundle, before, store) for store in stores}
    if as_json:
        click.echo(json.dumps(_object(proposal.bundle, before, tables)))
        return
    asked = next(store for store in stores if store.visitors_a_day == visitors_a_day)
    click.echo("\n".join(_lines(tables, asked, has_held=before is not None)))


policy = click.Group("policy", commands={**documents.commands, "utility": utility}, help=documents.help)
"""Everything under ``shoal policy``; the group of the documents stays as it is."""


def _tell_suggestions(draft: "PolicyBundle", store: "TypicalStore", *, as_json: bool) -> None:
    from aggregator.compliance.suggest import suggest
    from aggregator.compliance.suggested_table import suggested_lines, suggested_object

    found = suggest(draft, store)
    if as_json:
        click.echo(json.dumps({"draft": draft.hash.hex(), **suggested_object(found, store)}))
        return
    click.echo("\n".join(suggested_lines(found, store)))


def _policy_of(home: Path) -> Path | None:
    """Return the signed policy of a home, or of one of the two in a demo's."""
    from aggregator.home import Home

    places = (Home(path).policy_file for path in (home, home / "helper", home / "leader"))
    return next((place for place in places if place.exists()), None)


def _object(
    draft: "PolicyBundle",
    held: "PolicyBundle | None",
    tables: Mapping["TypicalStore", Sequence["Number"]],
) -> Mapping[str, object]:
    return {
        "draft": draft.hash.hex(),
        "held": held.hash.hex() if held else "",
        "coverage": 0.95,
        "stores": [
            {"assumed": asdict(store), "numbers": [_number(one) for one in numbers]}
            for store, numbers in tables.items()
        ],
    }


def _number(number: "Number") -> Mapping[str, object]:
    sides = {"held": number.held, "draft": number.draft}
    told = {
        name: asdict(side) | {"share": side.share, "is_met": side.is_met} if side else None
        for name, side in sides.items()
    }
    return asdict(number) | told


def _lines(
    tables: Mapping["TypicalStore", Sequence["Number"]], asked: "TypicalStore", *, has_held: bool
) -> list[str]:
    from aggregator.compliance.exact_table import table
    from aggregator.compliance.exact_words import assumed

    unknown = [] if has_held else ["What is in force is not known here: name it with --held."]
    return [assumed(asked), *unknown, "", *table(tables, asked, has_held=has_held)]
