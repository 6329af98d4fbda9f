"""An edge believes a key list only from the root key it pinned, and seals to the key that lasts longest."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from privacy.errors import KeyFormatError, KeyListError
from privacy.key_list import (
    GRACE,
    can_open,
    check_key_list,
    key_entry,
    public_key_of,
    select_key,
    sign_key_list,
)
from privacy.keys import HpkePrivateKey
from privacy.signing import SigningKey
from shared.schemas.keys import KeyEntry, SignedKeyList

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ROOT = SigningKey(bytes(32))
KEYS = [HpkePrivateKey.generate(secrets.token_bytes).public_key for _ in range(4)]


def _entry(number: int, first_day: int, last_day: int) -> KeyEntry:
    return key_entry(KEYS[number], not_before=NOW + first_day * DAY, not_after=NOW + last_day * DAY)


def _list(*entries: KeyEntry) -> SignedKeyList:
    return sign_key_list("helper", entries, issued_at=NOW, root=ROOT)


def test_list_signed_by_the_pinned_root_is_believed() -> None:
    signed = SignedKeyList.model_validate_json(_list(_entry(0, -1, 1)).model_dump_json())

    assert check_key_list(signed, role="helper", root_public_key=ROOT.public_key) == signed.unsigned


def test_list_signed_by_another_root_is_not() -> None:
    other = SigningKey.generate(secrets.token_bytes)

    with pytest.raises(KeyListError, match="root key"):
        check_key_list(_list(), role="helper", root_public_key=other.public_key)


def test_list_changed_after_signing_is_not() -> None:
    changed = _list(_entry(0, -1, 1)).model_copy(update={"keys": (_entry(1, -1, 1),)})

    with pytest.raises(KeyListError, match="another signature"):
        check_key_list(changed, role="helper", root_public_key=ROOT.public_key)


def test_list_of_the_other_role_is_not() -> None:
    with pytest.raises(KeyListError, match="leader's key list, got the helper's"):
        check_key_list(_list(), role="leader", root_public_key=ROOT.public_key)


def test_key_under_a_false_id_is_not_believed() -> None:
    false = _entry(0, -1, 1).model_copy(update={"key_id": "0" * 16})

    with pytest.raises(KeyListError, match="id of the key itself"):
        check_key_list(_list(false), role="helper", root_public_key=ROOT.public_key)


def test_key_that_is_none_is_not_believed() -> None:
    broken = _entry(0, -1, 1).model_copy(update={"mlkem": "ff" * 1184})

    with pytest.raises(KeyFormatError):
        check_key_list(_list(broken), role="helper", root_public_key=ROOT.public_key)


def test_valid_key_that_expires_last_is_chosen() -> None:
    keys = _list(_entry(0, -30, 8), _entry(1, -5, 30), _entry(2, 1, 60), _entry(3, -90, -1))

    assert select_key(keys.unsigned, NOW) == KEYS[1]


@pytest.mark.parametrize("day", [-1, 1], ids=["first moment", "last moment"])
def test_key_is_valid_at_both_ends(day: int) -> None:
    keys = _list(_entry(0, -1, 1))

    assert select_key(keys.unsigned, NOW + day * DAY) == KEYS[0]


@pytest.mark.parametrize("day", [-2, 2], ids=["before", "after"])
def test_without_a_valid_key_nothing_is_sealed(day: int) -> None:
    keys = _list(_entry(0, -1, 1))

    with pytest.raises(KeyListError, match="valid at"):
        select_key(keys.unsigned, NOW + day * DAY)


def test_private_key_lives_35_days_past_its_last() -> None:
    entry = _entry(0, -1, 1)
    end = entry.not_after + timedelta(days=35)

    assert timedelta(days=35) == GRACE
    assert can_open(entry, end)
    assert not can_open(entry, end + timedelta(seconds=1))
    assert not can_open(entry, entry.not_before - timedelta(seconds=1))


def test_entry_holds_the_key() -> None:
    assert public_key_of(_entry(2, 0, 1)) == KEYS[2]
