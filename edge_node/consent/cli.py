"""What a store's people say: ``shoal edge attest``, ``pause``, ``objection``, ``panel``, ``page``."""

from datetime import datetime
from pathlib import Path

import click

from edge_node.arguments import FOLDER, home_argument, json_argument
from edge_node.consent.objections import CHANNELS, DEEDS, Channel, Deed
from shared.clock import SystemClock

_WHO = "Your role or your name; it is kept with what you did."


@click.group(invoke_without_command=True)
@click.option(
    "--camera", "cameras", multiple=True, help="The camera by whose view you stand; can be repeated."
)
@click.option("--by", help=_WHO)
@click.option("--text", help="Which text hangs there; by default the newest in the store's first language.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day it holds, at most a year ahead."
)
@home_argument
@json_argument
@click.pass_context
def attest(
    context: click.Context,
    *,
    cameras: tuple[str, ...],
    by: str | None,
    text: str | None,
    until: datetime | None,
    home: Path,
    as_json: bool,
) -> None:
    """Attest that a sign hangs where a camera looks; without it that camera measures nothing."""
    from edge_node.commands import attest as command

    if context.invoked_subcommand is not None:
        return
    if not cameras or by is None or until is None:
        raise click.UsageError("expected --camera NAME --by WHO --until DATE, or one of list, withdraw")
    wanted = command.Wanted(cameras, by, text, until.date())
    command.show(command.attest_cameras(home, wanted, SystemClock()), as_json=as_json)


@attest.command("list")
@home_argument
@json_argument
def list_signs(home: Path, as_json: bool) -> None:
    """Show every camera: whether a sign is attested for it, by whom, until when."""
    from edge_node.commands import attest as command

    command.show(command.signs_by_camera(home, SystemClock()), as_json=as_json)


@attest.command()
@click.option("--camera", required=True, help="The camera whose sign is gone.")
@click.option("--by", required=True, help=_WHO)
@home_argument
@json_argument
def withdraw(camera: str, by: str, home: Path, as_json: bool) -> None:
    """Say that a camera's sign no longer hangs; the camera measures nothing from now on."""
    from edge_node.commands import attest as command

    command.show(command.withdraw_camera(home, camera, by, SystemClock()), as_json=as_json)


@click.group(invoke_without_command=True)
@click.option("--for", "length", metavar="30m", help="How long: 30m, 2h, 1h30m, 1d.")
@click.option("--until", metavar="HH:MM", help="Until the store's clocks next show this time.")
@click.option("--by", help=_WHO)
@click.option("--reason", default="", help="Why, in a few words; no visitor's name.")
@click.option("--resume", is_flag=True, help="End the pause that runs.")
@home_argument
@json_argument
@click.pass_context
def pause(
    context: click.Context,
    *,
    length: str | None,
    until: str | None,
    by: str | None,
    reason: str,
    resume: bool,
    home: Path,
    as_json: bool,
) -> None:
    """Measure nothing for a while: cameras close within a second.

    Without --for or --until it holds until --resume.
    """
    from edge_node.commands import pause as command

    if context.invoked_subcommand is not None:
        return
    if by is None:
        raise click.UsageError("expected --by WHO, or list")
    if resume and (length or until):
        raise click.UsageError("--resume goes without --for and --until")
    if length and until:
        raise click.UsageError("expected --for or --until, got both")
    if resume:
        command.show(command.resume_store(home, by, SystemClock()), as_json=as_json)
        return
    wanted = command.Wanted(by, length=length, until=until, reason=reason)
    command.show(command.press_pause(home, wanted, SystemClock()), as_json=as_json)


@pause.command("list")
@home_argument
@json_argument
def list_pauses(home: Path, as_json: bool) -> None:
    """Show whether the store is paused, and every pause: who pressed it, when it ended."""
    from edge_node.commands import pause as command

    command.show(command.pauses_of(home, SystemClock()), as_json=as_json)


@click.command()
@click.option("--off", is_flag=True, help="Keep no movement windows and train no model from now on.")
@click.option("--on", "is_on", is_flag=True, help="Learn again, where the policy permits it.")
@click.option("--by", help=_WHO)
@click.option("--reason", default="", help="Why, in a few words; no visitor's name.")
@home_argument
@json_argument
def learning(*, off: bool, is_on: bool, by: str | None, reason: str, home: Path, as_json: bool) -> None:
    """Say what this store gives to the model that all stores share, or switch that off and on.

    Measuring goes on either way; `shoal edge pause` stops both.
    """
    from edge_node.commands import learning as command

    if off and is_on:
        raise click.UsageError("expected --off or --on, got both")
    if (off or is_on) and by is None:
        raise click.UsageError("expected --by WHO")
    if off:
        taught = command.switch_off(home, by or "", reason, SystemClock())
    elif is_on:
        taught = command.switch_on(home, by or "", SystemClock())
    else:
        taught = command.learning_of(home, SystemClock())
    command.show(taught, as_json=as_json)


@click.group()
def objection() -> None:
    """Note that somebody objected and what was done. Who objected is not asked and has no place."""


@objection.command("add")
@click.option("--by", required=True, help=_WHO)
@click.option("--channel", type=click.Choice(CHANNELS), required=True, help="How it reached the store.")
@click.option(
    "--done", type=click.Choice(DEEDS), multiple=True, required=True, help="What you did; can be repeated."
)
@click.option("--camera", help="The camera it was about; left out: all of them.")
@home_argument
@json_argument
def add_objection(
    *, by: str, channel: Channel, done: tuple[Deed, ...], camera: str | None, home: Path, as_json: bool
) -> None:
    """Note one objection."""
    from edge_node.commands import objection as command

    wanted = command.Wanted(by, channel, done, camera)
    command.show(command.note_objection(home, wanted, SystemClock()), as_json=as_json)


@objection.command("list")
@home_argument
@json_argument
def list_objections(home: Path, as_json: bool) -> None:
    """Show every objection that was noted."""
    from edge_node.commands import objection as command
    from edge_node.consent.kept import objections_of

    command.show(objections_of(home), as_json=as_json)


@click.group()
def panel() -> None:
    """Note who consents, by number alone, to a purpose that rests on consent."""


@panel.command()
@click.option("--by", required=True, help=_WHO)
@click.option("--purpose", required=True, help="The policy's purpose; it must rest on consent.")
@click.option("--text", help="Which text was read before; by default as for `attest`.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The last day the consent holds, at most a year ahead.",
)
@home_argument
@json_argument
def receipt(*, by: str, purpose: str, text: str | None, until: datetime, home: Path, as_json: bool) -> None:
    """Note a consent and print its receipt, in the fields of ISO/IEC TS 27560."""
    from edge_node.commands import panel as command

    wanted = command.Wanted(by, purpose, text, until.date())
    command.show_receipt(command.give_receipt(home, wanted, SystemClock()), as_json=as_json)


@panel.command("withdraw")
@click.argument("number")
@click.option("--by", required=True, help=_WHO)
@home_argument
@json_argument
def withdraw_consent(number: str, *, by: str, home: Path, as_json: bool) -> None:
    """Note that the consent with this receipt NUMBER is taken back."""
    from edge_node.commands import panel as command

    command.show_receipt(command.take_back(home, number, by, SystemClock()), as_json=as_json)


@panel.command("list")
@home_argument
@json_argument
def list_receipts(home: Path, as_json: bool) -> None:
    """Show every receipt's number and whether its consent stands."""
    from edge_node.commands import panel as command

    command.show_all(command.receipts_of(home), SystemClock(), as_json=as_json)


@click.command()
@click.option("--out", "folder", type=FOLDER, required=True, help="Folder that the files are written to.")
@home_argument
@json_argument
def page(folder: Path, home: Path, as_json: bool) -> None:
    """Write the store's public page and its signs, from what runs here now, in the store's languages."""
    from edge_node.commands import page as command

    command.show(command.write_files(home, folder, SystemClock()), as_json=as_json)
