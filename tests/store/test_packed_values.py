"""Packed values of the index: what goes in comes out, and a damaged one is refused."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store import packed_values
from monitor.store.packed_values import HEAD, PackedTexts, Stored, bases_of, pack, reference, referenced
from monitor.store.patches import Unreadable


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def text(n: int) -> str:
    return "".join(f"Statement {i if i != 5 else 500 + n} of Larkspur Goods – “always”.\n" for i in range(60))


def held(count: int) -> dict[str, Stored]:
    """Texts, each packed against the one before it."""
    found: dict[str, Stored] = {digest(text(0)): pack(text(0))}
    for n in range(1, count):
        found[digest(text(n))] = pack(text(n), [(digest(text(n - 1)), text(n - 1))])
    return found


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=2, unique=True))
@settings(max_examples=60)
def test_what_goes_in_comes_out(value: str, bases: list[str]) -> None:
    texts = PackedTexts({digest(base): base for base in bases}.get)
    packed = pack(value, [(digest(base), base) for base in bases])
    assert bases_of(packed) == bases_of(packed[:HEAD]) == [digest(base) for base in bases]
    assert texts.plain(packed) == value
    assert referenced(packed) is None


def test_texts_of_a_long_chain_are_read_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = held(30)
    for order in (range(30), reversed(range(30))):
        texts = PackedTexts(stored.get)
        assert all(texts.text(digest(text(n))) == text(n) for n in order)
    assert list(texts.chain(digest(text(29)))) == [digest(text(n)) for n in reversed(range(30))]
    monkeypatch.setattr(packed_values, "_CACHED", 100)
    assert all(PackedTexts(stored.get).text(digest(text(n))) == text(n) for n in (29, 3, 17))


def test_each_text_is_fetched_once_when_they_are_read_in_order() -> None:
    stored, fetched = held(20), []
    texts = PackedTexts(lambda name: (fetched.append(name), stored.get(name))[1])
    for n in range(20):
        texts.text(digest(text(n)))
    assert len(fetched) == 20
    texts.forget()
    assert texts.text(digest(text(0))) == text(0)
    assert len(fetched) == 21


def test_a_missing_text_and_a_circle_are_refused() -> None:
    stored = held(5)
    del stored[digest(text(2))]
    with pytest.raises(Unreadable, match=digest(text(2))[:16]):
        PackedTexts(stored.get).text(digest(text(4)))
    one, other = digest("one"), digest("other")
    circle = {one: pack("one", [(other, "other")]), other: pack("other", [(one, "one")])}
    with pytest.raises(Unreadable):
        PackedTexts(circle.get).text(one)
    assert list(PackedTexts(circle.get).chain(one)) == [one, other]


@pytest.mark.parametrize(
    "value", [b"", b"\x01", b"\x01\x03", b"\x01\x01short", b"\x07\x00abc", b"\x01\x00no frame", reference("0" * 64, "1" * 64, "e")]
)
def test_a_damaged_value_is_refused(value: bytes) -> None:
    with pytest.raises(Unreadable):
        PackedTexts({"0" * 64: "", "1" * 64: ""}.get).plain(value)


def test_every_flipped_byte_is_noticed_or_changes_nothing() -> None:
    packed = pack(text(1), [(digest(text(0)), text(0))])
    for place in range(len(packed)):
        altered = bytearray(packed)
        altered[place] ^= 0x41
        try:
            found = PackedTexts({digest(text(0)): text(0)}.get).plain(bytes(altered))
        except ValueError:
            continue
        assert found == text(1), place


def test_references() -> None:
    made = reference("ab" * 32, "cd" * 32, "engine 12 – x")
    assert referenced(made) == ("ab" * 32, "cd" * 32, "engine 12 – x")
    assert bases_of(made) == ["ab" * 32, "cd" * 32]
    assert bases_of("plain") == []
