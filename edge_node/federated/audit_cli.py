"""``shoal learn audit``: what a store's labels look like, and single windows as bars."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from edge_node.arguments import FOLDER, home_argument, json_argument
from edge_node.commands.answer import print_columns, print_json
from edge_node.errors import StorageError
from edge_node.intent.audit import LabelAudit, audit_of, bars, svg
from edge_node.intent.kept import examples_in
from edge_node.intent.window import LABELS, VERSION, Example, Label
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.store_key import credential_from


@dataclass(frozen=True, slots=True)
class Audited:
    """One store's windows."""

    counts: LabelAudit
    unreadable: int
    """Windows of another version."""
    replays: dict[Label, Example]
    """One window of each label that there is."""


@click.command()
@home_argument
@click.option("--svg", "folder", type=FOLDER, help="Draw one window of each label into this folder.")
@json_argument
def audit(*, home: Path, folder: Path | None, as_json: bool) -> None:
    """Show how often each label comes, and one window of each as bars: levels, never a pose."""
    audited = audited_in(home)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for label, example in audited.replays.items():
            (folder / f"{label}.svg").write_text(svg(example), encoding="utf-8")
    if as_json:
        print_json(_answer(audited))
    else:
        _print(audited)


def audited_in(root: Path) -> Audited:
    """Return what the home's vault holds.  Raises: StorageError when it has no journal, or it is damaged."""
    home = Home(root)
    if not home.journal.exists():
        raise StorageError(f"{root} holds no journal: this node has kept nothing yet")
    with closing(Journal(home.journal, credential=credential_from())) as journal:
        kept = examples_in(journal.vault)
    replays = {example.label: example for example in kept.examples}
    in_order = {label: replays[label] for label in LABELS if label in replays}
    return Audited(audit_of(kept.examples), kept.unreadable, in_order)


def _answer(audited: Audited) -> dict[str, object]:
    counts = audited.counts
    return {
        "version": VERSION,
        "windows": counts.windows,
        "unreadable": audited.unreadable,
        "labels": counts.labels,
        "commonest_share": round(counts.commonest_share, 3),
        "levels": {
            name: {"unread": found[0], "by_level": found[1:]} for name, found in counts.levels.items()
        },
        "replays": {label: one.window.levels.tolist() for label, one in audited.replays.items()},
    }


def _print(audited: Audited) -> None:
    counts = audited.counts
    rows = [(label, f"{count:6}  {_share(count, counts.windows)}") for label, count in counts.labels.items()]
    print_columns([("windows", f"{counts.windows:6}  version {VERSION}"), *rows])
    if audited.unreadable:
        click.echo(f"{audited.unreadable} of another version: nothing is learnt from them")
    for label, example in audited.replays.items():
        click.echo(f"\n{label}")
        for line in bars(example):
            click.echo(f"  {line}")


def _share(count: int, whole: int) -> str:
    return f"{count / whole:6.1%}" if whole else "     –"
