"""``shoal edge badge``: the page that somebody prints and wears, sized for the camera it is to be read by."""

from dataclasses import dataclass
from pathlib import Path

from edge_node.badge_sight import sight_of
from edge_node.badges.page import Page, pdf_of
from edge_node.badges.size import (
    Paper,
    focal_px_of,
    module_mm_for,
    most_module_mm,
    range_m_of,
    side_mm_of,
)
from edge_node.badges.words import WORDS, Language
from edge_node.errors import BadgeError
from edge_node.observations import BadgeKind
from edge_node.site_reader import load_site
from edge_node.storage.files import advice_for, write_whole


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written."""

    out: str
    kind: BadgeKind
    module_mm: float
    side_mm: float
    range_m: float
    """Straight from the camera."""
    farthest_m: float | None
    """The farthest wearer that the camera can see on its floor; None where no camera was named."""


@dataclass(frozen=True, slots=True)
class Optics:
    """What a badge is sized for."""

    name: str
    """In words of the language."""
    focal_px: float
    farthest_m: float | None = None


def of_camera(site: Path, camera: str, language: Language) -> Optics:
    """Return the optics of a camera of the site file.

    Raises: SiteError, ConfigError for the file; SiteError where its landmarks do not tell.
    """
    sight = sight_of(load_site(site), camera)
    return Optics(WORDS[language].camera.format(name=sight.camera), sight.focal_px, sight.farthest_m)


def of_lens(width_px: int, lens_deg: float, language: Language) -> Optics:
    """Return the optics of a camera known by its picture and its lens."""
    name = WORDS[language].lens.format(width_px=width_px, lens_deg=lens_deg)
    return Optics(name, focal_px_of(width_px, lens_deg))


def print_badge(
    kind: BadgeKind,
    optics: Optics,
    out: Path,
    *,
    distance_m: float | None,
    language: Language,
    paper: Paper,
) -> Printed:
    """Write the page and return what is on it.

    distance_m: how far away it must be read; None: as far as the camera sees people, or as the paper allows.
    Raises: BadgeError when no badge on that paper is read so far away, or the file cannot be written.
    """
    most_mm = most_module_mm(paper)
    wanted_m = distance_m or optics.farthest_m
    needed_mm = most_mm if wanted_m is None else module_mm_for(wanted_m, optics.focal_px)
    if distance_m is not None and needed_mm > most_mm:
        raise BadgeError(
            f"a badge on {paper} is read up to {range_m_of(most_mm, optics.focal_px):.1f} m from this "
            f"camera, asked for {distance_m:g} m. Ask for less, or take larger paper or a longer lens."
        )
    module_mm = min(needed_mm, most_mm)
    page = Page(kind, module_mm, range_m_of(module_mm, optics.focal_px), optics.name, language, paper)
    try:
        write_whole(out, pdf_of(page))
    except OSError as error:
        raise BadgeError(f"cannot write {out}: {error.strerror}. {advice_for(error)}") from error
    farthest_m = None if optics.farthest_m is None else round(optics.farthest_m, 1)
    return Printed(str(out), kind, module_mm, side_mm_of(module_mm), round(page.range_m, 1), farthest_m)
