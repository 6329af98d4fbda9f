"""What a store's labels look like: how often each comes, what was read, and single windows as bars.

A replay shows levels and nothing else; there is nothing else to show.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from edge_node.intent.levels import UNREAD
from edge_node.intent.window import FEATURES, LABELS, STEP_S, STEPS, Example, Label, stacked

BARS = "▁▃▅█"
"""Levels 0 to 3."""

UNREAD_MARK = "·"
"""What stands where nothing was read."""

_ROW_PX, _STEP_PX, _NAME_PX, _BAR_PX = 18, 22, 300, 14


@dataclass(frozen=True, slots=True)
class LabelAudit:
    """What one store's windows hold, counted."""

    labels: dict[Label, int]
    """Windows by label, every label there is."""
    levels: dict[str, list[int]]
    """By feature how many moments were not read, then how many had level 0, 1, …"""

    @property
    def windows(self) -> int:
        """How many windows there are."""
        return sum(self.labels.values())

    @property
    def commonest_share(self) -> float:
        """What always guessing the commonest label would get right; 0 for no windows."""
        return max(self.labels.values()) / self.windows if self.windows else 0.0


def audit_of(examples: Sequence[Example]) -> LabelAudit:
    """Return the balance of labels and of levels."""
    found = Counter(example.label for example in examples)
    windows, _ = stacked(examples)
    levels = {
        feature.name: [
            int((windows[:, :, column] == level).sum()) for level in range(UNREAD, len(feature.edges) + 1)
        ]
        for column, feature in enumerate(FEATURES)
    }
    return LabelAudit({label: found[label] for label in LABELS}, levels)


def bars(example: Example) -> list[str]:
    """Return one line a feature: a bar for each of the window's moments, then its name."""
    rows = example.window.levels.T.tolist()
    return [
        f"{''.join(UNREAD_MARK if level == UNREAD else BARS[level] for level in row)}  {feature.name}"
        for row, feature in zip(rows, FEATURES, strict=True)
    ]


def svg(example: Example) -> str:
    """Return the same as a drawing: one row a feature, one column a moment, higher for a higher level."""
    width, height = _NAME_PX + STEPS * _STEP_PX, _ROW_PX * (len(FEATURES) + 2)
    title = f"{example.label}: what came after {STEPS * STEP_S:g} s of movement in coarse levels"
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="system-ui" font-size="12"><title>{escape(title)}</title>',
        f'<text x="0" y="{_ROW_PX - 5}" font-weight="600">{escape(example.label)}</text>',
    ]
    for row, feature in enumerate(FEATURES, start=1):
        floor_px = _ROW_PX * (row + 1) - 4
        drawn.append(f'<text x="0" y="{floor_px}">{escape(feature.name)}</text>')
        for step, level in enumerate(example.window.levels[:, row - 1].tolist()):
            drawn.append(_bar(_NAME_PX + step * _STEP_PX, floor_px, level))
    return "\n".join([*drawn, "</svg>"])


def _bar(left_px: int, floor_px: int, level: int) -> str:
    if level == UNREAD:
        return f'<circle cx="{left_px + 8}" cy="{floor_px - 2}" r="1.5" fill="#e9e2d3"/>'
    tall_px = 2 + level * (_BAR_PX - 2) // 3
    return (
        f'<rect x="{left_px}" y="{floor_px - tall_px}" width="16" height="{tall_px}" fill="#0e7c86">'
        f"<title>level {level}</title></rect>"
    )
