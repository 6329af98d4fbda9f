"""What the demo prints when it ends: one object for programs, a few lines for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TypedDict

from edge_node.demo.story import Told
from edge_node.wall.camera import WITHOUT_DETECTORS


class Wall(TypedDict):
    """What the kernel said of the filmed camera's child."""

    confined: bool
    denied: int


class Truth(TypedDict):
    """Who really came in during the drawn clip, and who was counted. None where nobody knows."""

    entries: int | None
    measured_entries: int | None


class Summary(TypedDict):
    """The object of ``shoal demo --once --json``."""

    sites: int
    frames: int
    tracks: int
    reports_accepted: int
    reports_refused: int
    releases: int
    suppressed: int
    signs: int
    """Cameras whose sign the demo attested; no store is there for one to hang in."""
    simulated: bool
    wall: Wall
    truth: Truth
    learning: dict[str, object] | None
    """The rounds of learning (story.Learnt); None where learning was left out."""
    has_detectors: bool
    """False when MediaPipe alone had to find people on film."""
    seconds: dict[str, float]
    urls: dict[str, str]


def summarise(told: Told, urls: Mapping[str, str]) -> Summary:
    """Return the summary of a demo that has run."""
    tallies = [tally for answer in told.passes.values() for tally in _mapping(answer["cameras"]).values()]
    return Summary(
        sites=len(told.passes),
        frames=_sum(tallies, "frames"),
        tracks=_sum(tallies, "tracks"),
        reports_accepted=_sum(told.passes.values(), "accepted"),
        reports_refused=_sum(told.passes.values(), "refused"),
        releases=int(str(told.released["published"])),
        suppressed=int(str(told.released["suppressed"])),
        signs=sum(len(floor.cameras) for floor in told.floors.values()),
        simulated=True,
        wall=_wall(told),
        truth=_truth(told),
        learning=None if told.learnt is None else asdict(told.learnt),
        has_detectors=all(bool(answer.get("has_detectors", True)) for answer in told.passes.values()),
        seconds=told.seconds,
        urls={"leader": urls["leader"], "helper": urls["helper"], "hq": f"{urls['leader']}/hq"},
    )


def lines(summary: Summary) -> list[str]:
    """Return the summary for a person, one line per thing that happened."""
    wall, truth = summary["wall"], summary["truth"]
    told = [
        f"stores    {summary['sites']}, {summary['tracks']} tracks, {summary['frames']} frames of film",
        f"signs     {summary['signs']} cameras attested by the demo itself: nobody has looked, no sign hangs",
        f"reports   {summary['reports_accepted']} accepted, {summary['reports_refused']} refused",
        f"releases  {summary['releases']} published, {summary['suppressed']} suppressed",
        f"wall      {'closed' if wall['confined'] else 'open'}, {wall['denied']} calls denied by the kernel",
    ]
    if truth["entries"] is not None:
        told.append(
            f"truth     {truth['entries']} people came in on film, {truth['measured_entries']} were counted"
        )
    told.append(f"learning  {_learning(summary['learning'])}")
    if not summary["has_detectors"]:
        told.append(f"note      {WITHOUT_DETECTORS}")
    elapsed = ", ".join(f"{name} {seconds} s" for name, seconds in summary["seconds"].items())
    return [*told, f"time      {elapsed}"]


def _learning(found: Mapping[str, object] | None) -> str:
    if found is None:
        return "left out: no SuperLink was started, no model trained"
    seconds, stores = _listed(found["seconds_per_round"], " s"), _listed(found["participants"])
    done, refused = found["rounds_completed"], found["rounds_refused"]
    return f"{done} rounds ({seconds}) over {stores} invented stores, {refused} refused, ε {found['epsilon']}"


def _listed(values: object, unit: str = "") -> str:
    if not isinstance(values, Sequence):
        raise TypeError(f"expected a list, got {type(values).__name__}")
    return ", ".join(f"{one}{unit}" for one in values) or "none"


def _wall(told: Told) -> Wall:
    for slug, floor in told.floors.items():
        if floor.filmed_camera:
            wall = _mapping(told.passes[slug]["wall"])
            return Wall(confined=bool(wall["confined"]), denied=int(str(wall["denied"])))
    return Wall(confined=False, denied=0)


def _truth(told: Told) -> Truth:
    for slug, floor in told.floors.items():
        if floor.filmed_camera:
            tally = _mapping(_mapping(told.passes[slug]["cameras"])[floor.filmed_camera])
            return Truth(entries=floor.true_entries, measured_entries=int(str(tally["entries"])))
    return Truth(entries=None, measured_entries=None)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object from a child, got {type(value).__name__}")
    return value


def _sum(answers: Iterable[object], key: str) -> int:
    return sum(int(str(_mapping(answer)[key])) for answer in answers)
