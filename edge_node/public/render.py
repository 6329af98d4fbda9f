"""The public page and its signs as files: HTML without a script, that loads nothing."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from edge_node.consent.notice import Sign
from edge_node.public.facts import CameraFacts, Facts, MetricFacts, PurposeFacts
from edge_node.public.languages import SIGNED, Catalogue, Told, catalogue, told
from policies.training import LINKED_OF_100

INDEX = "index.html"
"""The page in the store's first language."""

_FOLDER = Path(__file__).parent
_NEVER = ("pictures", "faces", "again", "single", "staff", "guess")
_OBJECT = ("anytime", "speak", "badge", "pause", "erase", "complain")


@dataclass(frozen=True, slots=True)
class Link:
    """A file beside this one."""

    file: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of a purpose."""

    label: str
    words: str
    language: str = ""
    """The one the words are in, where it need not be the page's."""


@dataclass(frozen=True, slots=True)
class PurposeCard:
    """A purpose in the page's language."""

    told: Told
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CameraRow:
    """A camera in the page's language."""

    name: str
    sign: str
    now: str


@dataclass(frozen=True, slots=True)
class Status:
    """What holds this minute."""

    title: str
    detail: str


def files_of(facts: Facts, signs: Mapping[str, Sign]) -> dict[str, str]:
    """Return every file of the store's page by its name: one page a language, one a sign."""
    measured = {purpose.document.purpose for purpose in facts.purposes}
    signs = {
        name: sign for name, sign in signs.items() if not sign.about or measured.intersection(sign.about)
    }
    files = {_file(facts, language): _page(facts, signs, language) for language in facts.languages}
    return files | {f"{name}.html": _sign(sign) for name, sign in signs.items()}


def _page(facts: Facts, signs: Mapping[str, Sign], language: str) -> str:
    words = catalogue(language)
    rows = {purpose.document.purpose: tuple(_rows(purpose, facts, words)) for purpose in facts.purposes}
    shared = _shared(tuple(rows.values()))
    return _render(
        "page.html",
        language,
        facts=facts,
        moment=_moment,
        others=[
            Link(_file(facts, other), other, catalogue(other).words("page.name")) for other in facts.languages
        ],
        status=_status(facts, words),
        shared=shared,
        purposes=[
            PurposeCard(
                told(purpose.document, language),
                tuple(row for row in rows[purpose.document.purpose] if row not in shared),
            )
            for purpose in facts.purposes
        ],
        never=tuple(_never(facts, words)),
        objections=[words.words(f"objecting.{name}", contact=facts.contact) for name in _objections(facts)],
        cameras=[_camera(camera, words) for camera in facts.cameras],
        sign_files=[Link(f"{name}.html", sign.language, name) for name, sign in signs.items()],
    )


def _sign(sign: Sign) -> str:
    return _render("sign.html", sign.language, sign=sign)


def _render(template: str, language: str, **values: object) -> str:
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            w=catalogue(language).words,
            style=Markup(style),  # noqa: S704  # our own sheet, named by its hash in the policy
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            **values,
        )
    )


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _file(facts: Facts, language: str) -> str:
    return INDEX if language == facts.languages[0] else f"{language}.html"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _status(facts: Facts, words: Catalogue) -> Status:
    if facts.is_paused:
        until = facts.paused_until
        detail = words.words("now.paused_open")
        if until is not None:
            detail = words.words("now.paused_until", moment=_moment(until))
        return Status(words.words("now.paused"), detail)
    if facts.looking:
        counts = words.words("now.some", looking=facts.looking, cameras=len(facts.cameras))
        return Status(words.words("now.measuring"), counts)
    if facts.is_resting:
        return Status(words.words("now.resting"), "")
    return Status(words.words("now.nothing"), words.words("now.nothing_why"))


def _never(facts: Facts, words: Catalogue) -> Iterator[str]:
    yield from (words.words(f"never.{name}") for name in _NEVER)
    for children in dict.fromkeys(purpose.document.children for purpose in facts.purposes):
        yield words.words(f"never.children_{children}")


def _objections(facts: Facts) -> Iterator[str]:
    return (name for name in _OBJECT if name != "speak" or facts.contact)


def _camera(camera: CameraFacts, words: Catalogue) -> CameraRow:
    sign = words.words("signs.missing")
    if camera.text:
        sign = f"{camera.text}: " + words.words("signs.attested", seen=camera.seen, until=camera.until)
    known = camera.refusal if camera.refusal in words.signs else "other"
    return CameraRow(camera.name, sign, words.words(f"signs.{known if camera.refusal else 'looks'}"))


def _shared(rows: Sequence[Sequence[Row]]) -> tuple[Row, ...]:
    """Return what holds for every purpose, to be said once; nothing where there is only one."""
    if len(rows) < 2:
        return ()
    return tuple(row for row in rows[0] if all(row in others for others in rows[1:]))


def _rows(purpose: PurposeFacts, facts: Facts, words: Catalogue) -> Iterator[Row]:
    document = purpose.document
    if purpose.metrics:
        yield Row(
            words.words("what.counted"), "; ".join(_metric(metric, words) for metric in purpose.metrics)
        )
        lanes = dict.fromkeys(metric.lane for metric in purpose.metrics)
        shown = "; ".join(words.words(f"lanes.{lane}", batch=facts.minimum_batch) for lane in lanes)
        yield Row(words.words("what.shown"), shown)
    if purpose.trains:
        given = words.words("learning.given", hours=purpose.training, batch=facts.minimum_batch)
        yield Row(words.words("learning.label"), given if facts.learns else words.words("learning.off"))
        yield Row(
            words.words("learning.switch"), words.words("learning.how" if facts.learns else "learning.back")
        )
    yield Row(words.words("what.basis"), words.words(f"basis.{document.lawful_basis}"))
    if purpose.quiet:
        yield Row(words.words("what.quiet"), purpose.quiet)
    yield Row(words.words("what.kept"), "; ".join(_kept(purpose, words)))
    yield Row(words.words("what.owner"), document.owner, SIGNED)
    yield Row(words.words("what.review"), document.review_by.isoformat())
    if document.dpia_reference:
        yield Row(words.words("what.assessment"), document.dpia_reference)


def _metric(metric: MetricFacts, words: Catalogue) -> str:
    levels = ", ".join(words.words(f"levels.{level}") for level in metric.levels)
    return f"{words.words(f'metrics.{metric.name}')} ({levels})"


def _kept(purpose: PurposeFacts, words: Catalogue) -> Iterator[str]:
    kept = purpose.retention
    yield words.words("kept.pictures")
    yield words.words("kept.tracks", minutes=kept.track_minutes)
    if purpose.trains:
        yield words.words("kept.windows", hours=kept.window_hours, linked=LINKED_OF_100)
    yield words.words("kept.outbox", days=kept.outbox_days)
    yield words.words("kept.releases", months=kept.release_months)
