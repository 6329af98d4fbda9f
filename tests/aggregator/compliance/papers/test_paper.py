from hypothesis import given
from hypothesis import strategies as st

from aggregator.compliance.papers.paper import Paper, PaperTable, Section, changes

lines = st.lists(st.text(max_size=8), unique=True, max_size=5).map(tuple)


def paper(*sections: Section) -> Paper:
    return Paper(key="record", title="T", article="A", sections=sections)


@given(lines, lines)
def test_what_changed_is_what_only_one_of_them_says(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    old, new = (paper(Section(title="s", sentences=said)) for said in (before, after))

    found = changes(old, new)

    assert {change.before for change in found if not change.after and change.before in before} >= {
        line for line in before if line and line not in after
    }
    assert {change.after for change in found} - {""} == {
        line for line in after if line and line not in before
    }


def test_the_same_paper_has_changed_nowhere() -> None:
    one = paper(Section(title="s", table=PaperTable(header=("a", "b"), rows=(("1", "2"),))))

    assert changes(one, one) == ()


def test_a_row_of_a_table_is_a_line() -> None:
    old = paper(Section(title="s", table=PaperTable(header=("a", "b"), rows=(("1", "2"),))))

    assert [(change.section, change.before) for change in changes(old, paper())] == [("s", "1 · 2")]


def test_a_fingerprint_is_of_the_words_alone() -> None:
    one, same = paper(Section(title="s")), paper(Section(title="s"))

    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != paper(Section(title="t")).fingerprint
    assert len(one.fingerprint) == 64
