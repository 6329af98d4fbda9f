"""``shoal audit``: show, export, prove and erase at an aggregator; verify anywhere, from public keys alone.

Exit codes: 0 done, 1 broken, refused or failed, 2 misuse.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.audit.entry import KINDS, Kind
from aggregator.options import home_argument, json_argument, role_argument, show, show_table

if TYPE_CHECKING:
    from aggregator.audit.verify import Report

_FILE = click.Path(path_type=Path, dir_okay=False)
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"])
_KEY_BYTES = 32


@click.group()
def audit() -> None:
    """Show, export and verify the audit log."""


def _key(_context: click.Context, _parameter: click.Parameter, value: str | None) -> bytes | None:
    if value is None:
        return None
    try:
        key = bytes.fromhex(value)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise click.BadParameter("expected a root public key of 64 hex characters")
    return key


@audit.command()
@click.argument("bundle", type=_FILE)
@click.option("--key", callback=_key, required=True, help="Root public key of the log's aggregator, in hex.")
@click.option("--witness-key", callback=_key, help="The helper's root public key: demand its cosignature.")
@click.option(
    "--seen", type=_FILE, help="The helper's own newest note (shoal audit witnessed): refuse older."
)
@json_argument
def verify(bundle: Path, key: bytes, witness_key: bytes | None, seen: Path | None, as_json: bool) -> None:
    """Check a bundle or the file of one entry, offline; names the first thing that is broken."""
    from aggregator.audit.trust import Keys
    from aggregator.audit.verify import verify_file

    if seen is not None and witness_key is None:
        raise click.UsageError("expected --witness-key with --seen: whose note is it?")
    try:
        note = seen.read_text(encoding="utf-8") if seen else ""
        report = verify_file(bundle, Keys(key, witness_key, note))
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"cannot read: {error}") from error
    _show_report(report, as_json, is_witness_known=witness_key is not None)
    if report.broken:
        sys.exit(1)


@audit.command()
@click.option("--out", type=_FILE, required=True, help="The bundle to write; whole or not at all.")
@click.option(
    "--from", "since", type=_MOMENT, help="First moment, UTC unless it says otherwise (the beginning)."
)
@click.option("--to", "before", type=_MOMENT, help="First moment behind (now).")
@role_argument
@home_argument
@json_argument
def export(
    out: Path, since: datetime | None, before: datetime | None, role: str | None, home: Path, as_json: bool
) -> None:
    """Write the log, or the entries of a time, to one file that anybody can verify."""
    from dataclasses import asdict

    from aggregator.audit.export import Span
    from aggregator.audit.export import export as write
    from aggregator.opening import open_home

    opened, span = open_home(home, role), Span(_utc(since), _utc(before))
    with click.progressbar(length=1, label="entries", file=sys.stderr) as bar:

        def advance(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        written = write(opened, out, span, advance)
    show({"bundle": str(out), **asdict(written)}, as_json)


@audit.command("show")
@click.option("--kind", type=click.Choice(KINDS), help="Only entries of this kind.")
@click.option("--last", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many.")
@role_argument
@home_argument
@json_argument
def show_entries(kind: Kind | None, last: int, role: str | None, home: Path, as_json: bool) -> None:
    """List the newest entries, the newest at the end."""
    from aggregator.audit.showing import newest
    from aggregator.database import reading
    from aggregator.opening import open_home

    with reading(open_home(home, role).engine) as session:
        found = newest(session, kind=kind, most=last)
    rows = [
        {
            "index": str(one.index),
            "at": one.at.isoformat(timespec="seconds"),
            "kind": one.kind,
            "witnessed": "yes" if one.is_witnessed else "no",
            "subject": "(erased)" if one.is_erased else one.subject,
            "detail": ", ".join(f"{name}={value}" for name, value in one.detail.items()),
        }
        for one in found
    ]
    show_table("entries", rows, as_json)


@audit.command()
@click.argument("index", type=click.IntRange(0))
@role_argument
@home_argument
def prove(index: int, role: str | None, home: Path) -> None:
    """Print one entry with its proof: a file for `shoal audit verify`."""
    from aggregator.audit.proving import prove as made
    from aggregator.database import reading
    from aggregator.opening import open_home

    opened = open_home(home, role)
    with reading(opened.engine) as session:
        proof = made(session, opened, index)
    click.echo(proof.document, nl=False)
    click.echo(f"save it as ENTRY.json, then: {proof.command}", err=True)


@audit.command()
@role_argument
@home_argument
def witnessed(role: str | None, home: Path) -> None:
    """Print what the helper cosigned last: a note for `shoal audit verify --seen`."""
    from aggregator.audit.showing import newest_note
    from aggregator.database import reading
    from aggregator.opening import open_home

    with reading(open_home(home, role).engine) as session:
        click.echo(newest_note(session), nl=False)


@audit.command()
@click.argument("index", type=click.IntRange(0))
@click.option("--reason", required=True, help="Why; it becomes an entry of its own.")
@role_argument
@home_argument
@json_argument
def erase(index: int, reason: str, role: str | None, home: Path, as_json: bool) -> None:
    """Forget one entry's subject and details; its hash stays, so every proof goes on to hold."""
    from aggregator.audit.erasing import erase as forget
    from aggregator.database import leave_no_copies, writing
    from aggregator.opening import open_home

    opened = open_home(home, role)
    with writing(opened.engine) as session:
        is_done = forget(session, index, reason=reason, at=opened.clock.now())
    leave_no_copies(opened.engine)
    if not is_done:
        raise click.ClickException(f"expected an entry with a payload, got {index}")
    show({"index": index, "erased": True}, as_json)


def _show_report(report: "Report", as_json: bool, *, is_witness_known: bool) -> None:
    at = report.witnessed_at.isoformat() if report.witnessed_at else ""
    whole = not report.broken
    if as_json:
        values = {
            "ok": whole,
            "role": report.role,
            "log_size": report.size,
            "first": report.first,
            "end": report.end,
            "checked": report.checked,
            "erased": report.erased,
            "witnessed": report.witnessed,
            "witnessed_at": at,
            "tail": report.tail,
            "broken": report.broken,
            "broken_index": report.broken_index,
        }
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    witness = f"{report.witnessed} entries, last at {at}" if at else "nobody"
    show(
        {
            "log": f"{report.role or 'unknown'}, {report.size} entries",
            "checked": f"{report.checked} entries from {report.first} on, {report.erased} of them erased",
            "witnessed": witness if is_witness_known else "not asked for; add --witness-key",
            "tail": f"{report.tail} entries no witness has seen yet" if is_witness_known else "unknown",
            "verdict": "whole" if whole else f"BROKEN, {report.broken}",
        },
        as_json=False,
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
