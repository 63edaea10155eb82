"""Links and images in Markdown: one grammar, whatever a page puts between its brackets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.markdown_links import (
    as_shown,
    remove,
    rewrite_images,
    rewrite_links,
    spans,
    starts_inside_link,
    strip,
    strip_closing_half,
    strip_halves,
)
from tests.sampling import examples

hostile = st.text("[]()!<>\"' ab/#:\n", max_size=40)


@pytest.mark.parametrize(
    ("text", "label", "target"),
    [
        ("[terms](https://x.example/t)", "terms", "https://x.example/t"),
        ("[the [big] list](/list)", "the [big] list", "/list"),
        ("[Cookies](https://x.example/Cookie_(HTTP))", "Cookies", "https://x.example/Cookie_(HTTP)"),
        ('[terms](/t "Our terms")', "terms", "/t"),
        ("[terms](/t 'Our terms')", "terms", "/t"),
        ("[terms](</our terms>)", "terms", "/our terms"),
        ("[terms]( /t )", "terms", "/t"),
        ("[top](#)", "top", "#"),
        ("[](/empty)", "", "/empty"),
        ("[nowhere]()", "nowhere", ""),
        ("[Security](#how we protect it)", "Security", "#how we protect it"),
        ("![logo](data:image/svg+xml,%3Csvg xmlns=x%3E)", "logo", "data:image/svg+xml,%3Csvg xmlns=x%3E"),
    ],
)
def test_a_link_is_found_with_its_label_and_target(text: str, label: str, target: str) -> None:
    [link] = spans(f"See {text}, please.")
    assert (link.label, link.target) == (label, target)
    assert f"See {text}, please."[link.start : link.end] == text.removeprefix("!")
    assert [link.target for link in spans(text)] == [target]


@pytest.mark.parametrize(
    "text",
    [
        "no link at all",
        "[reference][1]",
        "[not closed](/t",
        "not opened](/t)",
        "[words] (in brackets)",
        "[1](see below)",
        "[two\nlines](/t)",
        "[three [levels [deep]]](/t)",
        "[x](a(b(c)))",
    ],
)
def test_what_is_no_link_stays(text: str) -> None:
    assert list(spans(text)) == []
    assert strip(text) == text
    assert remove(text) == text


def test_strip_keeps_the_words_of_links_and_images() -> None:
    assert strip("Read [our terms](/t) and the ![seal](seal.png).") == "Read our terms and the seal."


def test_an_image_inside_a_link_is_reduced_as_well() -> None:
    assert strip("[![Acme](logo.png)](https://acme.example/)") == "Acme"
    assert remove("[![Acme](logo.png)](https://acme.example/)") == ""


def test_remove_takes_the_words_too() -> None:
    assert remove("a [b](c) d", " ") == "a   d"
    assert remove("![only an image](x.png)", "·") == "·"


def test_links_are_rewritten_in_order_and_images_left_to_their_own_pass() -> None:
    text = "[a](1) ![b](2) [c](3)"
    assert rewrite_images(text, lambda image: f"<{image.label}>") == "[a](1) <b> [c](3)"
    assert rewrite_links("[a](1) [c](3)", lambda link: f"{link.label}={link.target}") == "a=1 c=3"


def test_what_write_returns_is_taken_literally() -> None:
    assert rewrite_links("[a](b)", lambda _: r"\1 \g<0>") == r"\1 \g<0>"


@pytest.mark.parametrize(
    ("text", "inside"), [("](/a)", True), ("words](/a) [b](/c)", True), ("[a](/b)", False), ("", False), ("a [b] c", False)]
)
def test_a_text_cut_out_of_a_link_is_recognised(text: str, inside: bool) -> None:
    assert starts_inside_link(text) is inside


def test_the_closing_half_of_a_link_around_blocks_is_dropped() -> None:
    assert strip_closing_half("Our offers](https://x.example/offers)") == "Our offers"
    assert strip_closing_half("Our offers](see below)") == "Our offers](see below)"
    assert strip_closing_half("[whole](/link)") == "[whole](/link)"


def test_both_halves_of_cut_links_are_dropped() -> None:
    assert strip_halves("](/btc)[Bitcoin](/eth)[") == "Bitcoin"
    assert strip_halves("[Ethereum\n+2.5 %](/eth)") == "Ethereum\n+2.5 %"


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(hostile)
def test_spans_follow_one_another_and_quote_the_text(text: str) -> None:
    end = 0
    for link in spans(text):
        assert end <= link.start < link.end <= len(text)
        assert text[link.start : link.end].startswith(f"[{link.label}](")
        assert link.target in text[link.start : link.end]
        assert "\n" not in text[link.start : link.end]
        end = link.end


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(hostile)
def test_stripping_and_rewriting_to_the_label_are_the_same(text: str) -> None:
    bare = rewrite_links(rewrite_images(text, lambda image: image.label), lambda link: link.label)
    assert strip(text) == bare
    assert len(bare) <= len(text)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["We share ", "[data](/d)", " with ", "[partners](/p_(x) 't')", ". ", "![seal](s.png)"]), max_size=12))
def test_text_between_links_is_never_touched(parts: list[str]) -> None:
    bare = {"[data](/d)": "data", "[partners](/p_(x) 't')": "partners", "![seal](s.png)": "seal"}
    assert strip("".join(parts)) == "".join(bare.get(part, part) for part in parts)
    assert remove("".join(parts)) == "".join(part for part in parts if part not in bare)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 50_000 + "](" * 50_000,
        "[a" * 50_000,
        "](" * 50_000,
        "[a](" * 30_000,
        '[a](b "' * 20_000,
        "[a](b 'c" * 20_000,
        "[a](b" + " " * 100_000,
        "[[a]" * 30_000,
        "[" + "[]" * 50_000,
        "![" * 50_000,
        "[a](" + "()" * 50_000,
        "[a](#" + "b " * 50_000,
    ],
    ids=lambda text: text[:8],
)
def test_monstrous_brackets_are_no_link_and_end_soon(text: str) -> None:
    """Quadratic time would be minutes here, which the suite's own limit would show."""
    assert strip(text) == text


def test_as_shown_keeps_addresses_and_drops_targets() -> None:
    assert as_shown("See [our\tshop](https://a.example)\n or www.b.example.") == "See our shop or www.b.example."
