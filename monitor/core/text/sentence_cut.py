"""The sentences of a text that can be found: the same for the full-text index and for the search of the static site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.core.text.introductions import introduction
from monitor.core.text.search_terms import distinct_terms
from monitor.core.text.segment import segmented


class CutSentence(NamedTuple):
    """A sentence, list item, row or heading."""

    text: str
    """With its markup."""
    lead_in: str
    """The line that introduces its list or table; "" for none."""
    heading: str
    """The nearest one above; "" for none."""
    terms: tuple[str, ...]
    """At least one, each once."""


def cut_sentences(text: str) -> Iterator[CutSentence]:
    """The sentences of a text, in order, without those that have no word.

    >>> [(one.text, one.heading) for one in cut_sentences("# Sale\\n\\nWe never sell. Ask us.\\n\\n***")]
    [('# Sale', ''), ('We never sell.', 'Sale'), ('Ask us.', 'Sale')]
    """
    return iter(_cut(text) if len(text) < _LONG else _sentences(text))


_LONG = 2_000_000
"""Characters from which nothing is held of a text."""


@lru_cache(maxsize=1)
def _cut(text: str) -> Sequence[CutSentence]:
    """Of the last text: a new version is cut for the full-text index, and a moment later for the search of the site."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[CutSentence]:
    page = segmented(text)
    for line, content in enumerate(page.lines):
        if not content.strip():
            continue
        heading, lead_in = (page.section(line) or ("",))[-1], introduction(page, line)
        for unit in page.units(line):
            if found := distinct_terms(unit.text):
                yield CutSentence(unit.text.strip(), lead_in, heading, found)
