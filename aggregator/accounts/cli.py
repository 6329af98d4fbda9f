"""``shoal hub account``: who can sign in at an aggregator. Whoever holds the home may do all of it.

A password comes from a prompt or a file, never from an argument: those stand in process lists and histories.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.options import home_argument, json_argument, role_argument, show, show_table

if TYPE_CHECKING:
    from aggregator.accounts.directory import Directory

_password_file = click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Read the password from the first line of a file instead of asking for it.",
)
_handed_over = click.option(
    "--handed-over",
    is_flag=True,
    help="Somebody else knows the password: it is changed at the first sign-in.",
)
_group = click.option(
    "--group", "groups", multiple=True, required=True, help="A store group, or all; can be repeated."
)


@click.group()
def account() -> None:
    """Make, list, change, disable and reset accounts; make store groups."""


@account.command()
@click.argument("name")
@click.option("--as", "account_role", required=True, help="The role, such as hq_analyst or admin.")
@_group
@_password_file
@_handed_over
@role_argument
@home_argument
@json_argument
def add(
    name: str,
    account_role: str,
    groups: tuple[str, ...],
    password_file: Path | None,
    handed_over: bool,
    role: str | None,
    home: Path,
    as_json: bool,
) -> None:
    """Make an account; its second factor is set up at the first sign-in."""
    from aggregator.accounts.directory import Wanted

    wanted = Wanted(name, account_role, frozenset(groups))
    _directory(home, role).add(wanted, _password(password_file), is_handed_over=handed_over)
    show({"account": name, "role": account_role, "groups": sorted(groups)}, as_json)


@account.command(name="list")
@role_argument
@home_argument
@json_argument
def list_(role: str | None, home: Path, as_json: bool) -> None:
    """List the accounts."""
    rows = [
        {name: _text(value) for name, value in asdict(one).items()}
        for one in _directory(home, role).accounts()
    ]
    show_table("accounts", rows, as_json)


@account.command()
@click.argument("name")
@click.option("--as", "account_role", required=True, help="The role from now on.")
@_group
@role_argument
@home_argument
@json_argument
def assign(
    name: str, account_role: str, groups: tuple[str, ...], role: str | None, home: Path, as_json: bool
) -> None:
    """Give an account another role and other store groups; its sessions end."""
    from aggregator.accounts.directory import Wanted

    _directory(home, role).assign(Wanted(name, account_role, frozenset(groups)))
    show({"account": name, "role": account_role, "groups": sorted(groups)}, as_json)


@account.command()
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let it sign in again.")
@role_argument
@home_argument
@json_argument
def disable(name: str, undo: bool, role: str | None, home: Path, as_json: bool) -> None:
    """Let an account sign in no more; its sessions end."""
    directory = _directory(home, role)
    if undo:
        directory.enable(name)
    else:
        directory.disable(name)
    show({"account": name, "disabled": not undo}, as_json)


@account.command()
@click.argument("name")
@_password_file
@_handed_over
@role_argument
@home_argument
@json_argument
def reset(
    name: str, password_file: Path | None, handed_over: bool, role: str | None, home: Path, as_json: bool
) -> None:
    """Give an account a new password; its second factor, recovery codes and sessions are gone."""
    _directory(home, role).reset(name, _password(password_file), is_handed_over=handed_over)
    show({"account": name, "reset": True}, as_json)


@account.command()
@click.argument("name", required=False)
@click.option("--site", "sites", multiple=True, help="A store id of the group; can be repeated.")
@role_argument
@home_argument
@json_argument
def group(name: str | None, sites: tuple[str, ...], role: str | None, home: Path, as_json: bool) -> None:
    """Make a store group of these sites, or list the groups there are."""
    directory = _directory(home, role)
    if name is not None:
        directory.make_group(name, sites)
    rows = [{"group": one, "sites": " ".join(sorted(found))} for one, found in directory.groups().items()]
    show_table("groups", rows, as_json)


def _directory(home: Path, role: str | None) -> "Directory":
    from aggregator.accounts.directory import Directory
    from aggregator.accounts.passwords import Passwords
    from aggregator.opening import open_home

    opened = open_home(home, role)
    return Directory(opened.engine, opened.clock, Passwords())


def _password(file: Path | None) -> str:
    if file is None:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return password
    lines = file.read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value)
