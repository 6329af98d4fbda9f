from aggregator.insights.body_schemas import BodyLine


def test_a_line_without_a_number_says_why() -> None:
    line = BodyLine(zone="grocery", part="energy_1", visitors=None, suppressed="fewer than 50", sites=6)

    assert '"suppressed":"fewer than 50"' in line.model_dump_json()
