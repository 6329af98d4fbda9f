"""WalledCamera: one camera whose pixels live and die in a confined child."""

import logging
import threading
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Literal, Self

from edge_node.capture.source import SourceConfig
from edge_node.drops import with_more, with_one
from edge_node.errors import CaptureError, FrozenError, LostChildError, WallError
from edge_node.observations import FrameObservation
from edge_node.pose.models import Models
from edge_node.wall.child import LIVE_SILENCE_S, SILENCE_S, Child
from edge_node.wall.messages import Job
from edge_node.wall.preview import Preview
from edge_node.wall.report import WallReport

_LOGGER = logging.getLogger(__name__)
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_PREVIEWS_KEPT = 8
WITHOUT_DETECTORS = (
    "no detector weights (yolox_nano.onnx, yunet_n_dynamic.onnx): MediaPipe alone finds about 1.1 people "
    "where 6.0 are found with them; put the weights into SHOAL_MODELS"
)
"""What the MediaPipe-only path costs, on a supermarket clip. Source: tests/benchmarks/clips.py."""


class WalledCamera:
    """Starts the child, hands on what crosses, and starts a fresh child when a live source is lost."""

    def __init__(
        self,
        source: SourceConfig,
        *,
        models: Models,
        preview: bool = False,
        pose: Literal["direct", "mediapipe"] = "direct",
        looks: Literal["when due", "always"] = "when due",
        may_lack_landlock: bool = False,
    ) -> None:
        """Describe the camera; nothing is opened before `frames`.

        Raises: WallError when previews are asked for without detector weights: too many heads would show.
        """
        if not models.has_detectors:
            pose = "mediapipe"
            if preview:
                raise WallError("expected detector weights for a preview, got the MediaPipe-only path")
            _LOGGER.warning(WITHOUT_DETECTORS, extra={"camera": source.name})
        self._job = Job(
            source=source,
            models={name: str(path) for name, path in models.paths.items()},
            pose=pose,
            preview=preview,
            looks=looks,
            may_lack_landlock=may_lack_landlock,
        )
        self.previews: deque[Preview] = deque(maxlen=_PREVIEWS_KEPT)
        """The newest previews, each put here before its frame is yielded; take them with `popleft`."""
        self._child: Child | None = None
        self._closing = threading.Event()
        self._report = WallReport()
        self._denied: Counter[str] = Counter()
        self._stage_s: dict[str, float] = {}
        self._processor_s = 0.0
        self._tallied = 0

    def __enter__(self) -> Self:
        """Return the camera; leaving the block ends its child."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the child."""
        self.close()

    @property
    def report(self) -> WallReport:
        """What happened so far; complete once the frames have ended."""
        running = self._child.denied() if self._child else Counter[str]()
        return replace(self._report, denied=dict(self._denied + running))

    def frames(self) -> Iterator[FrameObservation]:
        """Yield one observation per frame; a file ends, an awaited live source is waited for until `close`.

        Bound: a child of an awaited live source that dies or hangs is replaced within 5 s; one that falls
        again before its first frame is waited for longer each time.
        Raises: CaptureError for a source that cannot be read, CutOffError for one that ends too early,
        FrozenError for one that shows a single picture; LostChildError for a file's child that died;
        ModelError, WallError.
        """
        wait_s, is_awaited = _FIRST_WAIT_S, self._job.source.is_live and self._job.source.is_awaited
        while not self._closing.is_set():
            seen = self._report.frames
            try:
                yield from self._one_child()
            except (CaptureError, LostChildError) as error:
                if not is_awaited:
                    raise
                lost = "worker" if isinstance(error, LostChildError) else "camera"
                _LOGGER.warning("%s lost: %s", lost, error, extra={"camera": self._job.source.name})
                self._suspect(is_frozen=isinstance(error, FrozenError))
            if not is_awaited:
                return
            wait_s = _FIRST_WAIT_S if self._report.frames > seen else min(2 * wait_s, _LONGEST_WAIT_S)
            self._closing.wait(wait_s)
            self._report = replace(self._report, restarts=self._report.restarts + 1)

    def want_previews(self, *, wanted: bool) -> None:
        """Ask for previews from the next frame on, or for none.

        Raises: WallError when previews are asked for without detector weights.
        """
        if wanted and self._job.pose == "mediapipe" and len(self._job.models) < 4:
            raise WallError("expected detector weights for a preview, got the MediaPipe-only path")
        self._job = self._job.model_copy(update={"preview": wanted})
        if self._child is not None:
            self._child.want_previews(wanted=wanted)

    def close(self) -> None:
        """End the child and wait for no other."""
        self._closing.set()
        self._end_child()

    def _suspect(self, *, is_frozen: bool) -> None:
        source = replace(self._job.source, is_suspect=is_frozen)
        self._job = self._job.model_copy(update={"source": source})

    def _one_child(self) -> Iterator[FrameObservation]:
        self._child = child = Child(self._job)
        abi = child.ready.landlock_abi
        if abi == 0:
            _LOGGER.warning("no Landlock on this kernel", extra={"camera": self._job.source.name})
        self._report = replace(
            self._report, confined=abi > 0, landlock_abi=abi, counted=child.ready.is_counted
        )
        try:
            for crossing in child.crossings(LIVE_SILENCE_S if self._job.source.is_live else SILENCE_S):
                if isinstance(crossing, Preview):
                    self.previews.append(crossing)
                elif isinstance(crossing, FrameObservation):
                    self._count(crossing)
                    yield crossing
        finally:
            self._end_child()

    def _count(self, frame: FrameObservation) -> None:
        report = self._report
        self._report = replace(
            report,
            frames=report.frames + 1,
            skipped=report.skipped + frame.skipped,
            dropped=with_one(report.dropped, frame.dropped),
            heads_filled=report.heads_filled + (0 if frame.skipped else frame.heads_filled),
        )

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        self._denied += child.close()
        for stage, spent in child.tally.stage_s.items():
            self._stage_s[stage] = self._stage_s.get(stage, 0.0) + spent
        self._processor_s += child.tally.processor_s
        self._tallied += child.tally.frames
        means = {stage: 1000 * spent / max(self._tallied, 1) for stage, spent in self._stage_s.items()}
        report = self._report
        self._report = replace(
            report,
            withheld=with_more(report.withheld, child.tally.withheld),
            replaced=report.replaced + child.tally.replaced,
            stage_ms=means,
            processor_ms=1000 * self._processor_s / max(self._tallied, 1),
        )
