"""Every paper by its key: what there is to be made, in the order an officer reads them."""

from collections.abc import Callable, Mapping
from typing import Final

from aggregator.compliance.papers.assessment import assessment
from aggregator.compliance.papers.budget_statement import budget_statement
from aggregator.compliance.papers.data_map import data_map
from aggregator.compliance.papers.evidence import evidence
from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Key, Paper
from aggregator.compliance.papers.record import record
from aggregator.compliance.papers.transparency_notice import transparency_notice

PAPERS: Final[Mapping[Key, Callable[[Facts], Paper]]] = {
    "record": record,
    "assessment": assessment,
    "transparency": transparency_notice,
    "data-map": data_map,
    "retention": evidence,
    "budget": budget_statement,
}
"""What makes each paper."""
