"""Packed values of the index: what goes in comes out, and a damaged one is refused."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store import packed_values
from monitor.store.packed_values import HEAD, PackedTexts, Stored, bases_of, block_of, item, pack
from monitor.store.patches import Unreadable
from tests.sampling import examples


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
@settings(max_examples=examples(60))
def test_what_goes_in_comes_out(value: str, bases: list[str]) -> None:
    texts = PackedTexts({digest(base): base for base in bases}.get)
    packed = pack(value, [(digest(base), base) for base in bases])
    assert bases_of(packed) == bases_of(packed[:HEAD]) == [digest(base) for base in bases]
    assert texts.plain(packed) == value
    assert block_of(packed) is None


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
    "value", [b"", b"\x01", b"\x01\x03", b"\x01\x01short", b"\x07\x00abc", b"\x01\x00no frame", b"\x02\x02" + b"0" * 64, item(1, 0)]
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


def test_values_in_blocks() -> None:
    blocks = {7: pack("one\ntwo\nthree"), 300: pack("four", [(digest(text(0)), text(0))])}
    texts = PackedTexts({digest(text(0)): text(0)}.get, blocks.get)
    assert [texts.plain(item(7, place)) for place in range(3)] == ["one", "two", "three"]
    assert texts.plain(item(300, 0)) == "four"
    assert (block_of(item(300, 2)), block_of(item(300, 2)[:5])) == (300, 300)
    assert bases_of(item(300, 2)) == bases_of("plain") == []


@pytest.mark.parametrize("value", [item(8, 0), item(7, 3), item(7, 0)[:-1], item(7, 0) + b"x", item(9, 0)], ids=repr)
def test_a_value_that_is_not_in_its_block_is_refused(value: bytes) -> None:
    texts = PackedTexts({}.get, {7: pack("one\ntwo\nthree"), 9: item(7, 0)}.get)
    with pytest.raises(Unreadable):
        texts.plain(value)


def test_a_block_is_unpacked_once_and_never_mistaken_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = {n: pack(f"{n}\n{n} again") for n in range(5)}
    texts, unpacked = PackedTexts({}.get, blocks.get), list[bytes]()
    whole = PackedTexts._unpacked
    monkeypatch.setattr(PackedTexts, "_unpacked", staticmethod(lambda value, bases: (unpacked.append(value), whole(value, bases))[1]))
    assert [texts.plain(item(0, place)) for place in (0, 1, 0)] == ["0", "0 again", "0"]
    assert len(unpacked) == 1
    blocks[0] = pack("in a file that took this one's place")
    assert texts.plain(item(0, 0)) == "in a file that took this one's place"
    assert all(texts.plain(item(n, 1)) == f"{n} again" for n in range(1, 5))
    assert len(texts._open) == packed_values._OPEN
    texts.forget()
    assert texts.plain(item(4, 0)) == "4"
