"""What a release says of itself."""

import pytest

from aggregator.adopted import to_adopted
from aggregator.release.making import Circumstances, make_release, make_suppressed
from privacy.intervals import half_width
from shared.schemas.layout import layout_hash
from tests.support.vector_world import COHORT_TASK, NOW, SITE_TASK, make_world

WORLD = make_world()
ADOPTED = to_adopted(WORLD.bundle, NOW)
ABOUT = Circumstances(scope="s", epoch=9, sites=1, is_simulated=False, is_provisional=True)


def test_site_release_carries_one_noise() -> None:
    task = ADOPTED.tasks[SITE_TASK]

    release = make_release(task, ADOPTED, WORLD.layout, ABOUT, [-4, 12, 3_600])

    assert release.values == (-4, 12)  # never clamped
    assert release.cells == ("entrance:in", "entrance:out")
    assert release.half_widths == (half_width(task.noise_variance),) * 2
    assert (release.variance, release.coverage_s) == (float(task.noise_variance), 3_600)
    assert (release.provisional, release.simulated) == (True, False)
    assert release.layout_hash == layout_hash(WORLD.layout).hex()
    assert release.policy_hash == WORLD.bundle.hash.hex()


def test_cohort_release_carries_two_noises() -> None:
    task, layout = ADOPTED.tasks[COHORT_TASK], WORLD.bundle.chain.layout

    release = make_release(task, ADOPTED, layout, ABOUT, [0] * 8)

    assert release.variance == 2 * float(task.noise_variance)
    assert set(release.half_widths) == {half_width(task.noise_variance, 2)}


def test_release_says_from_which_count_on_a_value_is_shown() -> None:
    task = ADOPTED.tasks[SITE_TASK].model_copy(update={"minimum_count": 50})

    release = make_release(task, ADOPTED, WORLD.layout, ABOUT, [-4, 12, 3_600])

    assert release.minimum_count == 50


def test_suppressed_release_has_words_and_no_numbers() -> None:
    task, layout = ADOPTED.tasks[COHORT_TASK], WORLD.bundle.chain.layout

    release = make_suppressed(task, ADOPTED, layout, ABOUT, "fewer than 5 sites")

    assert (release.values, release.half_widths, release.coverage_s) == ((), (), 0)
    assert release.suppressed == "fewer than 5 sites"
    assert len(release.cells) == 7


def test_vector_of_another_length_is_no_release() -> None:
    with pytest.raises(ValueError, match="expected 3 entries, got 2"):
        make_release(ADOPTED.tasks[SITE_TASK], ADOPTED, WORLD.layout, ABOUT, [1, 2])
