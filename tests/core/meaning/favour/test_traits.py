"""What a sentence is read as: words with who does them, how they are bound and whether they are denied."""

from math import fsum

import pytest

from monitor.core.meaning.favour.traits import traits


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
        ("Backups last 30 days.", "last #"),
        ("Returns are free of charge.", "small:charge denied"),
    ],
)
def test_a_sentence_is_read_as(text: str, trait: str) -> None:
    """Each trait is there because of one thing in the sentence."""
    assert trait in traits(text)


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
    assert trait not in traits(text)


def test_the_traits_have_the_length_one() -> None:
    """A long sentence does not outweigh a short one."""
    for text in ("We sell data.", "We may sell, rent or trade your data, your contacts and your photos to whoever asks us for them."):
        assert fsum(size * size for size in traits(text).values()) == pytest.approx(1)


def test_nothing_is_read_of_nothing() -> None:
    """An empty text, or one of marks alone, has no traits."""
    assert traits("") == {}
    assert traits("— …") == {}
