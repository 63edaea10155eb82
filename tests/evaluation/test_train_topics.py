"""Learning what changes are about."""

import json

import numpy as np
import pytest

from evaluation.train_topics import HELD, Example, as_json, told, topic_data
from monitor.core.meaning import topic_names, topics

SERVICES = tuple(f"service {at}" for at in range(8))


def example(service: str, topic: str, *traits: str) -> Example:
    return Example(service, [topic], 1.0, dict.fromkeys(traits, 1.0))


def both(services: tuple[str, ...], word: str) -> list[Example]:
    return [example(service, "security", word) for service in services] + [
        example(service, "payments", "word:fare") for service in SERVICES
    ]


def test_a_word_speaks_for_what_it_was_seen_with() -> None:
    row = topic_data(both(SERVICES, "word:bolt"), {})["weights"]["word:bolt"]
    assert row["security"] > 0 > row["payments"]


@pytest.mark.parametrize("kind", ["word:", "heading:"])
def test_words_of_few_services_are_not_learned(kind: str) -> None:
    found = topic_data(both(SERVICES[:5] * 3, f"{kind}alder"), {})
    assert f"{kind}alder" not in found["weights"]


def test_of_concepts_only_what_goes_beyond_the_vocabulary_is_written() -> None:
    own = dict(topics.own_weights("changed:sell"))
    found = topic_data([example(service, "sale-of-data", "changed:sell") for service in SERVICES], {})
    assert found["weights"].get("changed:sell", {}).get("sale-of-data", 0.0) < own["sale-of-data"]


def test_words_that_no_example_shows_keep_what_headings_taught() -> None:
    held = [1.0 if topic == "retention" else 0.0 for topic in topic_names.TOPICS]
    found = topic_data(both(SERVICES, "word:bolt"), {"ledge": np.array(held)})
    assert found["weights"]["word:ledge"] == {"retention": HELD}


def test_further_topics_count_less_than_the_first() -> None:
    found = [Example(service, ["security", "payments"], 1.0, {"word:bolt": 1.0}) for service in SERVICES]
    row = topic_data([*found, *both(SERVICES, "word:lock")], {})["weights"]["word:bolt"]
    assert row["security"] > row.get("payments", 0.0)


def test_what_is_written_can_be_read_again() -> None:
    data = topic_data(both(SERVICES, "word:bolt"), {})
    topics.check(data)
    assert json.loads(as_json(data)) == data


def test_without_labelled_changes_there_is_nothing_to_learn_from() -> None:
    assert told([]) == []
