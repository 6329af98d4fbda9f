"""Badges are looked for at a bounded rate, and who wears one is left alone by what comes after."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from edge_node.badges.looking import MOST_BADGES, PEOPLE_PER_LOOK, BadgeLooker
from edge_node.badges.reader import BadgeReader
from edge_node.frame import BlurredFrame
from edge_node.observations import BadgeSeen
from tests.support.badges import PERSON, filled, on_chest
from tests.support.clips import STARTED_AT

OTHER = (300.0, 50.0, 420.0, 350.0)


class Counting(BadgeReader):
    """Counts whom it was asked about and says as much as it is told to."""

    def __init__(self, says: int = 0) -> None:
        self.asked: list[int] = []
        self._says = says

    def read(self, frame: BlurredFrame, person: int) -> tuple[BadgeSeen, ...]:
        """Return the same badge again and again."""
        self.asked.append(person)
        return (BadgeSeen("optout", np.array([140, 135, 180, 175], np.float32)),) * self._says


def test_a_wearer_is_not_read_from_the_first_look_on() -> None:
    looked = BadgeLooker().look(filled(on_chest("staff"), PERSON, OTHER))

    assert [badge.kind for badge in looked.badges] == ["staff"]
    assert looked.is_read.tolist() == [False, True]


def test_who_takes_part_in_a_panel_is_read_like_everybody() -> None:
    looked = BadgeLooker().look(filled(on_chest("panel"), PERSON, OTHER))

    assert [badge.kind for badge in looked.badges] == ["panel"]
    assert looked.is_read.tolist() == [True, True]


def test_a_wearer_who_turns_away_is_not_read_for_a_while() -> None:
    looker = BadgeLooker()
    looker.look(filled(on_chest("optout"), PERSON))

    plain = np.full((360, 480, 3), 120, np.uint8)
    later = looker.look(filled(plain, PERSON, at=STARTED_AT + timedelta(seconds=1)))

    assert (later.badges, later.is_read.tolist()) == ((), [False])


def test_a_few_people_are_looked_at_a_frame_and_all_of_them_in_turn() -> None:
    reader = Counting()
    looker = BadgeLooker(reader)
    people = [(100.0 * n, 50.0, 100.0 * n + 80, 350.0) for n in range(4)]

    for step in range(2):
        looker.look(filled(on_chest("staff"), *people, at=STARTED_AT + step * timedelta(seconds=0.2)))

    assert len(reader.asked) == 2 * PEOPLE_PER_LOOK
    assert sorted(reader.asked) == [0, 1, 2, 3]


def test_somebody_alone_is_looked_at_every_other_time() -> None:
    reader = Counting()
    looker = BadgeLooker(reader)

    for step in range(6):
        looker.look(filled(on_chest("staff"), PERSON, at=STARTED_AT + step * timedelta(seconds=0.2)))

    assert len(reader.asked) == 3


def test_who_is_covered_is_neither_looked_at_nor_read() -> None:
    frame = replace(filled(on_chest("staff"), PERSON, OTHER), is_shown=np.array([False, True]))
    reader = Counting()

    looked = BadgeLooker(reader).look(frame)

    assert reader.asked == [1]
    assert looked.is_read.tolist() == [False, True]


def test_more_badges_than_people_can_wear_are_none() -> None:
    looked = BadgeLooker(Counting(says=MOST_BADGES + 1)).look(filled(on_chest("staff"), PERSON))

    assert looked.badges == ()
    assert looked.is_read.all()
