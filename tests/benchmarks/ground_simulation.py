"""Recompute the figures that simulated shoppers are grounded in, from the development data.

Run: ``python tests/benchmarks/ground_simulation.py [DATA_FOLDER]`` (default ../shared/data). Prints one JSON
object; the same figures stand, rounded, in edge_node/simulation/grounding.py.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations, pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLOW_M_S = 0.3
"""Below this a person stands: the 10th percentile of the hotel sequence with its standing people is 0.04."""
SHORTEST_STOP_S = 2.0
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHOP_FRONT = ("ucy_zara01.csv.gz", "ucy_zara02.csv.gz")
STANDING = (*SHOP_FRONT, "ucy_students03.csv.gz", "eth_seq_eth.csv.gz", "eth_seq_hotel.csv.gz")
"""Scenes in metres as surveyed; the concourse's are good to 10-20 %."""
BESIDE_M = 1.5
"""Who stands farther away stands at another place."""
PASSING_S = 0.1
"""Ways are looked at this often to tell how near two pass."""
PASSING_M, PASSING_M_S = 1.5, 0.5
"""Two pass each other when they come nearer than this, and move against each other faster than this."""
CONCOURSE = ("grand_central.csv.gz",)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def figures(data: Path) -> dict[str, object]:
    """Return every grounded figure."""
    trajectories = data / "trajectories"
    return {
        "shop_front": walking([trajectories / name for name in SHOP_FRONT]),
        "concourse": walking([trajectories / name for name in CONCOURSE]),
        "group_size_share": groups(trajectories),
        "group_apart_m": abreast(trajectories),
        "standing": standing([trajectories / name for name in STANDING]),
        "passing": passing([list(people([trajectories / name])) for name in STANDING]),
        "hour_share": hours(data / "counts" / "leeds_footfall_hourly.csv.gz"),
        "weekday_factor": weekdays(data),
        "cameras": cameras(data / "video"),
        "act_s": acts(data / "intent" / "merl_shopping_keypoints.csv.gz"),
    }


def walking(files: list[Path]) -> dict[str, object]:
    """Return quantiles of walking speed, of stop length and of presence, and the log-normal fit of stops."""
    speeds, stops, presence, stoppers = [], [], [], 0
    for times, points in people(files):
        steps = np.diff(times)
        pace = np.hypot(*np.diff(points, axis=0).T) / steps
        presence.append(float(times[-1] - times[0]))
        if (pace >= SLOW_M_S).any():
            speeds.append(float(np.median(pace[pace >= SLOW_M_S])))
        mine = stop_lengths(pace, steps)
        stops += mine
        stoppers += bool(mine)
    logs = np.log(stops)
    return {
        "people": len(presence),
        "speed_m_s": quantiles(speeds),
        "stops": len(stops),
        "share_who_stop": round(stoppers / len(presence), 3),
        "stop_s": quantiles(stops),
        "stop_log_mean_sd": [round(float(logs.mean()), 3), round(float(logs.std()), 3)],
        "presence_s": quantiles(presence),
    }


def people(files: list[Path]) -> Iterator[tuple[Floats, Floats]]:
    """Yield times in seconds and points in metres of everybody seen at least four times."""
    for file in files:
        rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        with gzip.open(file, "rt") as lines:
            for row in csv.DictReader(lines):
                rows[row["person_id"]].append((float(row["t_s"]), float(row["x_m"]), float(row["y_m"])))
        for samples in rows.values():
            table = np.array(sorted(samples))
            table = table[np.concatenate([[True], np.diff(table[:, 0]) > 0])]
            if len(table) >= 4:
                yield table[:, 0], table[:, 1:]


def stop_lengths(pace: Floats, steps: Floats) -> list[float]:
    """Return how long each run of slow steps lasts, in seconds, runs under the shortest stop left out."""
    lengths = [float(steps[first:last].sum()) for first, last in slow_runs(pace)]
    return [length for length in lengths if length >= SHORTEST_STOP_S]


def slow_runs(pace: Floats) -> list[tuple[int, int]]:
    """Return where each run of slow steps begins, and the step after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], pace < SLOW_M_S, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def standing(files: list[Path]) -> dict[str, object]:
    """Return how far the nearest of those who stand beside one is, and each one's half of its spread.

    Two count when they stand at the same time for the shortest stop and are not farther than BESIDE_M apart.
    """
    apart: list[float] = []
    for file in files:
        table = np.array([
            (times[first], times[last], *np.median(points[first : last + 1], axis=0))
            for times, points in people([file])
            for first, last in slow_runs(np.hypot(*np.diff(points, axis=0).T) / np.diff(times))
            if times[last] - times[first] >= SHORTEST_STOP_S
        ])  # fmt: skip
        from_s, until_s, xy_m = table[:, 0], table[:, 1], table[:, 2:]
        shared_s = np.minimum(until_s[:, None], until_s) - np.maximum(from_s[:, None], from_s)
        far_m = np.hypot(*np.moveaxis(xy_m[:, None] - xy_m, -1, 0))
        np.fill_diagonal(far_m, np.inf)
        nearest = np.where(shared_s >= SHORTEST_STOP_S, far_m, np.inf).min(axis=1)
        apart += nearest[nearest < BESIDE_M].tolist()
    spread_m = float(np.std(apart))
    return {
        "stays": len(apart),
        "apart_m": quantiles(apart),
        "spread_m": round(spread_m, 3),
        "each_m": round(spread_m / 2**0.5, 2),
    }


def passing(scenes: list[list[tuple[Floats, Floats]]]) -> dict[str, object]:
    """Return how far apart any two are when they pass each other: head-on, crossing or overtaking.

    A scene is everybody's times in seconds and points in metres. Two pass when their nearest moment lies
    inside the time that both are seen.
    """
    found: list[float] = []
    for scene in scenes:
        ways = [_resampled(times, points) for times, points in scene]
        found += [
            apart_m
            for one, other in combinations([way for way in ways if len(way[1]) > 2], 2)
            if (apart_m := _apart_passing(one, other)) is not None
        ]
    return {
        "passings": len(found),
        "apart_m": quantiles(found),
        "under_0.3_m": round(float(np.mean(np.array(found) < 0.3)), 3),
    }


def _resampled(times: Floats, points: Floats) -> tuple[int, Floats]:
    """Return the number of the first moment, of those PASSING_S apart, and where they are from then on."""
    first = int(np.ceil(times[0] / PASSING_S))
    at_s = np.arange(first, int(times[-1] / PASSING_S) + 1) * PASSING_S
    return first, np.stack([np.interp(at_s, times, points[:, axis]) for axis in (0, 1)], axis=1)


def _apart_passing(one: tuple[int, Floats], other: tuple[int, Floats]) -> float | None:
    first, last = max(one[0], other[0]), min(one[0] + len(one[1]), other[0] + len(other[1]))
    if last - first < 3:
        return None
    away = one[1][first - one[0] : last - one[0]] - other[1][first - other[0] : last - other[0]]
    far_m = np.hypot(*away.T)
    nearest = int(far_m.argmin())
    if nearest in {0, len(far_m) - 1} or far_m[nearest] >= PASSING_M:
        return None
    against_m_s = float(np.hypot(*(away[nearest + 1] - away[nearest - 1]))) / (2 * PASSING_S)
    return float(far_m[nearest]) if against_m_s > PASSING_M_S else None


def groups(trajectories: Path) -> dict[str, float]:
    """Return the share of groups of one, two, and three or more among all groups of the two ETH sequences."""
    sizes: list[int] = []
    for name in ("eth", "hotel"):
        lines = (trajectories / f"eth_seq_{name}_groups.txt").read_text().split("\n")
        together = [len(line.split()) for line in lines if line.strip()]
        everybody = sum(1 for _ in people([trajectories / f"eth_seq_{name}.csv.gz"]))
        sizes += together + [1] * (everybody - sum(together))
    return {
        label: round(float(np.mean([low <= size <= high for size in sizes])), 3)
        for label, low, high in (("1", 1, 1), ("2", 2, 2), ("3+", 3, 99))
    }


def abreast(trajectories: Path) -> dict[str, dict[str, float]]:
    """Return quantiles of how far two of one group are apart while they walk, beside and along their way."""
    beside, along = [], []
    for name in ("eth", "hotel"):
        at: dict[str, dict[str, Floats]] = defaultdict(dict)
        with gzip.open(trajectories / f"eth_seq_{name}.csv.gz", "rt") as lines:
            for row in csv.DictReader(lines):
                at[row["person_id"]][row["t_s"]] = np.array([float(row["x_m"]), float(row["y_m"])])
        groups_ = (trajectories / f"eth_seq_{name}_groups.txt").read_text().split("\n")
        for one, other in (pair for line in groups_ for pair in combinations(line.split(), 2)):
            times = sorted(set(at[one]) & set(at[other]), key=float)
            for now, then in pairwise(times):
                way = at[one][then] - at[one][now] + at[other][then] - at[other][now]
                length = float(np.hypot(*way))
                if length / (float(then) - float(now)) / 2 >= SLOW_M_S:
                    apart, ahead = at[other][now] - at[one][now], way / length
                    along.append(abs(float(apart @ ahead)))
                    beside.append(abs(float(ahead[0] * apart[1] - ahead[1] * apart[0])))
    return {"beside": quantiles(beside), "along": quantiles(along)}


def hours(file: Path) -> dict[str, list[float]]:
    """Return the share of a day's footfall in each local hour, Monday to Saturday and on Sundays."""
    sums = {"monday_to_saturday": np.zeros(24), "sunday": np.zeros(24)}
    for day, hour, count in leeds(file):
        sums["sunday" if day.weekday() == 6 else "monday_to_saturday"][hour] += count
    return {name: [round(float(share), 4) for share in total / total.sum()] for name, total in sums.items()}


def leeds(file: Path) -> Iterator[tuple[date, int, int]]:
    """Yield local date, hour and count of each camera-hour once; zeros (outages look like them) left out."""
    seen: set[tuple[str, str, str]] = set()
    with gzip.open(file, "rt") as lines:
        for row in csv.DictReader(lines):
            key = (row["NewDate"], row["Hour"], row["LocationName"])
            if key not in seen and row["InCount"] != "0":
                seen.add(key)
                day = datetime.strptime(row["NewDate"] + " +0000", "%d-%b-%Y %z").date()
                yield day, int(row["Hour"]), int(row["InCount"])


def weekdays(data: Path) -> dict[str, float]:
    """Return each weekday's customers over the mean of Monday to Saturday; Sunday from the street cameras."""
    counts: dict[int, list[int]] = defaultdict(list)
    with (data / "pos" / "rossmann_store1_daily_with_customers.csv").open() as lines:
        for row in csv.DictReader(lines):
            if row["Open"] == "1":
                counts[int(row["DayOfWeek"]) - 1].append(int(row["Customers"]))
    mean = np.mean([np.mean(counts[day]) for day in range(6)])
    factors = {DAYS[day]: round(float(np.mean(counts[day]) / mean), 3) for day in range(6)}
    return {**factors, "Sunday": round(sunday(data), 3)}


def sunday(data: Path) -> float:
    """Return a Sunday's street footfall over the mean day of Monday to Saturday."""
    totals: dict[date, int] = defaultdict(int)
    for day, _, count in leeds(data / "counts" / "leeds_footfall_hourly.csv.gz"):
        totals[day] += count
    of = [[total for day, total in totals.items() if day.weekday() == weekday] for weekday in range(7)]
    return float(np.mean(of[6]) / np.mean([np.mean(totals) for totals in of[:6]]))


def cameras(folder: Path) -> dict[str, dict[str, object]]:
    """Return each clip's frame size and rate, its mean brightness and its grain.

    The grain is the spread of still pixels between two frames over √2, by the median, so that what moves or
    was flattened by the codec counts little.
    """
    found = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".mp4", ".avi", ".gif"}):
        clip = cv2.VideoCapture(str(path))
        rate_hz = clip.get(cv2.CAP_PROP_FPS)
        greys = []
        while len(greys) < 60 and (read := clip.read())[0]:
            greys.append(cv2.cvtColor(read[1], cv2.COLOR_BGR2GRAY).astype(np.float32))
        steps = np.abs(np.diff(np.stack(greys), axis=0))
        moving = steps[steps > 0]
        found[path.name] = {
            "frame_px": [int(greys[0].shape[1]), int(greys[0].shape[0])],
            "rate_hz": round(rate_hz, 1),
            "brightness": round(float(np.mean(greys)) / 255, 2),
            "grain": round(float(np.median(moving)) / 0.6745 / 2**0.5, 1),
        }
    return found


def acts(file: Path) -> dict[str, dict[str, float]]:
    """Return quantiles of how long shelf actions last: frames of each clip over the nominal 30 Hz."""
    frames: dict[tuple[str, str], list[int]] = defaultdict(list)
    with gzip.open(file, "rt") as lines:
        for row in csv.DictReader(lines):
            frames[row["class"], row["clip"]].append(int(row["frame"]))
    lengths: dict[str, list[float]] = defaultdict(list)
    for (name, _), numbers in frames.items():
        lengths[name].append((max(numbers) - min(numbers) + 1) / 30)
    return {name: quantiles(values) for name, values in sorted(lengths.items())}


def quantiles(values: list[float]) -> dict[str, float]:
    """Return the five quantiles that the simulator is held to."""
    return {f"p{round(q * 100):02d}": round(float(np.quantile(values, q)), 2) for q in QUANTILES}


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    print(json.dumps(figures(Path(sys.argv[1]) if len(sys.argv) > 1 else default), indent=1))
