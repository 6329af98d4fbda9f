from aggregator.compliance.errors import ComplianceError, DraftError, PrintError
from aggregator.errors import AggregatorError


def test_every_error_of_the_console_is_the_aggregators() -> None:
    assert issubclass(ComplianceError, AggregatorError)
    assert {DraftError.__base__, PrintError.__base__} == {ComplianceError}
