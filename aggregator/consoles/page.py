"""The HQ page as data: cards, charts, notes and the state it is in. HTML and JSON are made from this."""

from collections.abc import Iterator

from aggregator.consoles.cards import cards
from aggregator.consoles.charts import bodies as bodies_chart
from aggregator.consoles.charts import (
    coming_back,
    floor,
    hands,
    measured,
    over_time,
    parts,
    queueing,
    side_by_side,
    stays,
    steps,
    together,
    waiting,
    ways,
)
from aggregator.consoles.filters import every, filters
from aggregator.consoles.footnotes import GLOSSARY, footnotes
from aggregator.consoles.model import Chart, Page
from aggregator.consoles.visit_cards import visit_cards
from aggregator.insights.bodies import PARTS, bodies
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.summary import Summary, summary
from aggregator.insights.visits import visits
from policies.schema import PolicyBundle
from shared.ids import SiteId

NO_STORES = "no stores"
NO_NUMBERS = "no numbers"
NOT_THEN = "nothing then"
"""The three ways of having nothing to show: no store paired, nothing released yet, nothing in these days."""


def page(index: Index, question: Question, policy: PolicyBundle | None) -> Page:
    """Return the page for the question."""
    found = summary(index, question.sites, question.period, question.against, question.scope.now)
    did = visits(index, question.scope, question.against)
    charts = (
        over_time.chart(index, question),
        steps.chart(question, did.funnel),
        side_by_side.chart(index, question, found),
        together.chart(question, did.groups),
        stays.chart(index, question, found.dwell),
        parts.chart(index, question),
        floor.chart(index, question, _floor_site(index, question, found)),
        ways.chart(question, did.flow),
        coming_back.chart(question, did.returns),
        hands.chart(question, did.shelves),
        queueing.chart(question, did.queue),
        waiting.chart(question, did.waits),
        measured.chart(index, question),
        *_bodies(index, question, policy),
    )
    empty = _empty(index, all(chart.empty for chart in charts))
    return Page(
        title=_title(index, question),
        at=question.scope.now.strftime("%Y-%m-%d %H:%M UTC"),
        simulated=any(layout.simulated for layout in index.layouts.values()),
        provisional=found.is_provisional,
        filters=filters(index, question),
        cards=(*cards(index, question, found), *visit_cards(question, did)),
        charts=() if empty else charts,
        empty=empty,
        empty_link=_where_numbers_are(index, question) if empty == NOT_THEN else "",
        footnotes=footnotes(policy),
        glossary=GLOSSARY,
    )


def _bodies(index: Index, question: Question, policy: PolicyBundle | None) -> Iterator[Chart]:
    for metric in PARTS:
        if policy is not None and bodies_chart.is_adopted(metric, policy):
            yield bodies_chart.chart(question, metric, bodies(index, question.scope, metric), policy)


def _title(index: Index, question: Question) -> str:
    if question.asked.site:
        return index.layouts[question.sites[0]].site_name
    return every(index) if len(index.layouts) != 1 else index.layouts[index.sites[0]].site_name


def _floor_site(index: Index, question: Question, found: Summary) -> SiteId | None:
    """Return whose floor is drawn: the store asked for, else the busiest that has a map."""
    ranked = [line.site for line in found.stores] or list(question.sites)
    mapped = [site for site in ranked if index.shelf("heatmap", "week", site)]
    return next(iter(mapped or ranked), None)


def _empty(index: Index, nothing: bool) -> str:  # noqa: FBT001  (private, one caller)
    if not index.layouts:
        return NO_STORES
    if index.span() is None:
        return NO_NUMBERS
    return NOT_THEN if nothing else ""


def _where_numbers_are(index: Index, question: Question) -> str:
    span = index.span()
    if span is None:
        return ""
    first, last = span
    return question.address(period="custom", **{"from": first.isoformat(), "to": last.isoformat()})
