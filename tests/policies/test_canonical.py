"""What a later release adds changes no hash until somebody says it; two policies never share one."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, create_model

from policies.canonical import canonical
from policies.schema import PolicyBundle, PolicyDocument
from policies.signed_bundle import Publication, SignedBundle
from tests.support.policy_world import BUNDLE, LOOSER, OFFICE, SECOND, THIRD

LATER_DOCUMENT = create_model("LaterDocument", __base__=PolicyDocument, floors=(tuple[int, ...], ()))
LATER = create_model("LaterBundle", __base__=PolicyBundle, documents=(tuple[LATER_DOCUMENT, ...], ...))  # type: ignore[valid-type]  # made above
SIGNED = OFFICE.published(LOOSER, [SECOND, THIRD])


def models(found: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> Iterator[type[BaseModel]]:
    """Yield the model and every model that stands in it."""
    seen = set() if seen is None else seen
    if found in seen:
        return
    seen.add(found)
    yield found
    for field in found.model_fields.values():
        for inner in _models_in(field.annotation):
            yield from models(inner, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def test_a_field_added_later_changes_no_hash_until_it_is_set() -> None:
    later = LATER.model_validate_json(canonical(BUNDLE))
    documents = later.documents
    said = later.model_copy(
        update={"documents": (documents[0].model_copy(update={"floors": (1,)}), *documents[1:])}
    )

    assert later.hash == BUNDLE.hash
    assert said.hash != BUNDLE.hash


def test_an_older_release_reads_and_believes_what_a_later_one_sends() -> None:
    text = canonical(LATER.model_validate_json(canonical(BUNDLE)))

    assert PolicyBundle.model_validate_json(text) == BUNDLE


def test_what_is_sent_is_read_as_it_was_signed() -> None:
    assert SignedBundle.model_validate_json(SIGNED.text) == SIGNED
    assert len(SIGNED.text) < len(SIGNED.model_dump_json())


def test_no_tag_that_tells_two_shapes_apart_has_a_default() -> None:
    tags = [
        (model.__name__, name)
        for model in models(Publication)
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) is Literal
        and len(get_args(field.annotation)) == 1
        and get_args(field.annotation) != (False,)
        and not field.is_required()
    ]

    assert tags == []
    assert len(list(models(Publication))) > 15


@given(st.data())
def test_two_bundles_that_differ_never_share_a_spelling(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(BUNDLE.documents))
    minutes, months = data.draw(st.integers(0, 1440)), data.draw(st.integers(1, 25))
    kept = document.retention.model_copy(update={"track_minutes": minutes, "release_months": months})
    other = BUNDLE.model_copy(
        update={
            "documents": tuple(
                one.model_copy(update={"retention": kept}) if one is document else one
                for one in BUNDLE.documents
            )
        }
    )

    assert (other.hash == BUNDLE.hash) == (other == BUNDLE)
