"""Reads the answer of a second reader, and accepts it only as far as the two texts support it."""

from __future__ import annotations

import json
import re
from typing import Any

from monitor.core.meaning.topic_names import TOPICS
from monitor.errors import AnswerDropped
from monitor.model import Opinion, OpinionQuote, Severity
from monitor.opinions.amounts import check_amounts
from monitor.opinions.bearing import check_negations, check_quotes
from monitor.opinions.question import FOR_WHOM, LONGEST_QUOTE, LONGEST_SUMMARY, MOST_QUOTES, MOST_TOPICS, SEVERITIES, ReaderQuestion
from monitor.opinions.wording import check_wording

LONGEST_ANSWER = 16_000
"""Characters: eight quotes at their longest, and some."""
# What models put round an object although they are told not to: their thoughts before it, and a fence. Anything else is no answer.
_WRAPPED = re.compile(
    r"\s*(?:<think>(?:(?!</?think>).)*</think>\s*)?(?:```(?:json)?\s*\n)?(\{.*\})\s*(?:```\s*)?", re.DOTALL | re.IGNORECASE
)
_KEYS = {"summary", "severity", "for_whom", "topics", "quotes"}


def read_answer(content: str, question: ReaderQuestion, old: str, new: str) -> Opinion:
    """The opinion in an answer.

    Args:
        content: what came back.
        question: what was asked.
        old, new: the two texts in full.

    Raises:
        AnswerDropped: it breaks the form, or a quote, a number or a denial of it is not in the texts.
    """
    opinion = _opinion(_object(content))
    check_quotes(opinion.quotes, question, old, new)
    check_wording(opinion.summary, opinion.quotes)
    check_amounts(opinion.summary, opinion.quotes)
    check_negations(opinion.summary, opinion.quotes, question.language)
    return opinion


def _object(content: str) -> dict[str, Any]:
    if len(content) > LONGEST_ANSWER:
        raise AnswerDropped(f"it has {len(content):,} characters; at most {LONGEST_ANSWER:,} are read", reason="too-long")
    wrapped = _WRAPPED.fullmatch(content.removeprefix("\ufeff"))
    content = wrapped[1] if wrapped else content
    try:
        # Twice the same key: Python would take the last one, and another program the first.
        found = json.loads(content, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise AnswerDropped("it is not JSON", reason="not-json") from None
    if not isinstance(found, dict):
        raise AnswerDropped("it is JSON, but not an object", reason="schema")
    if found.keys() != _KEYS:
        wrong = sorted(found.keys() ^ _KEYS)[:5]
        says = f"it does not have exactly the keys that were asked for ({', '.join(key[:40] for key in wrong)})"
        raise AnswerDropped(says, reason="schema")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _opinion(found: dict[str, Any]) -> Opinion:
    return Opinion(
        summary=_summary(found["summary"]),
        severity=Severity(_one_of(found["severity"], SEVERITIES, "severity")),
        direction=FOR_WHOM[_one_of(found["for_whom"], tuple(FOR_WHOM), "for_whom")],
        topics=_topics(found["topics"]),
        quotes=_quotes(found["quotes"]),
    )


def _summary(value: Any) -> str:
    if not isinstance(value, str) or not (summary := " ".join(value.split())):
        raise AnswerDropped("its summary is not text", reason="schema")
    if len(summary) > LONGEST_SUMMARY:
        raise AnswerDropped(f"its summary is longer than {LONGEST_SUMMARY} characters", reason="schema")
    return summary


def _one_of(value: Any, known: tuple[str, ...], name: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise AnswerDropped(f"its {name} is none of {', '.join(known)}", reason="schema")
    return value


def _topics(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_TOPICS:
        raise AnswerDropped(f"its topics are not a list of one to {MOST_TOPICS}", reason="schema")
    return tuple(dict.fromkeys(_one_of(one, TOPICS, "topic") for one in value))


def _quotes(value: Any) -> tuple[OpinionQuote, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_QUOTES:
        raise AnswerDropped(f"its quotes are not a list of one to {MOST_QUOTES}", reason="schema")
    return tuple(map(_quote, value))


def _quote(value: Any) -> OpinionQuote:
    if not isinstance(value, dict) or value.keys() != {"where", "text"} or not isinstance(value["text"], str):
        raise AnswerDropped('one of its quotes is not {"where": …, "text": …}', reason="schema")
    where = _one_of(value["where"], ("before", "after"), "place of a quote")
    text = " ".join(value["text"].split())
    if not 0 < len(text) <= LONGEST_QUOTE:
        raise AnswerDropped(f"one of its quotes is empty or longer than {LONGEST_QUOTE:,} characters", reason="schema")
    return OpinionQuote(text, after=where == "after")
