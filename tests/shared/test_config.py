"""A file becomes a model, or one clear message."""

from pathlib import Path
from typing import Self

import pytest
from pydantic import Field, field_validator, model_validator

from shared.config import Config, ConfigError, load_toml, parse_toml


class Shop(Config):
    name: str
    cameras: int


def test_a_good_file_becomes_the_model(tmp_path: Path) -> None:
    path = tmp_path / "shop.toml"
    path.write_text('name = "Leeds"\ncameras = 2\n')

    assert load_toml(path, Shop) == Shop(name="Leeds", cameras=2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "a"\ncameras = "2"', "cameras: input should be a valid integer (got \"'2'\")"),
        ('name = "a"\ncameras = 2\nlens = 1', "lens: unknown key (got '1')"),
        ("name = ", "is not TOML"),
    ],
    ids=["wrong type", "unknown key", "not TOML"],
)
def test_a_bad_file_says_what_was_expected(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_toml(text, Shop, name="shop.toml")

    assert says.replace("\"'2'\"", "'2'") in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*shop\.toml"):
        load_toml(tmp_path / "shop.toml", Shop)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shop.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigError, match=r"shop\.toml is not UTF-8 text"):
        load_toml(path, Shop)


def test_a_missing_key_does_not_quote_the_document() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_toml('name = "K7QX2M9A"', Shop, name="shop.toml")

    assert str(caught.value) == "shop.toml: cameras: field required"


class Wide(Config):
    width_m: float
    unit: str = "m"

    @field_validator("unit")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value != "m":
            raise ValueError("expected metres")
        return value

    @model_validator(mode="after")
    def _is_wide(self) -> Self:
        if self.width_m < 2:
            raise ValueError("too narrow. Widen it.")
        return self


class Chain(Config):
    shops: tuple[Shop, ...] = Field(min_length=1, strict=False)


def test_only_the_innermost_problem_is_said() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_toml('shops = [{name = "a", cameras = 1, lens = 2}]', Chain, name="chain.toml")

    assert str(caught.value) == (
        "chain.toml: shops.\"a\".lens: unknown key (got '2'). Remove it or correct its spelling."
    )


def test_an_entry_without_a_name_goes_by_its_number() -> None:
    with pytest.raises(ConfigError, match=r"chain\.toml: shops\.0\.name: field required"):
        parse_toml("shops = [{cameras = 1}]", Chain, name="chain.toml")


def test_an_endless_number_is_refused() -> None:
    with pytest.raises(ConfigError, match="width_m: input should be a finite number"):
        parse_toml("width_m = nan", Wide, name="wide.toml")


def test_a_value_with_a_rule_of_its_own_is_quoted() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_toml('width_m = 3.0\nunit = "ell"', Wide, name="wide.toml")

    assert str(caught.value) == "wide.toml: unit: expected metres (got 'ell')"


def test_what_contradicts_itself_as_a_whole_is_said_without_quoting_it() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_toml("width_m = 1.0", Wide, name="wide.toml")

    assert str(caught.value) == "wide.toml: too narrow. Widen it."
