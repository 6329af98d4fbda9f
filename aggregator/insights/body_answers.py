"""From what was read of bodies to answers of the API, and to the rows of their CSV twins."""

from aggregator.insights.bodies import Bodies, bodies
from aggregator.insights.body_schemas import BodiesAnswer, BodyLine
from aggregator.insights.index import Index
from aggregator.insights.numbers import About, Number
from aggregator.insights.query import Question
from aggregator.insights.table import Cell, to_csv
from aggregator.insights.visit_schemas import Held


def posture_answer(index: Index, question: Question) -> BodiesAnswer:
    """Return visitors by level of movement energy and of openness."""
    return _answer(bodies(index, question.scope, "posture"), question)


def intent_answer(index: Index, question: Question) -> BodiesAnswer:
    """Return visitors by the next action expected of them."""
    return _answer(bodies(index, question.scope, "intent"), question)


def bodies_csv(answer: BodiesAnswer) -> str:
    """Return a line per zone type and part."""
    held = answer.held
    return to_csv(
        ("zone", "part", "value", "low", "high", "sites", "suppressed", "provisional", "simulated"),
        (
            (
                line.zone,
                line.part,
                *_ends(line.visitors),
                line.sites,
                line.suppressed,
                str(held.provisional),
                str(held.simulated),
            )
            for line in answer.lines
        ),
    )


def _ends(number: Number | None) -> tuple[Cell, Cell, Cell]:
    return (None, None, None) if number is None else (number.value, number.low, number.high)


def _answer(found: Bodies, question: Question) -> BodiesAnswer:
    return BodiesAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        least_count=found.least,
        lines=tuple(
            BodyLine(
                zone=row.zone,
                part=row.part,
                visitors=Number.of(row.estimate),
                suppressed=row.reason,
                sites=row.sites,
            )
            for row in found.rows
        ),
    )
