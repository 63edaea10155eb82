"""Markdown and plain text, whatever wrote it."""

from __future__ import annotations

import pytest

from monitor.core.extract.blocks import write
from monitor.core.extract.markdown import broken, is_markdown, read_markup


def read(text: str, base: str | None = None) -> str:
    return write(read_markup(text, base))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Privacy\n=======\n\nWe share.", "# Privacy\n\nWe share."),
        ("Sharing\n--\nWe share.", "## Sharing\n\nWe share."),
        ("# Privacy #\nWe share.", "# Privacy\n\nWe share."),
        ("* one\n+ two\n• three", "- one\n- two\n- three"),
        ("1) one\n2) two", "1. one\n2. two"),
        ("- one\n  - two\n- three", "- one\n  - two\n- three"),
        ("- one\n  goes on here", "- one goes on here"),
        ("**We** _never_ `sell`", "We never sell"),
        ("A | B\n--- | ---\n1 | 2", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        ("| a \\| b | c |\n|---|---|\n| 1 | 2 |", "| a \\| b | c |\n| --- | --- |\n| 1 | 2 |"),
        ("| A<br/>B | C |\n|---|---|\n| 1 | 2 |", "| A<br>B | C |\n| --- | --- |\n| 1 | 2 |"),
        ("```\nWe share.\n```", "We share."),
        ("> We share.\n> We sell.", "We share.\n\nWe sell."),
        ("* * *\nWe share.\n***", "We share."),
        ("We share.\r\n\r\nWe sell.", "We share.\n\nWe sell."),
        ("\ufeffWe share.", "We share."),
        ("", ""),
        ("\n\n \n", ""),
    ],
)
def test_many_spellings_have_one_form(text: str, canonical: str) -> None:
    assert read(text) == canonical
    assert read(canonical) == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("See [terms](/t).", "See [terms](https://a.example/t)."),
        ('See [terms](/t "Our terms").', "See [terms](https://a.example/t)."),
        ("See [terms][1].\n\n[1]: /t", "See [terms](https://a.example/t)."),
        ("See [Terms][].\n\n[terms]: </t> 'Our terms'", "See [Terms](https://a.example/t)."),
        ("See [terms][2].\n\n[1]: /t", "See [terms][2].\n\n[1]: /t"),
        ("![logo](logo.png) We share.", "We share."),
        ("press ![gear](gear.png) now", "press gear now"),
        ("[![logo](logo.png)](/) We share.", "We share."),
        ("[Sharing](#sharing)", "Sharing"),
        ("[Sharing](#what we share)", "Sharing"),
        ("[a@b.example](mailto:a@b.example)", "a@b.example"),
        ("<https://b.example/x>", "https://b.example/x"),
        ("[\n\n## Offer\n\n](https://b.example/offer)", "## Offer"),
        ("[1](see below)", "[1](see below)"),
    ],
)
def test_links(text: str, canonical: str) -> None:
    assert read(text, "https://a.example/p") == canonical


def test_text_wrapped_by_hand_is_joined_and_paragraphs_stay_apart() -> None:
    text = (
        "We keep what you order from us for as long as the law\nof this country asks of us, and we erase it after that,\n"
        "without being asked.\nShort line.\n\nNext."
    )
    assert read(text).split("\n\n")[0].startswith("We keep what you order from us for as long as the law of this country asks of us")
    assert read(text).endswith("\n\nNext.")


def test_lines_longer_than_any_hand_wraps_are_paragraphs() -> None:
    line = (
        "We keep what you order from us for as long as the law of this country asks of us, "
        "and we erase it after that, without being asked by you."
    )
    assert read(f"{line}\n{line}") == f"{line}\n\n{line}"


def test_the_header_of_an_archive_of_policies_is_no_part_of_the_text() -> None:
    header = (
        "The following text is extracted and transformed from the acme.example privacy policy that was archived on 2019-05-01. Check it.\n"
    )
    assert read(f"> *{header}\nWe share.") == "We share."


@pytest.mark.parametrize(
    ("text", "markdown"), [("# A", True), ("We [share](/s).", True), ("We **share**.", True), ("We share.", False), ("Title\n=====", True)]
)
def test_plain_text_is_told_from_markdown(text: str, markdown: bool) -> None:
    assert is_markdown(read_markup(text), text) is markdown


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["We keep your data", "for two years.", "Then we erase it."], ["We keep your data for two years.", "Then we erase it."]),
        (["Acme Ltd.", "1 High Street", "London"], ["Acme Ltd.", "1 High Street", "London"]),
        (["", "We share.", ""], ["We share."]),
        (["We share:", "- names"], ["We share:", "- names"]),
        ([], []),
    ],
)
def test_forced_breaks_inside_a_sentence_are_joined(lines: list[str], joined: list[str]) -> None:
    assert broken(lines) == joined
