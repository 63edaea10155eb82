"""The form of a text's characters that is judged."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.plain_letters import _FOREIGN, _MARKED, _ODD, _SHAPED, _unusual_lines, disguise_note, plain_letters

CLAUSE = "We may sell your data to brokers"
CYRILLIC = str.maketrans("aceiopsy", "асеіорѕу")


def fullwidth(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char != " " else char for char in text)


def bold(text: str) -> str:
    return "".join(chr(0x1D41A + ord(char) - 97) if char.islower() else char for char in text)


def dotted(text: str, mark: str = "\u0323") -> str:
    return unicodedata.normalize("NFC", " ".join(mark.join(word) for word in text.split()))


@pytest.mark.parametrize(
    "disguised",
    [CLAUSE.translate(CYRILLIC), fullwidth(CLAUSE), bold(CLAUSE), dotted(CLAUSE), dotted(CLAUSE, "\u0332"), dotted(CLAUSE, "\u0301")],
)
def test_a_clause_in_other_letters_reads_like_the_plain_one(disguised: str) -> None:
    plain = plain_letters(f"# Data\n\n{disguised}.")
    assert plain.text == f"# Data\n\n{CLAUSE}."
    assert plain.disguises
    assert "not what they look like" in (disguise_note(disguised) or "")


@pytest.mark.parametrize(
    "text",
    [
        "Мы не продаём ваши данные; см. Google Analytics и сор.",
        "Η εταιρεία δεν πωλεί δεδομένα σε Acme Α.Ε.",
        "Chúng tôi không bán dữ liệu được thu thập của người dùng",
        "žluťoučký kůň, Łódź, Größe, naïve, ışık",
        "Եվ մենք չենք վաճառում",
        "β-carotene, data¹, 5 m², Acme™, ⓘ More",
        "می\u200cخواهم",
    ],
)
def test_languages_stay_as_they_are(text: str) -> None:
    assert plain_letters(text).text == text
    assert disguise_note(text) is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("2½ years", "2 1/2 years"),
        ("−5 ℃", "-5 °C"),
        ("＄５ ＜ ￡６", "$5 < £6"),
        ("proﬁt № Ⅳ", "profit No IV"),
        ("個人情報をＡＢＣ社", "個人情報をABC社"),
    ],
)
def test_typography_is_read_without_a_warning(written: str, plain: str) -> None:
    assert plain_letters(written).text == plain
    assert disguise_note(written) is None


def test_latin_letters_in_a_russian_word_are_read_as_russian() -> None:
    plain = plain_letters("Мы не пpодаём ваши дaнные")
    assert plain.text == "Мы не продаём ваши данные"
    assert len(plain.disguises) == 2


@given(st.text(st.sampled_from("ab ｃ½ﬁсеж\u0323é\n1"), max_size=40))
def test_every_place_has_one_in_the_original(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    plain = plain_letters(text)
    places = [plain.original(at) for at in range(len(plain.text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(text)


PIECES = ["We", "ѕell", "it", "½", "é", "éàü", "ｏｒ", "\n", "“so”", "ẹ", "ж", "①", "𝐫", "ﬁ", "℃", "ɐ", "²"]
unusual_text = st.lists(st.sampled_from(PIECES), max_size=30)


@given(unusual_text.map(" ".join))
def test_the_lines_looked_at_are_those_in_which_anything_may_read_otherwise(text: str) -> None:
    start, expected = 0, []
    for line in text.split("\n"):
        if _SHAPED.search(line) or _MARKED.search(line) or _FOREIGN.search(line):
            expected.append(start)
        start += len(line) + 1
    odd = "".join(char for char in text if not char.isascii())
    assert set(expected) <= set(_unusual_lines(text, odd))
    assert [at for at in expected if _ODD.search(text, at)] == expected


def test_a_disguise_among_many_plain_lines_is_found_in_its_place() -> None:
    text = "\n\n".join(["We keep “logs” – 30 days."] * 40 + [CLAUSE.translate(CYRILLIC)] + ["We keep “logs”."] * 40)
    plain = plain_letters(text)
    assert plain.text == text.replace(CLAUSE.translate(CYRILLIC), CLAUSE)
    assert plain.original(plain.text.index("sell")) == text.index(CLAUSE.translate(CYRILLIC)) + CLAUSE.index("sell")
