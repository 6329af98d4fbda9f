"""``shoal edge replay``: a video through the line behind the wall, or a table of tracks through zones."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.commands.answer import print_columns, print_json
from edge_node.commands.places import with_given
from edge_node.drops import in_words
from edge_node.errors import CutOffError
from edge_node.hand_sight import fronts_of
from edge_node.line_sight import lines_of
from edge_node.replay import Replay, replay_frames, replay_tracks
from edge_node.site import Site, bare_site
from edge_node.site_reader import load_site
from edge_node.track.pinhole import NoPinhole
from edge_node.track.table import read_tracks
from edge_node.wall.camera import WalledCamera
from edge_node.wall.report import WallReport
from shared.clock import SystemClock


def site_for(
    path: Path | None, lines: Sequence[str], zones: Sequence[str], *, name: str, has_metres: bool
) -> Site:
    """Return the site of the file, or a bare one, with the places of the command line added."""
    site = load_site(path) if path is not None else bare_site(name, is_in_metres=has_metres)
    return with_given(site, lines, zones)


def source_at(address: str, site: Site) -> SourceConfig:
    """Return the video as the site's camera would be opened, with what was given for this video alone."""
    camera = site.camera()
    return SourceConfig(
        address=address,
        masks_px=() if camera is None else camera.masks_px,
        watched_px=lines_of(site, camera) + (() if camera is None else camera.fronts_px),
        fronts=() if camera is None else camera.fronts,
        is_awaited=False,
    )


def replay_video(address: str, site: Site) -> tuple[Replay, WallReport]:
    """Return what was counted in the video and what the wall reports."""
    source = source_at(address, site)
    with _shown_progress() as progress, WalledCamera(source, models=models_at_hand()) as walled:
        result = replay_frames(walled, site, clock=SystemClock(), on_frame=progress)
    return result, walled.report


def replay_table(path: Path, site: Site) -> tuple[Replay, WallReport]:
    """Return what was counted in a table of tracks; no camera, so no wall was needed."""
    return replay_tracks(read_tracks(path), site, clock=SystemClock()), WallReport()


def answer_of(result: Replay, wall: WallReport) -> dict[str, object]:
    """Return the replay as the JSON object that scripts are written against."""
    return {
        "frames": result.frames,
        "is_complete": not result.problem,
        "fps": round(result.fps, 2),
        "tracks": result.tracks,
        "opted_out": result.opted_out,
        "staff": result.staff,
        "lines": result.lines(),
        "zones": result.zones(),
        "skipped": result.skipped,
        "dropped": result.dropped,
        "heads_filled": result.heads_filled,
        "poses": result.poses,
        "wall": {
            "confined": wall.confined,
            "denied": sum(wall.denied.values()),
            "denied_calls": wall.denied,
        },
        "metrics": result.counts.by_metric(),
    }


def show(result: Replay, wall: WallReport, *, as_json: bool) -> None:
    """Print the replay for a program or for a person.

    Raises: CutOffError, after printing, when the source ended too early: what was counted is not the whole.
    """
    if as_json:
        print_json(answer_of(result, wall))
    else:
        _print(result, wall)
    if result.problem:
        raise CutOffError(result.problem)


def _print(result: Replay, wall: WallReport) -> None:
    print_columns(
        [
            ("frames", f"{result.frames} ({in_words(result.dropped)}), {result.fps:.1f} a second"),
            ("people", f"{result.poses} seen, {result.heads_filled} heads filled"),
            ("tracks", str(result.tracks)),
            *_badge_rows(result),
            *((f"line {name}", f"{n['in']} in, {n['out']} out") for name, n in result.lines().items()),
            *(
                (f"zone {name}", f"{z['visits']:g} visits, {z['dwell_s']:.1f} s on average")
                for name, z in result.zones().items()
            ),
            *_metric_rows(result),
            *_hand_rows(result.site),
            ("wall", _wall_words(result, wall)),
        ]
    )


def _badge_rows(result: Replay) -> Iterator[tuple[str, str]]:
    """Yield how many tracks were dropped for a badge; nothing where nobody wore one."""
    if result.opted_out or result.staff:
        yield "badges", f"{result.opted_out} opted out, {result.staff} staff: dropped"


def _metric_rows(result: Replay) -> Iterator[tuple[str, str]]:
    """Yield the metrics that lines and zones do not already tell, those that counted anything."""
    found = result.counts.by_metric()
    for name in ("funnel", "shelf", "queue_wait", "returns", "flow", "groups"):
        cells = found.get(name, {})
        if cells:
            words = ", ".join(f"{label.replace(':', ' ')} {count}" for label, count in cells.items())
            yield name.replace("_", " "), words


def _hand_rows(site: Site) -> Iterator[tuple[str, str]]:
    """Yield why nobody looks at hands, where there are shelves that one would expect them in."""
    if site.shelves and isinstance(found := fronts_of(site), NoPinhole):
        yield "hands", f"not measured here: {found.reason}"


def _wall_words(result: Replay, wall: WallReport) -> str:
    if result.frames == 0:
        return "not needed: no pictures"
    denied = ", ".join(f"{name} {count}" for name, count in sorted(wall.denied.items())) or "nothing"
    return f"{'closed' if wall.confined else 'NOT closed'}; refused by the kernel: {denied}"


class _Shown:
    """Writes counts into one progress line; does nothing where nobody watches."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=None)

    def __call__(self, result: Replay) -> None:
        words = f"{result.frames} frames  {result.fps:.1f}/s  {result.tracks} tracks"
        self._progress.update(self._task, description=words)


@contextmanager
def _shown_progress() -> Iterator[_Shown]:
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    is_watched = sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=not is_watched) as progress:
        yield _Shown(progress)
