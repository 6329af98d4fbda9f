"""Prints how many marked heads each fill covers, by kind: ``python -m tests.benchmarks.heads [--json]``.

Two fills, each on its own line: *tight*, which precedes pose, and *wide*, which everything shown has gone
through. ``tests/benchmarks/head_truth.py`` says what a head is and when it is covered. Frames of clips
are judged twice: after the line has seen the 1.5 s before them, and alone, as if nothing had ever moved.
A preview is always the first one that anybody asked for; where none is made because the line is unsure,
the head counts as withheld. What stands still does so for as long as the line needs to settle; a clip's
own first frame is withheld. *leak at most* is the share of heads left bare that 95 % confidence does not
exclude (Clopper–Pearson, one-sided); heads of one clip resemble each other, so the true bound is wider.
Needs the development data (SHOAL_DATA).
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.stats import beta

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.blur.motion import SETTLED
from edge_node.blur.show import CloserLook
from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.capture.video import Video
from edge_node.frame import BlurredFrame, Pixels, RawFrame
from edge_node.pose.models import DETECTORS
from edge_node.pose.people import PersonFinder
from shared.clock import SystemClock
from tests.benchmarks.head_truth import SIDES, Head, Picture, is_clip, judge, mirrored, pictures, read_picture

Fill = Literal["tight", "wide"]
FILLS: tuple[Fill, ...] = ("tight", "wide")
OUTER = ("all", "clips, standing still", "before a mirror", "reflections")
"""Kinds that have no head in common; the others are parts of the first."""
BEFORE = timedelta(seconds=1.5)
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
CONFIDENCE = 0.95
REPOSITORY = Path(__file__).resolve().parents[2]
Finders = tuple[PersonFinder, FaceFinder]


@dataclass(slots=True)
class Count:
    """Heads of one kind under one fill."""

    heads: int = 0
    withheld: int = 0
    """Heads in pictures that were not shown."""
    bare: list[str] = field(default_factory=list)
    """Where each head that is not covered stands: file, frame and box."""
    shares: list[float] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """Return the figures of this kind."""
        return {
            "heads": self.heads,
            "withheld": self.withheld,
            "bare": len(self.bare),
            "filled_share": round(float(np.mean(self.shares)), 4) if self.shares else None,
            "leak_at_most": round(leak_bound(len(self.bare), len(self.shares)), 4),
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """One head: share of its box filled and whether it is covered, under each fill; None where not shown."""

    head: Head
    by_fill: dict[Fill, tuple[float, bool] | None]


class Counts:
    """Every kind under both fills."""

    def __init__(self) -> None:
        self.by_kind: dict[tuple[Fill, str], Count] = defaultdict(Count)

    def add(self, where: str, judged: Judged, kinds: tuple[str, ...]) -> None:
        """Count one head under both fills and each of its kinds."""
        for fill, verdict in judged.by_fill.items():
            for kind in kinds:
                count = self.by_kind[fill, kind]
                count.heads += 1
                if verdict is None:
                    count.withheld += 1
                    continue
                count.shares.append(verdict[0])
                if not verdict[1]:
                    count.bare.append(f"{where} {judged.head.box_px}")


def leak_bound(bare: int, heads: int) -> float:
    """Return the largest share of bare heads that would show at most so few of them in 5 % of such samples.

    Source: Clopper and Pearson 1934.
    """
    return 1.0 if bare >= heads else float(beta.ppf(CONFIDENCE, bare + 1, heads - bare))


def measure(data: Path, marked: list[Picture], finders: Finders) -> Counts:
    """Return the counts over every marked frame, alone as well, and over mirrors made of them."""
    counts = Counts()
    for picture, frames in clips(data, marked):
        where = f"{picture.file} {picture.frame}"
        for judged in _judged(finders, frames, picture.heads):
            counts.add(where, judged, ("all", *judged.head.kinds))
        alone = picture.heads if is_clip(picture.file) else ()
        for judged in _judged(finders, _still(frames[-1].pixels), alone):
            counts.add(where, judged, ("clips, standing still",))
        for side in SIDES:
            _, heads = mirrored(frames[-1].pixels, picture.heads, side=side)
            before = [replace(f, pixels=mirrored(f.pixels, (), side=side)[0]) for f in frames if heads]
            for number, judged in enumerate(_judged(finders, before, heads)):
                kind = "before a mirror" if number < len(heads) // 2 else "reflections"
                counts.add(f"{where}, mirror {side}", judged, (kind,))
    return counts


def clips(data: Path, marked: list[Picture]) -> Iterator[tuple[Picture, list[RawFrame]]]:
    """Yield every marked frame, last in the list of the frames shortly before it."""
    for file in dict.fromkeys(picture.file for picture in marked):
        here = {picture.frame: picture for picture in marked if picture.file == file}
        if not is_clip(file):
            yield here[0], _still(read_picture(data / file))
            continue
        seen: list[RawFrame] = []
        for frame in Video(SourceConfig(str(data / file), started_at=AT), SystemClock()).frames():
            seen = [old for old in seen if frame.captured_at - old.captured_at <= BEFORE]
            seen.append(frame)
            if frame.index in here:
                yield here[frame.index], seen
            if frame.index >= max(here):
                break


def _still(pixels: Pixels) -> list[RawFrame]:
    """Return the picture as a clip in which nothing moves, just long enough for the line to settle."""
    return [RawFrame(pixels, AT, 0), RawFrame(pixels, AT + SETTLED, 1)]


def _judged(finders: Finders, frames: list[RawFrame], heads: tuple[Head, ...]) -> Iterator[Judged]:
    """Yield each head under both fills of the last frame, which is the first one that is shown."""
    if not heads:
        return
    filler = HeadFiller(*finders)
    *_, tight = (filler.blur(frame) for frame in frames)
    filled: dict[Fill, Pixels] = {}
    if isinstance(tight, BlurredFrame):
        filled["tight"] = tight.pixels
        wide = CloserLook(*finders).shown(frames[-1], tight)
        if not isinstance(wide, str):
            filled["wide"] = wide
    bare = {fill: np.asarray((frames[-1].pixels == pixels).all(axis=2)) for fill, pixels in filled.items()}
    for head in heads:
        yield Judged(head, {fill: judge(bare[fill], head) if fill in bare else None for fill in FILLS})


def main(*, as_json: bool) -> None:
    """Print one line for each fill and kind, and where every bare head stands."""
    data = Path(os.environ.get("SHOAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (data / "faces").is_dir():
        raise SystemExit(f"expected the development data with its folder faces in {data}; set SHOAL_DATA")
    models = models_at_hand()
    people, faces = (models.paths[model.name].read_bytes() for model in DETECTORS)
    finders = PersonFinder(people, threads=2), FaceFinder(faces, threads=2)
    counts = measure(data, pictures(data), finders).by_kind
    if as_json:
        print(json.dumps([{"fill": fill, "kind": kind, **counts[fill, kind].row()} for fill, kind in counts]))
        return
    print(f"{'fill':6}{'kind':24}{'heads':>6}{'withheld':>10}{'bare':>6}{'leak at most':>14}{'filled':>9}")
    for fill, kind in sorted(counts, key=lambda key: FILLS.index(key[0])):
        row = counts[fill, kind].row()
        share = "-" if row["filled_share"] is None else f"{row['filled_share']:.1%}"
        print(
            f"{fill:6}{kind:24}{row['heads']:>6}{row['withheld']:>10}{row['bare']:>6}{row['leak_at_most']:>14.1%}"
            f"{share:>9}"
        )
    for (fill, kind), count in counts.items():
        for where in count.bare if kind in OUTER else ():
            print(f"bare under the {fill} fill, {kind}: {where}")


if __name__ == "__main__":
    main(as_json="--json" in sys.argv[1:])
