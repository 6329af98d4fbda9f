from aggregator.compliance.model import texts


def test_numbers_of_a_row_are_set_as_numbers() -> None:
    assert [cell.kind for cell in texts("a", 3, 2.5, True)] == ["text", "number", "number", "text"]
