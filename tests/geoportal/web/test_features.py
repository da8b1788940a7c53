"""Features and collections of them: their members, in their order."""

import json

from geoportal.web.features import collection_parts, feature, feature_collection

POINT = {"type": "Point", "coordinates": [69.6, 42.3]}


def test_feature_without_identifier_has_no_member_for_it() -> None:
    assert list(feature(POINT, {"name": "a"})) == ["type", "geometry", "properties"]


def test_members_of_a_collection_stand_before_its_features() -> None:
    collection = feature_collection(iter([feature(None, {}, feature_id=0)]), numberMatched=1)
    assert list(collection) == ["type", "numberMatched", "features"]
    assert collection["features"] == [{"type": "Feature", "id": 0, "geometry": None, "properties": {}}]


def test_streamed_collection_is_the_collection() -> None:
    for features in ([], [feature(POINT, {"name": "ү"}), feature(None, {}, feature_id="x")]):
        assert json.loads("".join(collection_parts(features))) == feature_collection(features)
