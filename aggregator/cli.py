"""``shoal hub``: the commands of the server side. Each parses, calls one function, prints.

Exit codes: 0 done, 1 refused or failed, 2 misuse.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from aggregator.accounts.cli import account
from aggregator.compliance.papers.cli import paper
from aggregator.federated.cli import model
from aggregator.options import FOLDER, ROLES, home_argument, json_argument, role_argument, show, show_table


@click.group()
def hub() -> None:
    """Run an aggregator: the leader collects and publishes, the helper holds the other share."""


hub.add_command(account)
hub.add_command(paper)
hub.add_command(model)


@hub.command()
@click.option("--role", type=ROLES, required=True, help="What this aggregator is to be.")
@click.option("--policies", type=FOLDER, help="Helper: the folder of policy documents (shipped ones).")
@click.option("--pack", "packs", multiple=True, help="Helper: a stricter pack to apply; can be repeated.")
@home_argument
@json_argument
def init(role: str, policies: Path | None, packs: tuple[str, ...], home: Path, as_json: bool) -> None:
    """Make an aggregator: keys, settings, database; the helper signs the policy."""
    from aggregator.administration import PolicySource, make_home
    from policies.loader import SHIPPED
    from privacy.signing import fingerprint

    if role == "leader" and (policies or packs):
        raise click.UsageError(
            "the policy is the helper's; expected --policies and --pack at the helper only"
        )
    made = make_home(
        home, "leader" if role == "leader" else "helper", PolicySource(policies or SHIPPED, packs)
    )
    public_key = made.root.public_key
    show(
        {
            "role": role,
            "home": str(home),
            "root_public_key": public_key.hex(),
            "fingerprint": fingerprint(public_key),
        },
        as_json,
    )


@hub.command()
@click.option("--key", required=True, help="The other aggregator's root public key, 64 hex characters.")
@click.option("--url", default="", help="At the leader: where the helper answers.")
@role_argument
@home_argument
@json_argument
def peer(key: str, url: str, role: str | None, home: Path, as_json: bool) -> None:
    """Introduce the other aggregator by its root key, as a person brought it."""
    from aggregator.administration import introduce
    from aggregator.opening import resolved

    config = introduce(resolved(home, role), root_key=key.lower(), url=url.rstrip("/"))
    show({"role": config.role, "peer_root_key": config.peer_root_key, "peer_url": config.peer_url}, as_json)


@hub.command()
@click.option("--role", type=ROLES, required=True, help="Must be what the home was made for.")
@click.option("--host", help="Address to listen on; beyond loopback only with a certificate.")
@click.option("--port", type=click.IntRange(0, 65_535), help="TCP port; 0 takes a free one.")
@home_argument
def serve(role: str, host: str | None, port: int | None, home: Path) -> None:
    """Serve until stopped; prints {"role", "url"} once it answers."""
    from dataclasses import replace

    from aggregator.config import Change, with_changes
    from aggregator.opening import open_home
    from aggregator.serve import serve as run
    from shared import log

    log.configure()
    opened = open_home(home, role, prepared=False)
    if opened.role != role:
        raise click.ClickException(f"{opened.home.path} is the home of a {opened.role}, got --role {role}")
    wanted = {"host": host, "port": port}
    changes = [Change(name, value) for name, value in wanted.items() if value is not None]
    run(replace(opened, config=with_changes(opened.config, *changes)), click.echo)


@hub.command()
@role_argument
@home_argument
@json_argument
def migrate(role: str | None, home: Path, as_json: bool) -> None:
    """Bring the database to this release's revision; make a backup first."""
    from aggregator import revision
    from aggregator.opening import open_home

    opened = open_home(home, role, prepared=False)
    before = revision.revision(opened.engine) or ""
    show({"from": before, "to": revision.migrate(opened.engine)}, as_json)


@hub.command()
@click.option("--site", default="", help="At the leader: the site the new node will measure.")
@click.option("--url", default="", help="The address edges reach this aggregator at.")
@click.option("--replace", is_flag=True, help="Retire the node that measures the site now.")
@role_argument
@home_argument
@json_argument
def invite(site: str, url: str, replace: bool, role: str | None, home: Path, as_json: bool) -> None:
    """Make a one-time pairing code, valid for 24 hours."""
    from aggregator.administration import invite as give_invitation
    from aggregator.opening import open_home

    opened = open_home(home, role)
    if opened.role == "leader" and not site:
        raise click.UsageError("expected --site NAME: the leader names the site")
    made = give_invitation(opened, site=site, url=url.rstrip("/"), replaces=replace)
    show({"role": opened.role, **asdict(made)}, as_json)


@hub.command()
@role_argument
@home_argument
@json_argument
def enrolled(role: str | None, home: Path, as_json: bool) -> None:
    """List the edge nodes enrolled here."""
    from aggregator.administration import edges
    from aggregator.database import reading
    from aggregator.opening import open_home

    with reading(open_home(home, role).engine) as session:
        show_table("edges", edges(session), as_json)


@hub.command()
@click.argument("edge_id")
@role_argument
@home_argument
@json_argument
def retire(edge_id: str, role: str | None, home: Path, as_json: bool) -> None:
    """Take an edge node off the list: from now on it is unknown here."""
    from aggregator.database import writing
    from aggregator.fleet.enrolment import retire as take_off
    from aggregator.opening import open_home
    from shared.ids import EdgeId

    opened = open_home(home, role)
    with writing(opened.engine) as session:
        is_done = take_off(session, EdgeId(edge_id), opened)
    if not is_done:
        raise click.ClickException(f"expected an enrolled edge node, got {edge_id!r}")
    show({"edge_id": edge_id, "retired": True}, as_json)


@hub.command()
@click.option("--days", type=click.IntRange(1, 35), default=7, show_default=True, help="How far back.")
@role_argument
@home_argument
@json_argument
def decisions(days: int, role: str | None, home: Path, as_json: bool) -> None:
    """List how often the policy was asked what, and answered how, hour by hour; nobody is in it.

    With --json it is the log that `shoal policy dry-run` asks again under a draft.
    """
    from datetime import timedelta

    from aggregator.database import reading
    from aggregator.decisions import recall
    from aggregator.opening import open_home
    from policies.decision_log import DecisionLog

    opened = open_home(home, role)
    with reading(opened.engine) as session:
        found = recall(session, opened.clock.now() - timedelta(days=days))
    if as_json:
        click.echo(DecisionLog(decisions=found).model_dump_json())
        return
    rows = [{key: str(value) for key, value in line.model_dump(mode="json").items()} for line in found]
    show_table("decisions", rows, as_json)


@hub.command()
@click.option("--rotate", is_flag=True, help="Add a fresh key now; edges use it from their next fetch.")
@role_argument
@home_argument
@json_argument
def keys(rotate: bool, role: str | None, home: Path, as_json: bool) -> None:
    """List the sealing keys, which change monthly by themselves."""
    from aggregator.administration import sealing_keys
    from aggregator.database import writing
    from aggregator.opening import open_home

    opened = open_home(home, role)
    with writing(opened.engine) as session:
        if rotate:
            opened.keyring.rotate(session, opened.clock.now(), opened.random)
        found = sealing_keys(session)
    show_table("keys", found, as_json)


@hub.command()
@click.option(
    "--draft", type=click.Path(path_type=Path, dir_okay=False), help="A draft, signed and approved."
)
@click.option("--policies", type=FOLDER, help="Without a draft: the folder of documents (shipped ones).")
@click.option("--pack", "packs", multiple=True, help="A stricter pack to apply to them; can be repeated.")
@role_argument
@home_argument
@json_argument
def adopt(
    draft: Path | None,
    policies: Path | None,
    packs: tuple[str, ...],
    role: str | None,
    home: Path,
    as_json: bool,
) -> None:
    """At the helper: sign a newer version of the policy and put it in force.

    A version that permits no more than the one in force needs this signature alone. One that permits more
    comes as a --draft that its author and two others have signed: shoal policy sign, shoal policy approve.
    Stores check all of it themselves, and refuse what lacks anything.
    """
    from aggregator.administration import PolicySource, adopt_documents
    from aggregator.adoption.publishing import adopt_draft
    from aggregator.opening import open_home
    from policies.draft_file import read_draft
    from policies.loader import SHIPPED

    if draft and (policies or packs):
        raise click.UsageError("a draft carries its documents; expected --draft or --policies, not both")
    opened = open_home(home, role or "helper")
    source = PolicySource(policies or SHIPPED, packs)
    policy_hash = adopt_draft(opened, read_draft(draft)) if draft else adopt_documents(opened, source)
    show({"policy_hash": policy_hash.hex()}, as_json)


@hub.command()
@click.option("--add", default="", help="Put a person of this name on the list (a-z, digits, - and _).")
@click.option("--public-key", default="", help="Their key, as shoal policy signer printed it.")
@click.option(
    "--days", type=click.IntRange(1, 1_830), default=730, show_default=True, help="How long it is good."
)
@click.option("--drafts-only", is_flag=True, help="They may draft, and not approve.")
@click.option("--remove", default="", help="Strike the person of this name off the list.")
@role_argument
@home_argument
@json_argument
def signers(
    add: str,
    public_key: str,
    days: int,
    drafts_only: bool,
    remove: str,
    role: str | None,
    home: Path,
    as_json: bool,
) -> None:
    """At the helper: list who may draft and approve policies, add a person, strike one off.

    Each person makes a key of their own (shoal policy signer) and brings its public half. What somebody
    signed counts only while they are on this list; versions in force already stay in force.
    """
    from aggregator.adoption.signers import Candidate, listed, put_on_list, strike_off
    from aggregator.opening import open_home

    if bool(add) != bool(public_key):
        raise click.UsageError("expected --add NAME and --public-key HEX together")
    opened = open_home(home, role or "helper")
    if remove:
        strike_off(opened, remove)
    if add:
        put_on_list(
            opened, Candidate(name=add, public_key=public_key.lower(), days=days, may_approve=not drafts_only)
        )
    show_table("signers", listed(opened), as_json)


@hub.command()
@click.option("--close", is_flag=True, help="Close every cohort batch now, whatever its epoch.")
@home_argument
@json_argument
def release(close: bool, home: Path, as_json: bool) -> None:
    """At the leader: let out what may leave. While serving this happens by itself."""
    from aggregator.administration import release_counts
    from aggregator.background import release_now
    from aggregator.errors import HomeError
    from aggregator.opening import open_home
    from aggregator.release.gate import Gate

    opened = open_home(home, "leader")
    if opened.role != "leader":
        raise HomeError("releases are made by the leader; the helper only adds its half")
    report = release_now(opened, Gate(), close_all=close)
    answer = {
        **release_counts(opened),
        "site": dict(report.site),
        "cohort": dict(report.cohort),
        "troubles": report.troubles,
    }
    show(answer, as_json)
    if report.troubles:
        sys.exit(1)


@hub.command()
@role_argument
@home_argument
@json_argument
def sweep(role: str | None, home: Path, as_json: bool) -> None:
    """Forget what has run out: releases, shares, codes, keys. While serving this happens by itself."""
    from aggregator.opening import open_home
    from aggregator.retention.sweep import sweep as forget

    show(forget(open_home(home, role)).to_json(), as_json)


@hub.command()
@role_argument
@home_argument
@json_argument
def retention(role: str | None, home: Path, as_json: bool) -> None:
    """Show every kind of data kept here: where, how long, by which rule, the oldest. Exit 1 on an alarm."""
    from aggregator.opening import open_home
    from aggregator.retention.table import table
    from policies.retention_table import alarms_in_words, in_words, to_json

    found = table(open_home(home, role))
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
    else:
        click.echo("\n".join(in_words(found)))
        click.echo("".join(f"{words}\n" for words in alarms_in_words(found)), err=True, nl=False)
    if found.findings:
        sys.exit(1)


@hub.command()
@role_argument
@home_argument
@json_argument
def config(role: str | None, home: Path, as_json: bool) -> None:
    """Show the effective settings, secrets hidden."""
    from aggregator.config import load_config, shown
    from aggregator.opening import resolved

    show(shown(load_config(resolved(home, role))), as_json)
