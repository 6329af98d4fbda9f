"""What is claimed of SQLite's deletions is measured."""

from tests.benchmarks.shredding import Way, copies


def test_secure_delete_and_an_emptied_log_leave_no_copy() -> None:
    assert copies(Way(secure_delete=True, truncates_log=True, vacuums=False)) == 0


def test_an_emptied_log_alone_leaves_the_row_in_its_page() -> None:
    assert copies(Way(secure_delete=False, truncates_log=True, vacuums=False)) > 0.9


def test_a_log_that_is_not_emptied_keeps_what_was_deleted() -> None:
    assert copies(Way(secure_delete=True, truncates_log=False, vacuums=False)) > 1
