"""``shoal edge``: the commands of the shop side. Each parses, calls one function, prints."""

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import click

from edge_node.arguments import FILE, FOLDER, home_argument, json_argument
from edge_node.consent.cli import attest, learning, objection, page, panel, pause
from edge_node.retention.cli import decommission, erase, retention


@click.group()
def edge() -> None:
    """Run and check the shop side: cameras in, sealed reports out."""


@edge.command()
@click.argument("file", required=False)
@click.option("--site", type=FILE, help="The site file: floor, cameras, lines, zones.")
@click.option("--tracks", type=FILE, help="Instead of FILE: a table t_s,person_id,x_m,y_m, plain or .gz.")
@click.option(
    "--line", "lines", multiple=True, help="A counting line NAME=x1,y1,x2,y2[m|px]; can be repeated."
)
@click.option("--zone", "zones", multiple=True, help="A zone NAME=x,y,x,y,…[m|px]; can be repeated.")
@json_argument
def replay(
    file: str | None,
    site: Path | None,
    tracks: Path | None,
    lines: tuple[str, ...],
    zones: tuple[str, ...],
    as_json: bool,
) -> None:
    """Count people, lines and visits in a video FILE. Nothing is recorded and nothing is sent."""
    from edge_node.commands import replay as command

    if (file is None) == (tracks is None):
        raise click.UsageError("expected a video FILE or --tracks CSV, one of them")
    name = Path(file or str(tracks)).stem
    shop = command.site_for(site, lines, zones, name=name, has_metres=tracks is not None)
    result = command.replay_table(tracks, shop) if tracks else command.replay_video(str(file), shop)
    command.show(*result, as_json=as_json)


@edge.command()
@click.option("--detections", type=FILE, required=True, help="Boxes in MOT format.")
@click.option("--out", type=FILE, required=True, help="Where confirmed tracks go, in MOT format.")
@click.option(
    "--rate-hz",
    default=25.0,
    show_default=True,
    type=click.FloatRange(min=0, max=1_000, min_open=True),
    help="Frames per second of the boxes.",
)
@json_argument
def track(detections: Path, out: Path, rate_hz: float, as_json: bool) -> None:
    """Run the tracker alone on boxes somebody else detected."""
    from edge_node.commands.answer import show
    from edge_node.commands.track import track_file

    show(asdict(track_file(detections, out, rate_hz=rate_hz)), as_json=as_json)


@edge.command()
@click.argument("file")
@click.option("--save", "folder", type=FOLDER, required=True, help="Folder the pictures are written to.")
@click.option("--site", type=FILE, help="The site file, for its masks.")
@click.option(
    "--every", default=10, show_default=True, type=click.IntRange(min=1), help="Save every n-th frame."
)
@home_argument
@json_argument
def preview(file: str, folder: Path, site: Path | None, every: int, home: Path, as_json: bool) -> None:
    """Save what the store console would show of FILE: heads and upper bodies filled. The act is audited."""
    from edge_node.commands.answer import show
    from edge_node.commands.preview import preview_file

    show(asdict(preview_file(file, site, folder, every=every, home=home)), as_json=as_json)


@edge.command()
@home_argument
@json_argument
def now(home: Path, as_json: bool) -> None:
    """Ask the node at work what the people in view are about to do, zone by zone, in coarse words."""
    from edge_node.commands import now as command

    command.show(command.now_of(home), as_json=as_json)


@edge.command()
@click.option(
    "--port",
    default=0,
    show_default="a free one",
    type=click.IntRange(0, 65_535),
    help="On this machine alone.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open it in this machine's browser.")
@home_argument
@json_argument
def console(*, port: int, is_opened: bool, home: Path, as_json: bool) -> None:
    """Serve the store's own page until Ctrl-C: what runs, what is given to learning, what happens now.

    The link that is printed opens it once, in one browser on this machine.
    """
    from edge_node.commands import console as command

    command.show_console(home, port=port, is_opened=is_opened, as_json=as_json)


@edge.command()
@click.option(
    "--site", type=FILE, help="A site file: say as well in which of its shelves hands are measured."
)
@json_argument
def check(site: Path | None, as_json: bool) -> None:
    """Close the wall, try what it must refuse, and show what the kernel answered."""
    from edge_node.commands import check as command

    hands = None if site is None else command.hands_of(site)
    command.show(command.run(), hands, as_json=as_json)


@edge.command()
@click.option("--kind", type=click.Choice(["optout", "staff", "panel"]), required=True, help="What it says.")
@click.option("--out", type=FILE, required=True, help="The PDF that is written.")
@click.option("--camera", help="Size it for this camera of the site file.")
@click.option("--site", type=FILE, help="The site file; by default the one kept in the home.")
@click.option("--distance-m", type=click.FloatRange(min=0.5, max=50), help="How far away it must be read.")
@click.option("--width-px", default=1280, show_default=True, type=click.IntRange(320, 8192))
@click.option("--lens-deg", default=70.0, show_default=True, type=click.FloatRange(10, 120))
@click.option("--language", default="en", show_default=True, type=click.Choice(["en", "de"]))
@click.option("--paper", default="A4", show_default=True, type=click.Choice(["A4", "A3"]))
@home_argument
@json_argument
def badge(
    *,
    kind: Literal["optout", "staff", "panel"],
    out: Path,
    camera: str | None,
    site: Path | None,
    distance_m: float | None,
    width_px: int,
    lens_deg: float,
    language: Literal["en", "de"],
    paper: Literal["A4", "A3"],
    home: Path,
    as_json: bool,
) -> None:
    """Print an opt-out, staff or panel badge, as large as the camera needs it, with the range it is read at.

    Name a camera of the site file, or give --distance-m, with --width-px of the picture and --lens-deg of the
    horizontal view where no camera is named.
    """
    from edge_node.commands import badge as command
    from edge_node.commands.answer import show
    from edge_node.storage.home import Home

    if camera is None and distance_m is None:
        raise click.UsageError("expected --camera NAME or --distance-m, or both")
    optics = (
        command.of_lens(width_px, lens_deg, language)
        if camera is None
        else command.of_camera(site or Home(home).site, camera, language)
    )
    printed = command.print_badge(kind, optics, out, distance_m=distance_m, language=language, paper=paper)
    show(asdict(printed), as_json=as_json)


@edge.command()
@click.option("--leader", required=True, metavar="CODE", help="Pairing code from the chain.")
@click.option("--helper", required=True, metavar="CODE", help="Pairing code from the compliance office.")
@click.option("--site", type=FILE, required=True, help="The store's site file; a copy is kept in the home.")
@home_argument
@json_argument
def pair(leader: str, helper: str, site: Path, home: Path, as_json: bool) -> None:
    """Enrol this store at both aggregators with their one-time codes.

    Keys are made here and never leave. If the network fails half-way, run it again with the same home.
    """
    from edge_node.commands import pair as command

    command.show(command.pair_site(leader, helper, site, home), as_json=as_json)


@edge.command()
@click.option(
    "--once", is_flag=True, help="Run every camera to its end, send, and stop (files, simulated shops)."
)
@click.option("--close", is_flag=True, help="With --once: close running epochs too; they take nothing more.")
@home_argument
@json_argument
def run(once: bool, close: bool, home: Path, as_json: bool) -> None:
    """Measure with this store's cameras and send what its policy permits, until stopped."""
    from edge_node.commands import run as command

    if close and not once:
        raise click.UsageError("--close goes with --once")
    if not once:
        command.run_until_stopped(home)
        return
    step = (lambda _: None) if as_json else (lambda what: click.echo(what, err=True))
    command.show(*command.run_once(home, close=close, step=step), as_json=as_json)


@edge.command()
@home_argument
@json_argument
def config(home: Path, as_json: bool) -> None:
    """Show the effective settings of this node (config.toml in its home, or the defaults)."""
    from edge_node.commands.answer import show
    from edge_node.config import load_config

    groups = load_config(home).model_dump()
    flat = {f"{group}.{name}": value for group, values in groups.items() for name, value in values.items()}
    show(flat, as_json=as_json)


for command in (attest, pause, learning, objection, panel, page, retention, erase, decommission):
    edge.add_command(command)
