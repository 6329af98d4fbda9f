import pytest

from edge_node.site_file import SiteFile
from shared.config import ConfigError, parse_toml

DOOR = '[[lines]]\nname = "door"\nfrom_xy = [0, 0]\nto_xy = [4, 0.5]\n'
BAY = '[[zones]]\nname = "bay"\ntype = "grocery"\npolygon = [[0, 0], [4, 0], [4, 4]]\n'


def parse(text: str) -> SiteFile:
    return parse_toml(f'name = "Shop"\n{text}', SiteFile, name="site.toml")


def test_a_name_is_enough() -> None:
    assert parse("").units == "m"


def test_whole_numbers_are_coordinates() -> None:
    assert parse(DOOR).lines[0].to_xy == (4.0, 0.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('colour = "red"', "colour: unknown key (got 'red'). Remove it"),
        ('timezone = "Mars/Olympus"', "expected an IANA time zone"),
        ('opens_at = "20:00"\ncloses_at = "08:00"', "opens_at must come before closes_at"),
        ('opens_at = "29:00"', "opens_at: string should match"),
        (DOOR + DOOR, 'site.toml: two lines are named "door". Give each its own name.'),
        (BAY.replace("bay", "mood-corner"), "\"mood-corner\" speaks of 'mood', which nothing here measures"),
        (BAY.replace("grocery", "emotion"), "\"emotion\" speaks of 'emotion'"),
        (DOOR.replace("door", "affect"), '"affect" speaks of'),
        (BAY + BAY, 'two zones are named "bay". Give each its own name.'),
        ('entrance = ["gate"]\n' + DOOR, 'the entrance names a line "gate" that is not there'),
        (
            BAY + '[[shelves]]\nname = "s"\nzone = "nook"\nfront = [[0, 0], [1, 0]]\n',
            'shelf "s" names a zone "nook" that is not there',
        ),
        (BAY + '[[shelves]]\nname = "s"\nzone = "bay"\nfront = [[0, 0]]\n', 'shelves."s".front'),
        (
            BAY
            + "".join(
                f'[[shelves]]\nname = "s{k}"\nzone = "bay"\nfront = [[0, 0], [1, 0]]\n' for k in range(128)
            ),
            "at most 127 items",
        ),
        ('[[cameras]]\nname = "a"\n[[cameras]]\nname = "a"\n', 'two cameras are named "a"'),
        (BAY.replace("[4, 4]]", "[4]]"), 'zones."bay".polygon.2'),
        (BAY.replace(", [4, 4]]", "]"), 'zones."bay".polygon'),
        (BAY + "grace_s = -1\n", "greater than or equal to 0"),
    ],
    ids=[
        "an unknown key",
        "an unknown time zone",
        "closing before opening",
        "an hour that is none",
        "two lines of one name",
        "a zone named after a feeling",
        "a zone's type named after a feeling",
        "a line named after a feeling",
        "two zones of one name",
        "an unknown entrance",
        "a shelf without zone",
        "a front edge of one point",
        "more shelves than can be told apart",
        "two cameras of one name",
        "a corner with one number",
        "a polygon of two corners",
        "a negative grace",
    ],
)
def test_what_contradicts_itself_is_refused_in_one_clear_sentence(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)

    assert message in str(caught.value)
