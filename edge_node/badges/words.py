"""What stands on a printed badge, in each language there is; another language is one more entry."""

from dataclasses import dataclass
from typing import Literal, get_args

from edge_node.observations import BadgeKind

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Words:
    """One language; braces are filled in by the page."""

    title: dict[BadgeKind, str]
    effect: dict[BadgeKind, str]
    """What becomes of whoever wears it."""
    sized_for: str
    read_within: str
    """The only promise."""
    beyond: dict[BadgeKind, str]
    steps: tuple[str, ...]
    """What to do, in order."""
    ruler: str
    same_for_all: str
    camera: str
    """A camera known by its name."""
    lens: str
    """One known by its picture and its view."""


WORDS: dict[Language, Words] = {
    "en": Words(
        title={
            "optout": "Please do not measure me",
            "staff": "I work here",
            "panel": "I take part",
        },
        effect={
            "optout": (
                "Whoever wears this is left out: the way through the shop that a camera has noted is "
                "dropped as soon as the badge has been read twice. What is left is a number: how many "
                "opted out."
            ),
            "staff": (
                "Whoever wears this is counted nowhere, and hands and posture are not looked at, as soon "
                "as the badge has been read twice. What is left is a number: how many were staff."
            ),
            "panel": (
                "Whoever wears this has consented, and is counted for the purpose on their receipt once a "
                "camera has read the badge twice. Give it back, or take it off, and nothing more is counted."
            ),
        },
        sized_for=(
            "Sized for {camera}. One small square is {module_mm:g} mm wide, the black square {side_mm:g} mm."
        ),
        read_within=(
            "Read up to {range_m:.1f} m from the camera, in a straight line, by somebody who faces it "
            "within {facing_deg}°, in nine of ten looks."
        ),
        beyond={
            "optout": (
                "Farther away, from behind or covered it may not be read: you are then measured like anybody."
            ),
            "staff": (
                "Farther away, from behind or covered it may not be read: you are then counted as a visitor."
            ),
            "panel": (
                "Farther away, from behind or covered it may not be read: you are then not counted for it."
            ),
        },
        steps=(
            (
                "Print at 100 %, not fitted to the page. The line below must be 100 mm long; if it is "
                "not, print again."
            ),
            "Cut along the grey line. The white edge belongs to the badge.",
            "Wear it flat on the chest, not under a jacket, strap or scarf. Arms and trolleys can hide it.",
            "Wear a second one on the back: from behind, one on the chest is never read.",
        ),
        ruler="100 mm",
        same_for_all=(
            "This badge is the same for everybody in every shop of the chain: it says nothing of who you are."
        ),
        camera="camera “{name}”",
        lens=("a picture {width_px} px wide through a lens of {lens_deg:g}°"),
    ),
    "de": Words(
        title={
            "optout": "Bitte nicht erfassen",
            "staff": "Ich arbeite hier",
            "panel": "Ich nehme teil",
        },
        effect={
            "optout": (
                "Wer dies trägt, wird ausgelassen: der Weg durch den Laden, den eine Kamera vermerkt hat,"
                " wird verworfen, sobald das Abzeichen zweimal gelesen wurde. Übrig bleibt eine Zahl: wie"
                " viele widersprochen haben."
            ),
            "staff": (
                "Wer dies trägt, wird nirgends gezählt, und Hände und Haltung werden nicht betrachtet, "
                "sobald das Abzeichen zweimal gelesen wurde. Übrig bleibt eine Zahl: wie viele zum "
                "Personal gehörten."
            ),
            "panel": (
                "Wer dies trägt, hat eingewilligt und wird für den Zweck auf der Quittung gezählt, solange "
                "eine Kamera das Abzeichen zweimal gelesen hat. Wer es zurückgibt oder abnimmt, wird dafür "
                "nicht mehr gezählt."
            ),
        },
        sized_for=(
            "Bemessen für {camera}. Ein kleines Quadrat ist {module_mm:g} mm breit, das schwarze "
            "{side_mm:g} mm."
        ),
        read_within=(
            "Wird bis {range_m:.1f} m von der Kamera gelesen, in gerader Linie, wenn man ihr bis auf "
            "{facing_deg}° zugewandt ist, bei neun von zehn Blicken."
        ),
        beyond={
            "optout": (
                "Weiter weg, von hinten oder verdeckt wird es vielleicht nicht gelesen: dann werden Sie "
                "erfasst wie alle anderen."
            ),
            "staff": (
                "Weiter weg, von hinten oder verdeckt wird es vielleicht nicht gelesen: dann zählen Sie "
                "als Kunde."
            ),
            "panel": (
                "Weiter weg, von hinten oder verdeckt wird es vielleicht nicht gelesen: dann werden Sie "
                "dafür nicht gezählt."
            ),
        },
        steps=(
            (
                "Mit 100 % drucken, nicht an die Seite angepasst. Die Linie unten muss 100 mm lang sein; "
                "sonst noch einmal drucken."
            ),
            "An der grauen Linie ausschneiden. Der weiße Rand gehört zum Abzeichen.",
            (
                "Flach auf der Brust tragen, nicht unter Jacke, Gurt oder Schal. Arme und Wagen können es"
                " verdecken."
            ),
            "Ein zweites auf dem Rücken tragen: von hinten wird eines auf der Brust nie gelesen.",
        ),
        ruler="100 mm",
        same_for_all=(
            "Dieses Abzeichen ist für alle in jedem Laden der Kette gleich: es sagt nicht, wer Sie sind."
        ),
        camera="die Kamera „{name}“",
        lens=("ein Bild von {width_px} px Breite durch ein Objektiv von {lens_deg:g}°"),
    ),
}
"""By language."""
