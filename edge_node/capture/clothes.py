"""What drawn people wear: colours, cut and pattern by number, so that neighbours differ."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Colour = tuple[int, int, int]
Cut = Literal["plain", "striped", "jacket", "shirt", "coat"]
Hair = Literal["short", "long", "bun", "bald"]

TOPS: tuple[Colour, ...] = (
    (62, 58, 104), (112, 88, 62), (84, 104, 88), (58, 56, 56),
    (168, 170, 176), (92, 122, 150), (96, 74, 92),
)  # fmt: skip
TROUSERS: tuple[Colour, ...] = ((96, 72, 52), (54, 52, 52), (104, 122, 138), (76, 70, 68))
SKINS: tuple[Colour, ...] = ((150, 180, 220), (110, 145, 195), (70, 100, 150), (50, 70, 105))
HAIRS: tuple[Colour, ...] = ((30, 40, 60), (20, 20, 25), (90, 130, 170), (60, 80, 120), (150, 150, 155))
SHOES: tuple[Colour, ...] = ((40, 40, 45), (200, 200, 205), (60, 70, 100))
CUTS: tuple[Cut, ...] = ("plain", "jacket", "striped", "shirt", "coat")
HAIR_CUTS: tuple[Hair, ...] = ("short", "long", "short", "bun", "short", "bald")
_FOLDS = 0.07
"""Standard deviation of the brightness of cloth from piece to piece."""
_LIGHT: Colour = (205, 208, 212)
_OPENING = 0.4
"""A jacket is open this far to both sides of the middle, rad."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one person is drawn; colours blue-green-red."""

    number: int
    top: Colour
    trousers: Colour
    skin: Colour
    hair: Colour
    shoes: Colour
    cut: Cut
    hair_cut: Hair
    has_short_sleeves: bool


def look_of(number: int) -> Look:
    """Return the look of that number; neighbouring numbers differ in every colour."""
    return Look(
        number=number,
        top=TOPS[number % len(TOPS)],
        trousers=TROUSERS[number % len(TROUSERS)],
        skin=SKINS[(number * 3) % len(SKINS)],
        hair=HAIRS[(number * 2) % len(HAIRS)],
        shoes=SHOES[number % len(SHOES)],
        cut=CUTS[(number * 2) % len(CUTS)],
        hair_cut=HAIR_CUTS[number % len(HAIR_CUTS)],
        has_short_sleeves=CUTS[(number * 2) % len(CUTS)] in ("plain", "striped") and number % 2 == 0,
    )


def cloth(colour: Colour, rounds: int, pieces: int, number: int) -> Floats:
    """Return float64 (rounds, pieces, 3): the colour in folds, the same for the same number."""
    folds = np.random.default_rng(number).normal(1.0, _FOLDS, (rounds, pieces, 1))
    coloured: Floats = np.array(colour, dtype=np.float64) * np.clip(folds, 0.75, 1.25)
    return coloured


def top_of(look: Look, rounds: int, pieces: int) -> Floats:
    """Return the colours of the trunk from neck to hips, float64 (rounds, pieces, 3)."""
    colours = cloth(look.top, rounds, pieces, look.number)
    turn = (np.arange(pieces) + 0.5) * 2 * np.pi / pieces
    is_middle = np.abs(turn - np.pi / 2) < _OPENING
    if look.cut == "striped":
        colours[2::2] = 0.5 * colours[2::2] + 0.5 * np.array(_LIGHT)
    elif look.cut in ("jacket", "coat"):
        colours[:, is_middle] = cloth(_LIGHT if look.number % 2 else (90, 85, 80), rounds, 1, look.number)
        colours[0] *= 0.8
    elif look.cut == "shirt":
        colours[:, is_middle] *= 1.12
        colours[0] = np.array(_LIGHT)
    if look.cut != "coat":
        colours[-2] *= 0.7
        colours[-1] = np.array(look.trousers)
    return colours
