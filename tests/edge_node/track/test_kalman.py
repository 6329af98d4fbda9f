import numpy as np
import pytest

from edge_node.track.kalman import Motion, begin, correct, predict, to_cxcywh

BOX = np.array([[100.0, 50.0, 140.0, 150.0]])


def walked(steps: int, speed_px_s: float, dt_s: float = 0.1) -> Motion:
    motion = begin(BOX)
    for k in range(1, steps + 1):
        shift = np.array([speed_px_s * dt_s * k, 0.0, speed_px_s * dt_s * k, 0.0])
        motion = correct(predict(motion, dt_s), BOX + shift)
    return motion


def dense(motion: Motion, coordinate: int) -> tuple[np.ndarray, np.ndarray]:
    """The 2×2 form of one coordinate, for comparison with the textbook."""
    var, both, speed = motion.covariance[0, coordinate]
    state = np.array([motion.cxcywh_px[0, coordinate], motion.speed_px_s[0, coordinate]])
    return state, np.array([[var, both], [both, speed]])


def test_a_first_box_is_where_it_was_seen() -> None:
    assert begin(BOX).xyxy_px == pytest.approx(BOX)


def test_a_steady_walk_is_foreseen() -> None:
    motion = walked(40, 80.0)

    assert motion.speed_px_s[0, 0] == pytest.approx(80.0, rel=0.02)


def test_correction_agrees_with_the_matrix_form() -> None:
    motion = predict(walked(5, 80.0), 0.1)
    measured = motion.xyxy_px + np.array([[4.0, 0.0, 4.0, 0.0]])
    state, covariance = dense(motion, 0)
    noise = (0.05 * motion.cxcywh_px[0, 3]) ** 2
    gain = covariance[:, 0] / (covariance[0, 0] + noise)

    after, after_covariance = dense(correct(motion, measured), 0)

    assert after == pytest.approx(state + gain * 4.0)
    assert after_covariance == pytest.approx((np.eye(2) - np.outer(gain, [1, 0])) @ covariance)


def test_prediction_agrees_with_the_matrix_form() -> None:
    motion, dt = walked(5, 80.0), 0.25
    state, covariance = dense(motion, 0)
    step = np.array([[1.0, dt], [0.0, 1.0]])
    push = (0.15 * motion.cxcywh_px[0, 3]) ** 2 * np.array([[dt**3 / 3, dt**2 / 2], [dt**2 / 2, dt]])

    after, after_covariance = dense(predict(motion, dt), 0)

    assert after == pytest.approx(step @ state)
    assert after_covariance == pytest.approx(step @ covariance @ step.T + push)


def test_doubt_grows_while_nothing_is_seen() -> None:
    motion = walked(5, 80.0)

    assert (predict(motion, 1.0).covariance[:, :, 0] > motion.covariance[:, :, 0]).all()


def test_a_box_never_shrinks_below_a_pixel() -> None:
    motion = begin(BOX)
    shrinking = Motion(motion.cxcywh_px, np.array([[0.0, 0.0, -900.0, -900.0]]), motion.covariance)

    assert predict(shrinking, 1.0).cxcywh_px[0, 2:].tolist() == [1.0, 1.0]


def test_rows_can_be_taken_and_joined() -> None:
    motion = begin(np.vstack((BOX, BOX + 10, BOX + 20)))

    joined = motion.only(np.array([2])).joined(motion.only(np.array([0])))

    assert joined.xyxy_px == pytest.approx(np.vstack((BOX + 20, BOX)))


def test_arrays_of_different_lengths_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="expected arrays for 1 boxes"):
        Motion(to_cxcywh(BOX), np.zeros((2, 4)), np.zeros((1, 4, 3)))
