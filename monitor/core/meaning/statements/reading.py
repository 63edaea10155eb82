"""Reads a text as statements: who does what to what, whether it is affirmed or denied, how firmly, and under which condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.core.meaning.clause_tokens import Sentence, sentence_row, shown
from monitor.core.meaning.statements.clauses import actor_or_company, nominal, verbal
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.vocabulary import act_nouns, verbs


def statements_of(text: str, lead_in: str = "", heading: str = "", names: frozenset[str] = frozenset()) -> tuple[Statement, ...]:
    """Everything that a statement-sized text says.

    Args:
        text: a sentence, a list item, a row.
        lead_in: the line that introduces the list ("We do not:").
        heading: the heading right above; only one that denies for the company ("What we don't do") is read with the text.
        names: what the company calls itself, in lower case.

    >>> [(s.actor, s.act, s.object, s.polarity) for s in statements_of("We do not sell your data.")]
    [('company', 'sell', 'data', 'denied')]
    """
    return _read(shown(text), _introduction(lead_in, heading), names)


def _introduction(lead_in: str, heading: str) -> str:
    if lead_in:
        return shown(lead_in).rstrip(" *_:.")
    words = sentence_row(shown(heading))
    if words and len(words) == 1 and words[0].words[:1] == ("what",) and {"not", "never"} & set(words[0].words) and len(words[0].words) < 8:
        return "We do not" if words[0].words[1:2] == ("we",) else ""
    return ""


_LISTING = frozenset({"following", "these", "the", "of", "any", "things", "below", "one"})
"""How a line that introduces a list ends: "We do not do any of the following"."""


@lru_cache(maxsize=8192)
def _read(text: str, introduction: str, names: frozenset[str]) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for number, sentence in enumerate(sentence_row(text)):
        before = sentence_row(introduction)[-1].words if introduction and not number else ()
        while before and (before[-1] in _LISTING or before[-2:] == ("not", "do")):
            before = before[:-1]
        for statement in _statements(sentence, before, names, text):
            found.append(_referred(statement, found))
    return tuple(found)


def _referred(statement: Statement, earlier: Sequence[Statement]) -> Statement:
    """A pronoun stands for what was acted on last; in a policy, for the reader's data."""
    if statement.object != "pronoun":
        return statement
    known = next((s.object for s in reversed(earlier) if s.object not in ("other", "reader", "money")), "data")
    return replace(statement, object=known, actor=actor_or_company(statement.actor, known))


def _statements(sentence: Sentence, before: Sequence[str], names: frozenset[str], text: str) -> Iterator[Statement]:
    words = (*before, *sentence.words)
    verbal_words, denies = verbs(), "no" in words
    for at in range(len(before), len(words)):
        statement, known = None, verbal_words.get(words[at], ())
        if not (known or denies):
            continue
        if denies and "no" in words[max(0, at - 3) : at]:
            noun = act_nouns().get(words[at]) or next((verb.act for verb in known if verb.form == "ing"), "")
            statement = nominal(words, at, noun) if noun else None
        for verb in known:
            statement = statement or verbal(words, at, verb.act, verb.form, names)
        if statement is not None:
            low = max(0, statement.span[0] - len(before))
            high = max(low, statement.span[1] - len(before) - 1)
            span = sentence.places[low][0], sentence.places[min(high, len(sentence.places) - 1)][1]
            yield statement.placed(span, text[span[0] : span[1]].strip(), stated=not sentence.question)
