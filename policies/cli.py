"""The ``shoal policy`` group: read what may be measured, and check documents before anyone signs them."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from policies.cli_dry_run import dry_run_command
from policies.cli_signing import approve, sign, signer
from policies.difference import difference, loosens
from policies.engine import purpose_of
from policies.errors import DocumentError
from policies.lint import findings
from policies.loader import SHIPPED, load_bundle, read_bundle
from policies.plain import tell
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.clock import SystemClock

_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SHIPPED,
    show_default="the shipped documents",
    help="Folder with chain.toml, documents/ and packs/.",
)
_PACK = click.option("--pack", "packs", multiple=True, help="Name of a pack to apply; may be repeated.")
_OPTIONAL = click.option(
    "--optional", "optional", multiple=True, help="Name of a document of optional/ to add; may be repeated."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def policy() -> None:
    """Read, check and sign what may be measured, and at which price."""


policy.add_command(signer)
policy.add_command(sign)
policy.add_command(approve)
policy.add_command(dry_run_command)


@policy.command("list")
@_FOLDER
@_PACK
@_OPTIONAL
@_JSON
def list_command(folder: Path, packs: tuple[str, ...], optional: tuple[str, ...], as_json: bool) -> None:
    """List every task the documents permit: metric, level, lane, exact price, noise."""
    bundle = load_bundle(folder, packs=packs, optional=optional)
    rows = [
        {
            "task": task.task_id,
            "purpose": purpose_of(task, bundle).purpose,
            "rho": task.rho,
            "sigma": task.sigma,
        }
        for task in tasks(bundle).values()
    ]
    if as_json:
        click.echo(json.dumps({"policy_hash": bundle.hash.hex(), "tasks": rows}))
        return
    click.echo(f"policy {bundle.hash.hex()[:12]}  version {bundle.chain.version}")
    click.echo(f"{'task':26} {'purpose':12} {'rho':>7} {'sigma':>8}")
    for row in rows:
        click.echo(f"{row['task']:26} {row['purpose']:12} {row['rho']:>7} {row['sigma']:8.2f}")


@policy.command()
@click.argument("purpose")
@_FOLDER
@_PACK
@_OPTIONAL
@_JSON
def show(
    purpose: str, folder: Path, packs: tuple[str, ...], optional: tuple[str, ...], as_json: bool
) -> None:
    """Show one purpose in plain words as it holds under the packs, and on which article something is off."""
    bundle = load_bundle(folder, packs=packs, optional=optional)
    found = [document for document in bundle.documents if document.purpose == purpose]
    if not found:
        known = ", ".join(document.purpose for document in bundle.documents)
        raise click.UsageError(f"expected one of {known}, got {purpose!r}")
    document = found[0]
    told = tell(document, bundle)
    if as_json:
        click.echo(json.dumps(document.model_dump(mode="json") | {"holds": [asdict(one) for one in told]}))
        return
    click.echo(f"{document.title}\n\n{document.statement}\n")
    for one in told:
        click.echo(f"{one.label:14} {one.words}")
        for cause in one.because:
            click.echo(f"{'':14} {cause}")


@policy.command()
@click.argument("before", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("after", type=click.Path(path_type=Path, exists=True, file_okay=False))
@_JSON
def diff(before: Path, after: Path, as_json: bool) -> None:
    """Say what changes from the folder BEFORE to the folder AFTER, and whether it tightens or loosens.

    Each folder holds chain.toml, documents/ and packs/; every pack in packs/ is taken as applied.
    """
    changes = difference(_whole(before), _whole(after))
    if as_json:
        rows = [asdict(change) for change in changes]
        click.echo(json.dumps({"loosens": loosens(changes), "changes": rows}))
        return
    for change in changes:
        click.echo(
            f"{change.effect:9} {change.path}: {change.before or '–'} → {change.after or '–'} ({change.why})"
        )
    verdict = "this change permits more than before" if loosens(changes) else "nothing more is permitted"
    click.echo(verdict if changes else "nothing changes")


@policy.command()
@_FOLDER
@_PACK
@_OPTIONAL
@_JSON
def lint(folder: Path, packs: tuple[str, ...], optional: tuple[str, ...], as_json: bool) -> None:
    """Check documents before anyone signs them; ends with 1 when something must be mended.

    Errors: inconsistent, review_overdue, no_notice, forbidden_word, expired, masked_measured,
    quiet_always, closed_gate, pack_missing.

    Warnings: review_soon, ends_soon, short_outbox, nothing_to_measure, unspent, no_windows, unassessed,
    no_jurisdiction,
    turned_off, missing_dpia, missing_consent, missing_notice, over_cap, training_outside.
    """
    bundle = read_bundle(folder, packs=packs, optional=optional)
    found = findings(bundle, SystemClock().now().date())
    is_sound = not any(finding.severity == "error" for finding in found)
    if as_json:
        counted = {"purposes": len(bundle.documents), "tasks": len(tasks(bundle)) if is_sound else 0}
        rows = [asdict(finding) for finding in found]
        click.echo(json.dumps({"policy_hash": bundle.hash.hex(), **counted, "findings": rows}))
    else:
        for finding in found:
            click.echo(f"{finding.severity:8} {finding.name:18} {finding.where}: {finding.words}")
        if is_sound:
            click.echo(f"{_count(bundle)} permitted, policy {bundle.hash.hex()[:12]}")
    if not is_sound:
        raise DocumentError("the documents cannot be signed as they are")


def _whole(folder: Path) -> PolicyBundle:
    return load_bundle(folder, packs=sorted(path.stem for path in (folder / "packs").glob("*.toml")))


def _count(bundle: PolicyBundle) -> str:
    return f"{len(bundle.documents)} purposes, {len(tasks(bundle))} tasks"
