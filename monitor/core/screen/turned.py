"""Recognises a page that turned into something else: a forum, a shop, search results, a list of links."""

from __future__ import annotations

import re

from monitor.core.text.shingles import outside_links, sentence_lines
from monitor.core.text.tokens import words_or_characters

_POST = re.compile(
    # "What you have posted in our forum stays yours" is a rule.
    r"\b(?:posted|replied|commented|asked|answered|started) by\b"
    r"|\b\d[\d.,]{0,9}[kK]? (?:replies|reply|comments?|answers?|posts?|views|topics?|threads?)\b"
    r"|\b(?:minute|hour|day|week|month|year)s? ago\b|\bvor \d+ (?:Minuten|Stunden|Tagen|Wochen)\b"
    r"|\b\d+ (?:Antworten|Beiträge|réponses|respuestas|risposte)\b",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"\b(?:add to (?:cart|bag|basket)|buy now|shop now|in den warenkorb|jetzt kaufen|ajouter au panier|añadir al carrito"
    r"|aggiungi al carrello|adicionar ao carrinho|in winkelwagen|out of stock|sold out)\b"
    r"|^\W*(?:from )?(?:[$€£¥]\s?\d|\d[\d.,]* ?[$€£¥])[\d.,]*\W*$",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"^\W*(?:\d[\d.,]* )?(?:search )?results?(?: for\b|$)|^\W*\d[\d.,]* results?\b"
    r"|^\W*(?:suchergebnisse|résultats|resultados|risultati|zoekresultaten)\b",
    re.IGNORECASE,
)
_FEWEST_POSTS = _FEWEST_GOODS = 5
_SHARE = 0.08
"""Of the lines: those of posts or goods on a page of the kind. A policy with a forum's rules has none of either."""
_FEWEST_LINKS, _LINK_SHARE, _MOST_SENTENCES = 8, 0.6, 4
_OPENING = 8
"""Lines in which search results name themselves."""


def turned_into(text: str) -> str | None:
    """What kind of page a text is that is certainly no policy: "a forum", "a shop", "search results", "a list of links"; else None.

    >>> turned_into("# Results for “privacy”\\n\\n120 results\\n\\nHow to reset a lamp ...")
    'search results'
    """
    lines = [line for line in text.split("\n") if words_or_characters(line)]
    if any(_RESULTS.search(line.lstrip("# ")) for line in lines[:_OPENING]):
        return "search results"
    for kind, pattern, fewest in (("a forum", _POST, _FEWEST_POSTS), ("a shop", _GOODS, _FEWEST_GOODS)):
        found = sum(pattern.search(line) is not None for line in lines)
        if found >= fewest and found >= _SHARE * len(lines):
            return kind
    linked = sum(not outside_links(line.lstrip("-*+ ")) for line in lines)
    if linked >= _FEWEST_LINKS and linked >= _LINK_SHARE * len(lines) and len(sentence_lines(text)) <= _MOST_SENTENCES:
        return "a list of links"
    return None
