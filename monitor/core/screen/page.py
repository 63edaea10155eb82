"""Recognises bot walls, login walls, cookie walls, error pages and empty shells from the page alone, without its history."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.screen.likeness import likeness
from monitor.core.text.shingles import has_sentences, plain_line
from monitor.core.text.tokens import has_words, words_or_characters
from monitor.core.text.word_lists import WallPhrases, any_phrase, targets, wall_phrases
from monitor.model import ExtractionResult, PageFacts, ScreenStatus, Verdict

TITLE_WORDS = 600
"""A page that calls itself "404" or "Just a moment" is believed up to this length; error pages with a whole menu have about 400 words."""
TEXT_WORDS = 300
"""Longer pages are not judged by single phrases: of 462 real policies the shortest has 440 words, of known walls the longest 230."""
FEW_WORDS = 150
LONGEST_TITLE, LONGEST_TEXT = 1_000, 20_000
"""Characters examined: a single "word" may be megabytes long, and every pattern is tried on it."""
SPEAKS_LIKE_A_POLICY = 8
"""Different policy words from which a short page is taken for a policy that merely mentions walls (known walls hold at most 4)."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A short page, prepared for the phrase lists."""

    titles: tuple[str, ...]
    line: str
    size: int
    distinct: int


def refusal_by_page(reading: ExtractionResult) -> Verdict | None:
    """A refusal when the page is clearly not a policy, a quarantine when it may not be one, else None."""
    text = reading.document.text if reading.document else ""
    if has_words(text, TITLE_WORDS):
        return None
    size = len(words_or_characters(text))
    sent_on = _sends_on(reading.facts, size)
    if sent_on is not None:
        return sent_on
    page = _page(reading, text, size)
    return _by_title(page) or _by_text(page) or _without_text(reading, text, size)


def _page(reading: ExtractionResult, text: str, size: int) -> _Page:
    first = next((line for line in text.split("\n") if words_or_characters(line)), "")
    named = (reading.facts.title, reading.document.title if reading.document else None, first)
    titles = tuple(dict.fromkeys(plain_line(title[:LONGEST_TITLE]) for title in named if title))
    shown = plain_line((text if size else reading.facts.page_text)[:LONGEST_TEXT])
    return _Page(titles, shown, size or len(shown.split()), likeness(text).distinct if size else 0)


def _sends_on(facts: PageFacts, size: int) -> Verdict | None:
    if not facts.refresh or size >= FEW_WORDS:
        return None
    target = facts.refresh.lower()
    kind = next((kind for kind, pattern in targets() if pattern.search(target)), "empty-shell")
    return Verdict(ScreenStatus.REFUSED, kind, f"The page has {word_count(size)} and only redirects to {facts.refresh[:120]}.")


def _by_title(page: _Page) -> Verdict | None:
    for kind in wall_phrases():
        for title in page.titles:
            found = kind.title.search(title)
            if found and not (kind.kind in ("cookie-wall", "login-wall") and page.distinct >= SPEAKS_LIKE_A_POLICY):
                says = f"The page is titled “{title[:80]}” and has {word_count(page.size)}."
                return Verdict(_standing(page), kind.kind, says)
    return None


def _standing(page: _Page) -> ScreenStatus:
    certain = page.distinct < SPEAKS_LIKE_A_POLICY or page.size < FEW_WORDS
    return ScreenStatus.REFUSED if certain else ScreenStatus.QUARANTINED


def _by_text(page: _Page) -> Verdict | None:
    if page.size >= TEXT_WORDS or page.distinct >= SPEAKS_LIKE_A_POLICY or not any_phrase().search(page.line):
        return None
    kinds = [(hits, kind) for kind in wall_phrases() if (hits := _hits(kind, page.line))]
    kinds.sort(key=lambda one: -len(one[0]))
    for hits, kind in kinds:
        if len(hits) >= _hits_needed(kind.kind, page):
            says = f"The page has {word_count(page.size)} and says “{hits[0]}”."
            return Verdict(ScreenStatus.REFUSED, kind.kind, says)
    return None


def _hits_needed(kind: str, page: _Page) -> int:
    """One phrase convicts a page of a few words that speaks of nothing else; a longer one, or one with policy words, takes two or three."""
    lenient = 1 if kind in ("login-wall", "cookie-wall") else 0
    return 1 + (page.size >= 60 + 90 * (1 - lenient)) + (page.distinct >= 4) + (lenient and page.size >= 30)


def _hits(kind: WallPhrases, line: str) -> list[str]:
    return [found.group()[:80] for pattern in kind.text if (found := pattern.search(line))]


def _without_text(reading: ExtractionResult, text: str, size: int) -> Verdict | None:
    facts = reading.facts
    if reading.error is not None and (size == 0 or reading.document is None) and not _is_shell(facts):
        slug, says = reading.error
        return Verdict(ScreenStatus.REFUSED, slug, says)
    if size == 0:
        return _empty(facts)
    if _is_shell(facts) and not has_sentences(text) and (size < 5 or likeness(text).distinct == 0):
        says = f"The page has scripts and {word_count(size)}, but no sentence: “{plain_line(text[:LONGEST_TITLE])[:80]}”."
        return Verdict(ScreenStatus.REFUSED, "empty-shell", says)
    return None


def _empty(facts: PageFacts) -> Verdict:
    if _is_shell(facts):
        scripts = "one script" if facts.scripts == 1 else f"{facts.scripts} scripts"
        says = f"The page has {facts.body_bytes:,} bytes and {scripts}, but no text."
        return Verdict(ScreenStatus.REFUSED, "empty-shell", says)
    return Verdict(ScreenStatus.REFUSED, "empty", f"The response has {facts.body_bytes:,} bytes, but no text.")


def _is_shell(facts: PageFacts) -> bool:
    return facts.scripts > 0 and facts.visible_chars < 400 and (facts.media_type or "").startswith(("text/html", "application/xhtml"))


def word_count(size: int) -> str:
    """A number of words in words: "no words", "one word", "1,200 words"."""
    return "no words" if size == 0 else "one word" if size == 1 else f"{size:,} words"
