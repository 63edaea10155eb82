"""What a sentence is read as: words with who does them, how they are bound and whether they are denied."""

import pytest

from monitor.core.meaning.favour.reading import read


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("We sell your data.", "act:sell"),
        ("We never sell your data.", "act:sell denied"),
        ("We don't sell your data.", "act:sell denied"),
        ("Nobody here reads your letters.", "none … read denied"),
        ("You may export your notes.", "you may export"),
        ("We will erase your notes.", "we will eras"),
        ("Your notes are erased.", "your eras"),
        ("If you leave, we erase your notes.", "turn:if"),
        ("We may read your notes unless you object.", "object unless"),
        ("Insurers get no access.", "third"),
        ("Backups last 30 days.", "pair:last #"),
        ("Returns are free of charge.", "small:charge denied"),
    ],
)
def test_a_sentence_is_read_as(text: str, trait: str) -> None:
    """Each trait is there because of one thing in the sentence."""
    assert trait in read(text)


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("We never read letters, but we sell lists.", "act:sell denied"),
        ("We never read letters. We sell lists.", "act:sell denied"),
        ("We never read letters, and you may leave.", "you may leav denied"),
        ("We give you a copy.", "you copi"),
        ("We sell your data.", "act:sell denied"),
    ],
)
def test_a_sentence_is_not_read_as(text: str, trait: str) -> None:
    """A negation ends with its clause, and a reader to whom something is given does nothing."""
    assert trait not in read(text)


def test_a_negation_reaches_eight_words() -> None:
    """Beyond, another part of the sentence has begun."""
    assert "word:nine denied" not in read("We never one two three four five six seven eight nine.")
    assert "word:eight denied" in read("We never one two three four five six seven eight nine.")


def test_a_verb_that_ends_like_an_adverb_is_the_verb() -> None:
    """Behind "kindly" the verb is still to come, behind "comply" it has been."""
    assert "we help" in read("We kindly help you.")
    assert "we law" not in read("We comply with laws.")


def test_nothing_is_read_of_nothing() -> None:
    """An empty text, or one of marks alone, has no traits."""
    assert not read("")
    assert not read("— …")
