"""What headings teach of words."""

import pytest

from evaluation import topic_words
from evaluation.topic_words import passages, texts, word_weights
from monitor.core.meaning.topic_names import TOPICS
from monitor.core.text.tokens import stem

RETENTION, CHILDREN = TOPICS.index("retention"), TOPICS.index("children-age")
TEXT = """# Privacy policy of {name}

## Data retention

Every winter the old ledgers leave {name} cellar and are burnt.

## Children's privacy

Pupils ask their teachers first, and {name} hears the teachers.
"""
OWN = [(name, TEXT.format(name=name)) for name in ("Alder", "Birch", "Cedar", "Dogwood")]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_words, "SERVICES_AT_LEAST", 3)
    monkeypatch.setattr(topic_words, "PASSAGES_AT_LEAST", 3)


def test_words_speak_for_the_topic_of_their_heading() -> None:
    learned = word_weights(passages(OWN))
    ledgers, teachers = learned[stem("ledgers")], learned[stem("teachers")]
    assert ledgers[RETENTION] > ledgers[CHILDREN]
    assert teachers[CHILDREN] > teachers[RETENTION]


def test_words_of_few_services_are_not_learned() -> None:
    assert stem("alder") not in word_weights(passages(OWN * 3))


def test_services_that_are_tested_teach_nothing() -> None:
    assert not word_weights(passages(OWN), {"Alder", "Birch"})
    assert word_weights(passages(OWN), {"Alder"})


def test_short_lines_are_no_passages() -> None:
    assert passages([("Alder", "# Data retention\n\nSee below.\n")]) is None


def test_long_paragraphs_are_cut_and_each_service_has_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraph = "# Data retention\n\n" + " ".join(f"word{at}" for at in range(topic_words.LONGEST * 6)) + "\n"
    assert len(passages([("Alder", paragraph)]).services) == 6
    monkeypatch.setattr(topic_words, "MOST", 3)
    assert len(passages([("Alder", paragraph)]).services) <= 3


def test_without_texts_there_is_nothing() -> None:
    assert passages([]) is None
    assert word_weights(None) == {}


def test_every_document_of_the_large_set_has_a_service() -> None:
    found = next(texts(), None)
    if not found:
        pytest.skip("the large labelled set is missing: POLICY_MONITOR_SHARED names its folder")
    assert all(found)
