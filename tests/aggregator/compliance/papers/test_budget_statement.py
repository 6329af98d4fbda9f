from fractions import Fraction

from aggregator.compliance.papers.budget_statement import budget_statement
from aggregator.compliance.papers.paper import PaperTable
from policies.tasks import tasks
from tests.support.papers import BUNDLE, FACTS


def table(number: int) -> PaperTable:
    found = budget_statement(FACTS).sections[number].table
    assert found is not None
    return found


def test_what_a_person_pays_lies_between_two_bounds() -> None:
    four = next(row for row in table(1).rows if row[0] == "4")

    assert [round(float(number), 1) for number in four[1:3]] == [7.8, 17.9]


def test_no_door_has_more_than_the_total() -> None:
    assert sum(Fraction(row[1]) for row in table(2).rows) <= Fraction(BUNDLE.chain.budget.total)


def test_every_number_has_its_price_and_noise() -> None:
    assert len(table(3).rows) == len(tasks(BUNDLE))
