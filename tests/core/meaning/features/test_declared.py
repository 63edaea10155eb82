"""What the declarations say: families, mirrors, directions, and the traits that directions and topics are learned from."""

from __future__ import annotations

import pytest

from monitor.core.meaning.direction import trait_weights
from monitor.core.meaning.direction_cues import signs
from monitor.core.meaning.direction_traits import WORD, known_traits, traits
from monitor.core.meaning.features.declared import features, topic_traits
from monitor.core.meaning.features.registry import UnknownFeatureError
from monitor.core.meaning.topics import HEADING, check
from monitor.core.meaning.topics import WORD as TOPIC_WORD
from monitor.core.meaning.topics import traits as seen_of_topics
from tests.core.meaning.changes import small_corpus


@pytest.mark.parametrize(
    ("name", "group", "mirror", "direction"),
    [
        ("frame:removed:denial:retain", "concepts", "frame:added:denial:retain", -4.0),
        ("added:reworded:third-party", "concepts", "removed:reworded:third-party", -0.3),
        ("added:reworded:health", "concepts", "removed:reworded:health", 0.0),
        ("frame:added:one-sided:prohibition", "concepts", "frame:removed:one-sided:prohibition", -2.0),
        ("retention:longer", "durations", "retention:shorter", -4.0),
        ("retention:shorter", "durations", "retention:longer", 0.0),
        ("elsewhere:stood", "relocation", "elsewhere:stands", 0.0),
        ("retention:doubled", "durations", None, 0.0),
    ],
)
def test_a_name_has_its_group_its_mirror_and_its_direction(name: str, group: str, mirror: str | None, direction: float) -> None:
    known = features()[name]
    assert (known.group, known.mirror, known.direction) == (group, mirror, direction)


@pytest.mark.parametrize("name", ["news:added:precise-location", "frame:added:prohibition:train", "gone:sell", "added:nobody", "edit:none"])
def test_names_that_nothing_computes_are_unknown(name: str) -> None:
    assert name not in features()


def test_every_trait_of_a_direction_is_declared() -> None:
    known = known_traits(signs())
    known.check((name for name in trait_weights() if not name.startswith(WORD)), "direction_model.yaml")
    for change in small_corpus():
        known.check((name for name in traits(change) if not name.startswith(WORD)), change.new.text)


def test_every_trait_of_a_topic_is_declared() -> None:
    for change in small_corpus():
        topic_traits().check((name for name in seen_of_topics(change) if not name.startswith((TOPIC_WORD, HEADING))), change.new.text)


def test_a_learned_topic_weight_of_an_unknown_trait_or_topic_is_refused() -> None:
    with pytest.raises(UnknownFeatureError, match=r"topic_model\.json: weights: 'changed:nobody'"):
        check({"intercept": {}, "weights": {"changed:nobody": {"retention": 1.0}}})
    with pytest.raises(ValueError, match="'weather' is not a topic"):
        check({"intercept": {}, "weights": {"changed:sell": {"weather": 1.0}}})
