"""A live node measures until it is told to stop, and outlives a camera that fails."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, press_pause, resume_store
from edge_node.config import NodeConfig
from edge_node.errors import CaptureError, CutOffError, StorageError, UplinkError
from edge_node.live import Desk, LiveNode, Outside, Silence
from edge_node.node import Node
from edge_node.now import Now
from edge_node.now_door import ask_now
from edge_node.observations import DROP_REASONS, DropReason, FrameObservation
from edge_node.pipeline import Pipeline
from edge_node.ports import Observations
from edge_node.site import CameraPlace, Site, bare_site
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from shared.ids import TaskId
from tests.support.clock import FakeClock
from tests.support.consent_world import NOTICE, attest_all
from tests.support.edge_world import BUNDLE, paired_node, taken_up
from tests.support.policy_world import after

OCCUPANCY = TaskId("occupancy.hour.site")
START = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
CONFIG = NodeConfig.model_validate(
    {"cameras": {"retry_after_s": 1.0}, "uplink": {"patience_s": 0.0, "timeout_s": 1.0}}
)


class EmptyShop:
    """A camera that sees nobody, ten frames long, and then asks the node to stop."""

    def __init__(self, desk: Desk, dropped: DropReason | None = None) -> None:
        self._desk = desk
        self._dropped = dropped

    def frames(self) -> Iterator[FrameObservation]:
        """Yield ten empty frames, one a second."""
        for index in range(10):
            yield FrameObservation(index, START + timedelta(seconds=index), 64, 48, (), 0, self._dropped)
        while not self._desk.frames.empty():
            self._desk.stop.wait(0.01)
        self._desk.stop.set()


def site() -> Site:
    """Return a site in pixels with one camera."""
    place = CameraPlace("door", "clip.mp4", None, None, 0.0)
    bare = bare_site("test", is_in_metres=False)
    return replace(bare, cameras=(place,), notice=NOTICE)


def attested(root: Path, clock: FakeClock) -> Node:
    """Return a paired node whose camera has its sign."""
    node, _ = paired_node(root, clock)
    attest_all(node.home, site(), START)
    return node


def test_what_was_measured_is_written_when_it_stops(tmp_path: Path) -> None:
    desk = Desk()
    node = attested(tmp_path, FakeClock(START))

    @contextmanager
    def look(_place: CameraPlace) -> Iterator[Observations]:
        yield EmptyShop(desk)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=lambda same: same)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()

        assert coverage(journal) >= 7.0


def test_a_camera_that_fails_is_opened_again(tmp_path: Path) -> None:
    desk, opened = Desk(), []
    node = attested(tmp_path, FakeClock(START))

    @contextmanager
    def look(place: CameraPlace) -> Iterator[Observations]:
        opened.append(place.name)
        if len(opened) == 1:
            raise CaptureError("expected a picture, got silence")
        yield EmptyShop(desk)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=lambda same: same)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()

    assert opened == ["door", "door"]


@pytest.mark.parametrize("reason", DROP_REASONS)
def test_dropped_frames_are_told_by_reason(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, reason: DropReason
) -> None:
    desk = Desk()
    node = attested(tmp_path, FakeClock(START))

    @contextmanager
    def look(_place: CameraPlace) -> Iterator[Observations]:
        yield EmptyShop(desk, reason)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=lambda same: same)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()

    told = [vars(record) for record in caplog.records if record.message == "frames so far"]
    assert told[-1]["levelname"] == "WARNING"
    assert told[-1][reason] == told[-1]["frames"] >= 9
    assert (told[-1]["opted_out"], told[-1]["staff"]) == (0, 0)


def test_a_silent_camera_is_noticed_after_the_longest_gap_and_not_before() -> None:
    silence = Silence(["door", "till"], START)
    silence.heard("till", START + timedelta(seconds=4))

    assert silence.noticed(START + timedelta(seconds=5)) == []
    assert silence.noticed(START + timedelta(seconds=6)) == ["door"]
    assert silence.noticed(START + timedelta(seconds=7)) == []


class Ending:
    """A file: a few empty frames and then its end, or a break."""

    def __init__(self, error: CaptureError | None) -> None:
        self._error = error

    def frames(self) -> Iterator[FrameObservation]:
        """Yield three empty frames."""
        for index in range(3):
            yield FrameObservation(index, START + timedelta(seconds=index), 64, 48, (), 0, None)
        if self._error is not None:
            raise self._error


@pytest.mark.parametrize("error", [None, CutOffError("breaks off")], ids=["whole", "cut off"])
def test_a_file_is_seen_once_for_its_people_would_be_counted_again(
    tmp_path: Path, error: CaptureError | None
) -> None:
    desk, opened = Desk(), []
    node = attested(tmp_path, FakeClock(START))

    @contextmanager
    def look(place: CameraPlace) -> Iterator[Observations]:
        opened.append(place.name)
        if len(opened) > 1:
            desk.stop.set()
        yield Ending(error)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=lambda same: same)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live._heed()
        live._watch(site().cameras[0])

    assert opened == ["door"]


class Shifting(EmptyShop):
    """The same, and half-way the node's clock is moved."""

    def __init__(self, desk: Desk, clock: FakeClock, by_s: float) -> None:
        super().__init__(desk)
        self._clock = clock
        self._by_s = by_s

    def frames(self) -> Iterator[FrameObservation]:
        """Yield the ten frames."""
        for frame in super().frames():
            if frame.index == 5:
                while not self._desk.frames.empty():
                    self._desk.stop.wait(0.01)
                self._clock.advance(self._by_s)
            yield frame


class Reluctant(Journal):
    """A journal whose disk is full for its first writing."""

    refusals = 1

    def unit(self) -> AbstractContextManager[None]:
        """Refuse once, then write."""
        if self.refusals:
            self.refusals -= 1
            raise StorageError("disk is full")
        return super().unit()


def test_what_could_not_be_written_is_written_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk, clock = Desk(), FakeClock(START)
    node = attested(tmp_path, clock)

    @contextmanager
    def look(_place: CameraPlace) -> Iterator[Observations]:
        yield Shifting(desk, clock, CONFIG.uplink.send_every_s)

    with closing(Reluctant(tmp_path / "journal.sqlite3")) as journal:
        outside = Outside(look=look, renew=lambda same: same)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()

        assert coverage(journal) >= 7.0
    assert "nothing written this time: disk is full" in caplog.text


def test_a_clock_that_is_set_back_does_not_stop_the_sending(tmp_path: Path) -> None:
    desk, clock, sendings = Desk(), FakeClock(START), list[datetime]()
    node = attested(tmp_path, clock)

    def renew(same: Node) -> Node:
        sendings.append(clock.now())
        raise UplinkError("nobody")

    @contextmanager
    def look(_place: CameraPlace) -> Iterator[Observations]:
        yield Shifting(desk, clock, -3600.0)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=renew)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()

    assert sendings == [START - timedelta(hours=1)]


class TwoHours(EmptyShop):
    """Ten frames, half an hour in which somebody renews the policy, and ten frames of the next hour."""

    def __init__(self, desk: Desk, clock: FakeClock, renewed: threading.Event) -> None:
        super().__init__(desk)
        self._clock = clock
        self._renewed = renewed

    def frames(self) -> Iterator[FrameObservation]:
        """Yield the twenty frames."""
        for index in range(10):
            yield FrameObservation(index, START + timedelta(seconds=index), 64, 48, (), 0, None)
        while not self._desk.frames.empty():
            self._desk.stop.wait(0.01)
        self._clock.advance(1_800)
        assert self._renewed.wait(10)
        self._clock.advance(1_800)
        for index in range(10):
            yield FrameObservation(index, START + timedelta(seconds=3_600 + index), 64, 48, (), 0, None)
        while not self._desk.frames.empty():
            self._desk.stop.wait(0.01)
        self._desk.stop.set()


@pytest.mark.parametrize("cut_minutes", [30, 10], ids=["the same cut", "another cut"])
def test_a_renewed_policy_is_measured_under_from_the_next_hour_without_a_restart(
    tmp_path: Path, cut_minutes: int
) -> None:
    desk, clock, renewed = Desk(), FakeClock(START), threading.Event()
    node, parties = paired_node(tmp_path, clock)
    attest_all(node.home, site(), START)
    newer = after(BUNDLE, track_cut_minutes=cut_minutes)

    def renew(held: Node) -> Node:
        if not renewed.is_set():
            held = taken_up(held, newer, parties["helper"])
            renewed.set()
        return held

    @contextmanager
    def look(_place: CameraPlace) -> Iterator[Observations]:
        yield TwoHours(desk, clock, renewed)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=renew)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live.run()
        hours = [journal.sums.get(OCCUPANCY, int(START.timestamp()) // 3600 + hour) for hour in (0, 1)]

    assert [held and (held.policy_hash, held.coverage_s >= 7.0) for held in hours] == [
        (BUNDLE.hash, True),
        (newer.hash, True),
    ]
    assert live._pipelines["door"].tally.frames == 20


class Asked(TwoHours):
    """The same, and before the first frame somebody in the store asks what is happening now."""

    def frames(self) -> Iterator[FrameObservation]:
        """Yield the twenty frames."""
        with suppress(StorageError):  # nobody answered: the test says so
            self.heard = ask_now(self.door)
        yield from super().frames()

    door: Path
    heard: bytes = b""


class Spoken(Now):
    """What is said, with a note of what it was told."""

    tended = 0
    followed: Node | None = None

    def said(self, pipelines: Mapping[str, Pipeline]) -> bytes:
        return ",".join(pipelines).encode()

    def tend(self) -> None:
        self.tended += 1

    def follow(self, node: Node) -> None:
        self.followed = node


def test_who_asks_a_node_at_work_is_answered_under_the_policy_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, clock, renewed = Desk(), FakeClock(START), threading.Event()
    node, parties = paired_node(tmp_path, clock)
    attest_all(node.home, site(), START)
    newer = after(BUNDLE)
    camera = Asked(desk, clock, renewed)
    camera.door = node.home.now_door

    def renew(held: Node) -> Node:
        if not renewed.is_set():
            held = taken_up(held, newer, parties["helper"])
            renewed.set()
        return held

    monkeypatch.setattr("edge_node.live.Now", Spoken)
    with closing(node.open_journal()) as journal:
        outside = Outside(look=lambda _: nullcontext(camera), renew=renew)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live.run()

    spoken = live._now
    assert isinstance(spoken, Spoken)
    assert camera.heard == b"door"
    assert spoken.tended > 0
    assert spoken.followed is not None
    assert spoken.followed.bundle == newer


class Closing(TwoHours):
    """The same, and when it is closed it asks the node to stop."""

    def frames(self) -> Iterator[FrameObservation]:
        """Yield frames until nobody looks any longer."""
        try:
            yield from super().frames()
        finally:
            self._desk.stop.set()


def test_a_policy_that_ends_closes_the_cameras(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk, clock, renewed = Desk(), FakeClock(START), threading.Event()
    node, parties = paired_node(tmp_path, clock)
    attest_all(node.home, site(), START)
    short = after(BUNDLE, not_after=START + timedelta(minutes=20))
    node = taken_up(node, short, parties["helper"])

    def renew(held: Node) -> Node:
        renewed.set()
        return held

    @contextmanager
    def look(_place: CameraPlace) -> Iterator[Observations]:
        yield Closing(desk, clock, renewed)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=renew)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()
        later = journal.sums.get(OCCUPANCY, int(START.timestamp()) // 3600 + 1)

    assert later is None
    assert "camera closed: the policy is in force" in caplog.text


def coverage(journal: Journal) -> float:
    """Return the seconds recorded for the hour of the test."""
    held = journal.sums.get(OCCUPANCY, int(START.timestamp()) // 3600)
    return 0.0 if held is None else held.coverage_s


class Pressing(EmptyShop):
    """The same, and at its fourth frame somebody acts; it never asks to stop."""

    def __init__(self, desk: Desk, act: Callable[[], object]) -> None:
        super().__init__(desk)
        self._act = act
        self.given = 0

    def frames(self) -> Iterator[FrameObservation]:
        """Yield frames for as long as they are taken."""
        for index in range(200):
            if index == 4:
                while not self._desk.frames.empty():
                    self._desk.stop.wait(0.01)
                self._act()
            self.given = index
            yield FrameObservation(index, START + timedelta(seconds=index), 64, 48, (), 0, None)


def test_a_pause_closes_the_camera_without_a_restart(tmp_path: Path) -> None:
    desk, clock, opened = Desk(), FakeClock(START), list[str]()
    node = attested(tmp_path, clock)
    shop = Pressing(desk, lambda: press_pause(tmp_path, Wanted("till 2"), clock))

    @contextmanager
    def look(place: CameraPlace) -> Iterator[Observations]:
        opened.append(place.name)
        yield shop
        opened.append("closed")
        desk.stop.set()

    with closing(node.open_journal()) as journal:
        outside = Outside(look=look, renew=lambda same: same)
        LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk).run()

        assert coverage(journal) == 3.0
    assert opened == ["door", "closed"]
    assert shop.given < 199


class Hurrying(FakeClock):
    """A clock that is half a minute further whenever somebody looks at it."""

    def now(self) -> datetime:
        """Return the moment, and go on."""
        self.advance(30)
        return super().now()


@pytest.mark.parametrize(
    "remove",
    [
        lambda home: home.attestations.unlink(),
        lambda home: home.attestations.write_text("{"),
        lambda home: home.pauses.write_text("{"),
    ],
    ids=["no attestation", "attestations damaged", "pauses damaged"],
)
def test_a_camera_that_may_not_look_is_never_opened(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, remove: Callable[[Home], object]
) -> None:
    desk, clock, opened, sendings = Desk(), Hurrying(START), list[str](), list[datetime]()
    node = attested(tmp_path, clock)
    remove(node.home)

    @contextmanager
    def look(place: CameraPlace) -> Iterator[Observations]:
        opened.append(place.name)
        yield EmptyShop(desk)

    def renew(same: Node) -> Node:
        sendings.append(clock.now())
        desk.stop.set()
        return same

    with closing(node.open_journal()) as journal:
        LiveNode(node, site(), journal, config=CONFIG, outside=Outside(look, renew), desk=desk).run()

        assert coverage(journal) == 0.0
    assert opened == []
    assert len(sendings) == 1, "it reports as always, with coverage 0"
    assert "camera closed" in caplog.text


def test_a_camera_looks_again_when_the_pause_ends_and_counts_nothing_of_it(tmp_path: Path) -> None:
    desk, clock = Desk(), FakeClock(START)
    node = attested(tmp_path, clock)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=lambda _: nullcontext(EmptyShop(desk)), renew=lambda same: same)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live._heed()
        for second in (0, 1, 2):
            see(live, desk, second)
        press_pause(tmp_path, Wanted("till 2"), clock)
        live._heed()
        see(live, desk, 3)
        clock.advance(4)
        resume_store(tmp_path, "till 2", clock)
        live._heed()
        for second in (3, 4, 5):
            see(live, desk, second)
        live._write()

        assert coverage(journal) == 3.0


def see(live: LiveNode, desk: Desk, second: int) -> None:
    """Lay down one empty frame of that second and let the line take it."""
    desk.frames.put(
        ("door", FrameObservation(second, START + timedelta(seconds=second), 64, 48, (), 0, None))
    )
    live._take()


def test_a_policy_that_changes_takes_hold_without_a_restart(tmp_path: Path) -> None:
    desk, clock = Desk(), FakeClock(START)
    node = attested(tmp_path, clock)
    documents = tuple(d.model_copy(update={"notice_reference": "notice-9"}) for d in BUNDLE.documents)
    stricter = replace(node, bundle=BUNDLE.model_copy(update={"documents": documents}))

    with closing(node.open_journal()) as journal:
        outside = Outside(look=lambda _: nullcontext(EmptyShop(desk)), renew=lambda _: stricter)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live._heed()
        for second in (0, 1, 2):
            see(live, desk, second)
        live._send()
        see(live, desk, 3)
        live._write()

        assert coverage(journal) == 2.0, "what was measured under the former policy is kept"
    assert not live._shutters.is_open("door")


def test_a_policy_that_stays_breaks_nothing_off(tmp_path: Path) -> None:
    desk, clock = Desk(), FakeClock(START)
    node = attested(tmp_path, clock)

    with closing(node.open_journal()) as journal:
        outside = Outside(look=lambda _: nullcontext(EmptyShop(desk)), renew=lambda same: same)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live._heed()
        see(live, desk, 0)
        live._send()
        see(live, desk, 1)
        live._write()

        assert coverage(journal) == 1.0


def test_the_public_page_follows_a_pause_and_its_failure_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk, clock, published = Desk(), FakeClock(START), list[int]()
    node = attested(tmp_path, clock)

    def publish(_node: Node) -> None:
        published.append(len(published))
        if len(published) == 2:
            raise StorageError("disk is full")

    with closing(node.open_journal()) as journal:
        outside = Outside(lambda _: nullcontext(EmptyShop(desk)), lambda same: same, publish)
        live = LiveNode(node, site(), journal, config=CONFIG, outside=outside, desk=desk)
        live._heed()
        live._heed()
        press_pause(tmp_path, Wanted("till 2"), clock)
        live._heed()
        resume_store(tmp_path, "till 2", clock)
        live._heed()

    assert published == [0, 1, 2]
    assert "public page not written: disk is full" in caplog.text
