"""Letters that look like others."""

from monitor.core.text.confusables import latin_lookalikes, lookalikes_of, script_of


def test_letters_of_other_scripts_look_like_latin_ones() -> None:
    assert "".join(map(latin_lookalikes().__getitem__, "ѕеӏӏꓢᴇʟ🆂")) == "sellSelS"


def test_letters_of_languages_are_no_disguise() -> None:
    assert not {"ı", "ł", "ß", "é", "ж", "ы", "λ", "a", "1"} & latin_lookalikes().keys()


def test_latin_letters_have_a_counterpart_in_living_alphabets() -> None:
    assert lookalikes_of("CYRILLIC")["o"] == "о"
    assert script_of("о") == "CYRILLIC"
    assert script_of("1") == ""
