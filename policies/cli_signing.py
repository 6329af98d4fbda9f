"""``shoal policy signer``, ``sign``, ``approve``: how a draft comes to be signed by the people it needs."""

import json
import secrets
from pathlib import Path

import click
from pydantic import ValidationError

from policies.draft import Draft, Intent, approved, drafted
from policies.draft_file import read_draft, read_held, write_draft
from policies.errors import DocumentError
from policies.keyfile import make_key, read_key
from policies.lint import findings
from policies.loader import read_bundle
from policies.signing import SECRET_BYTES, public_half
from shared.clock import SystemClock
from shared.config import describe

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command()
@click.option(
    "--key", type=_FILE, required=True, help="Your key's file; made when it is not there (mode 0600)."
)
@_JSON
def signer(key: Path, as_json: bool) -> None:
    """Make your own signing key, once, and print its public half.

    Keep the file to yourself. Give the public half to the compliance office, in person or over a channel that
    both of you trust; it puts you on the list of signers with: shoal hub signers --add NAME --public-key HEX
    """
    is_new = not key.exists()
    if is_new:
        make_key(key, secrets.token_bytes(SECRET_BYTES))
    public_key = public_half(read_key(key)).hex()
    if as_json:
        click.echo(json.dumps({"public_key": public_key, "key": str(key), "made": is_new}))
        return
    click.echo(
        f"{'made' if is_new else 'found'} {key}; its public half, for the compliance office:\n{public_key}"
    )


@click.command()
@click.argument("folder", metavar="DRAFT", type=_FOLDER)
@click.option("--key", type=_FILE, required=True, help="The author's key (shoal policy signer makes one).")
@click.option("--as", "name", required=True, help="The author's name on the list of signers.")
@click.option("--reason", required=True, help="Why this version is made, in a sentence.")
@click.option("--dpia", default="", help="The impact assessment it rests on; needed when it permits more.")
@click.option(
    "--held", type=_FILE, help="The signed policy in force (policy.json); without it, a first version."
)
@click.option("--pack", "packs", multiple=True, help="Name of a pack to apply; may be repeated.")
@click.option("--out", type=_FILE, help="Where to write the draft (DRAFT/draft.json).")
@_JSON
def sign(
    folder: Path,
    key: Path,
    name: str,
    reason: str,
    dpia: str,
    held: Path | None,
    packs: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Sign the documents in the folder DRAFT as their author and write them down as one draft.

    The draft says what it changes in the policy in force. One that permits no more can be adopted as it is;
    one that permits more needs --dpia and two others, each with: shoal policy approve draft.json --key …
    Then the compliance office puts it in force with: shoal hub adopt --draft draft.json
    """
    clock = SystemClock()
    bundle = read_bundle(folder, packs=packs)
    errors = [found for found in findings(bundle, clock.now().date()) if found.severity == "error"]
    if errors:
        words = "; ".join(f"{found.name} in {found.where}: {found.words}" for found in errors)
        raise DocumentError(f"the documents cannot be signed as they are: {words}")
    follows = None if held is None else read_held(held)
    intent = Intent(author=name, reason=reason, dpia_reference=dpia)
    try:
        draft = drafted(bundle, follows, intent, secret=read_key(key), at=clock.now())
    except ValidationError as error:
        raise DocumentError(f"the draft cannot be written down: {describe(error)}") from error
    path = out or folder / "draft.json"
    write_draft(path, draft)
    _show(draft, path, as_json)


@click.command()
@click.argument("path", metavar="DRAFT", type=_FILE)
@click.option("--key", type=_FILE, help="Your key; without it the draft is shown and nothing is signed.")
@click.option("--as", "name", default="", help="Your name on the list of signers.")
@_JSON
def approve(path: Path, key: Path | None, name: str, as_json: bool) -> None:
    """Show what the draft in the file DRAFT would change and, with --key and --as, approve it.

    Look first: without --key nothing is signed. The author cannot approve, and nobody counts twice.
    """
    if (key is None) != (not name):
        raise click.UsageError("expected --key FILE and --as NAME together, or neither to look first")
    draft = read_draft(path)
    if key is not None:
        draft = approved(draft, signer=name, secret=read_key(key), at=SystemClock().now())
        write_draft(path, draft)
    _show(draft, path, as_json)


def to_answer(draft: Draft) -> dict[str, object]:
    """Return what a person must know of a draft before they sign it."""
    chain = draft.bundle.chain
    return {
        "policy_hash": draft.bundle.hash.hex(),
        "version": chain.version,
        "previous": chain.previous,
        "author": chain.author,
        "reason": chain.reason,
        "dpia_reference": chain.dpia_reference,
        "changes": [
            {"path": change.path, "before": change.before, "after": change.after, "effect": change.effect}
            for change in draft.changes
        ],
        "approvals": [approval.signer for approval in draft.approvals],
        "approvals_missing": draft.approvals_missing,
    }


def _show(draft: Draft, path: Path, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"draft": str(path), **to_answer(draft)}, ensure_ascii=False))
        return
    chain = draft.bundle.chain
    click.echo(
        f"{path}: version {chain.version}, {draft.bundle.hash.hex()[:12]}, by {chain.author}: {chain.reason}"
    )
    for change in draft.changes:
        click.echo(
            f"{change.effect:9} {change.path}: {change.before or '–'} → {change.after or '–'} ({change.why})"
        )
    if draft.approvals:
        click.echo(f"approved by {', '.join(approval.signer for approval in draft.approvals)}")
    left = draft.approvals_missing
    click.echo(f"{left} more approval{'s'[: left > 1]} needed" if left else "ready to be adopted")
