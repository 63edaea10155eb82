"""Whether a text may deny an act somewhere, in whatever form."""

from __future__ import annotations

import pytest

from monitor.core.meaning.denied_anywhere import may_be_denied
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText
from monitor.core.text.tokens import word_row


def denied(text: str, promise: str = "We do not sell your letters.", acts: str = "sell") -> bool:
    document = ParsedDocument(SegmentedText(f"# Privacy\n\n{text}\n\nThe shop opens at nine.\n"))
    return may_be_denied(frozenset(acts.split()), word_row(promise), document)


@pytest.mark.parametrize(
    "text",
    [
        "Your letters are never sold.",
        "We never sell anything.",
        "Selling letters is nothing that we do.",
        "What we will not do:\n\n- sell your letters",
        "| Letters sold | none |\n| --- | --- |",
        "Letters sold to third parties: none",
    ],
)
def test_denials_in_other_forms(text: str) -> None:
    assert denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "We do not sell your letters unless you ask us to.",
        "We do not knowingly sell letters.",
        "We currently do not sell letters.",
        "You must not sell our letters.",
        "If you do not want us to sell letters, write to us.",
        "Third parties never sell your letters to us.",
        "Do we sell your letters? No",
        "We sell letters.",
        "We do not sell your birthday.",
        "# We do not sell letters",
        "",
    ],
)
def test_what_is_no_denial_of_it(text: str) -> None:
    assert not denied(text)


def test_a_denial_that_names_more_than_the_promise_is_not_of_it() -> None:
    narrow = "We do not sell your letters to newspapers."
    assert not denied(narrow)
    assert denied(narrow, promise="We do not sell your letters to newspapers or anyone.")


def test_every_act_of_a_promise_must_be_denied() -> None:
    both = "We do not sell or share your letters."
    assert not denied("We never sell letters.", promise=both, acts="sell share")
    assert denied("We never sell letters.\n\nWe never share letters.", promise=both, acts="sell share")


def test_only_acts_that_few_words_deny_are_looked_for() -> None:
    assert not denied("We do not keep letters.", promise="We do not keep your letters.", acts="retain")
    assert denied("We do not train models on letters.", promise="We do not use your letters to train models.", acts="use train")


def test_a_document_is_read_once_for_each_act() -> None:
    document = ParsedDocument(SegmentedText("We never sell letters.\n"))
    words = word_row("We do not sell your letters.")
    assert may_be_denied(frozenset({"sell"}), words, document)
    assert list(document.memory["denied-anywhere"]) == ["sell"]
    assert may_be_denied(frozenset({"sell"}), words, document)
