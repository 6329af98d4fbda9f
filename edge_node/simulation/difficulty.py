"""How hard a drawn shop is to measure: one frozen, named description that fixes everything but the shop.

Grounded in six public clips (`python tests/benchmarks/ground_simulation.py`, "cameras"): 480–1280 px wide,
7–17 frames a second, brightness 0.39–0.56, grain 1–5 grey levels. `dim` and `crowded_dim` are darker and
noisier than any of them. How many people, trolleys and staff there are is a choice.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difficulty:
    """One level. The same level, view and seed give the same clip, to the pixel."""

    name: str
    people: int
    """How many shoppers the staging keeps in the camera's part of the shop at once."""
    camera_height_m: float
    lens_deg: float
    """Horizontal view; a wide lens makes far people small."""
    frame_px: tuple[int, int] = (768, 432)
    """Width and height."""
    rate_hz: float = 8.0
    light: float = 0.8
    """Brightness of the picture; 1 is the drawing as it is, 0.8 the mean brightness of the brightest clip."""
    grain: float = 3.0
    """Standard deviation of the picture noise, grey levels."""
    trolley_share: float = 0.15
    """How many shoppers push a trolley."""
    staff: int = 1
    """People who work in view: they stand, fill shelves and walk across."""

    def __post_init__(self) -> None:
        if not 1 <= self.people <= 25:
            raise ValueError(f"expected 1 to 25 people, got {self.people}")
        if not 5.0 <= self.rate_hz <= 15.0:
            raise ValueError(f"expected 5 to 15 frames a second, got {self.rate_hz}")


CALM = Difficulty("calm", 2, 3.0, 60.0, rate_hz=10.0, light=1.0, grain=2.0, trolley_share=0.0, staff=0)
EVERYDAY = Difficulty("everyday", 5, 2.8, 70.0)
BUSY = Difficulty("busy", 9, 2.6, 75.0, light=0.75, grain=4.0, trolley_share=0.25)
CROWDED = Difficulty("crowded", 16, 2.6, 80.0, light=0.75, grain=4.0, trolley_share=0.3, staff=2)
CROWDED_DIM = Difficulty(
    "crowded_dim", 25, 2.5, 90.0, rate_hz=5.0, light=0.35, grain=8.0, trolley_share=0.3, staff=2
)
DIM = Difficulty("dim", 5, 2.8, 70.0, light=0.3, grain=8.0)
SLOW = Difficulty("slow", 5, 2.8, 70.0, rate_hz=5.0)
STEEP = Difficulty("steep", 5, 4.5, 90.0, frame_px=(640, 480))
SHARP = Difficulty("sharp", 5, 2.8, 70.0, frame_px=(1280, 720), rate_hz=15.0)

LEVELS = {level.name: level for level in (CALM, EVERYDAY, BUSY, CROWDED, CROWDED_DIM)}
"""Rising difficulty: everything gets harder at once."""

VARIANTS = {level.name: level for level in (DIM, SLOW, STEEP, SHARP)}
"""`everyday` with one thing changed: little light, few frames, a steep camera, many pixels and frames."""
