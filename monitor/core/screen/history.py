"""Compares a text with those accepted before it: is it a stub, truncated, another document, in another language?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from monitor.core.screen.likeness import likeness
from monitor.core.screen.page import word_count
from monitor.core.screen.turned import turned_into
from monitor.core.text.language import certain_language
from monitor.core.text.locales import language_name
from monitor.core.text.markdown_links import strip
from monitor.core.text.shingles import has_sentences, runs, shared
from monitor.core.text.tokens import has_words, words_or_characters
from monitor.model import Document, ExtractionResult, PageFacts, ScreenStatus, Verdict

MUCH_SHORTER = 0.2
"""Of the words of the last accepted text. In 231 sampled pairs of real versions the strongest cut left 0.65."""
SHORTER = 0.4
UNRELATED = 0.05
"""Share of common shingles under which two texts have nothing in common. Full rewrites of real policies keep 0.08 and more."""
TRANSLATED = 0.3
"""Share of common shingles from which a text is another state of the last one, in whatever language."""
STUB_WORDS = 500
"""A remnant below this is a stub, above it a text that lost its rest: real policies that move and shrink hold more."""
HOME_PAGE_DENSITY, FOREIGN_DENSITY = 0.03, 0.05
"""Policy words per word: home pages of companies measure 0.003 to 0.012, real policies and rules 0.037 and more."""
TURNED = 0.3
"""Share of common shingles under which a page may have turned into another kind of page."""
_SPEAKS_FOR_ITSELF = 60
"""Words from which a first text need not read like a policy."""
TITLE_WORDS = 12
"""A first line with more words is a sentence, not a title."""
_END = re.compile(r"[.!?:;)\]»”\"'。！？|…*_]\s*$")
_DOCUMENTS = (
    ("privacy", re.compile(r"privacy|datenschutz|confidentialit|vie privée|privacidad|privacidade|gegevensbescherming")),
    ("cookies", re.compile(r"cookie|tracker|tracking technolog")),
    ("terms", re.compile(r"terms|conditions|nutzungsbedingung|\bagb\b|términos|condiciones|condizioni|termos|voorwaarden")),
    ("rules", re.compile(r"guideline|acceptable use|community|code of conduct|imprint|impressum")),
)


def doubt_by_history(
    reading: ExtractionResult, before: Sequence[Document], missing: int, language: str | None, live: bool = True
) -> Verdict | None:
    """A doubt about a text that is far from the texts accepted before it (oldest first), else None.

    `missing` is the number of bytes that the answer announced and did not deliver, `language` the one that the policy is expected in.
    """
    document = reading.document
    if document is None:
        return None
    spoken = certain_language(document.text) if language else None
    if language and spoken and spoken != language[:2].lower():
        return _doubt(
            "wrong-language", f"The text is in {language_name(spoken)}, but the policy is configured as {language_name(language)}."
        )
    if not before:
        return _alone(document, missing, reading.facts, live)
    doubt = _against(reading, document, before[-1], missing)
    if doubt is None or any(_close(old, document) for old in before[-6:-1]):
        return None
    return doubt


def _close(old: Document, new: Document) -> bool:
    kept, known = shared(old.text, new.text)
    return min(kept, known) >= 0.7


def _alone(document: Document, missing: int, facts: PageFacts, live: bool) -> Verdict | None:
    """Doubts about a first text; one without a sentence leaves nothing to watch: it takes a person to accept it.

    Archives recorded such texts between others ("Version 5."), and what is before and after tells what they are.
    """
    if (missing or facts.truncated) and not _ends(document.text):
        why = f"The response is {missing:,} bytes shorter than announced" if missing else "The page is not closed"
        return _cut(f"{why} and ends mid-sentence.")
    stub = (live or facts.frames) and not has_sentences(document.text)
    if not stub and has_words(document.text, _SPEAKS_FOR_ITSELF):
        return None
    size = len(words_or_characters(document.text))
    if stub:
        says = f"The text has {word_count(size)} and contains no sentence."
        return Verdict(ScreenStatus.REFUSED, "stub", says) if facts.frames else _doubt("stub", says)
    if size < 5 or (size < _SPEAKS_FOR_ITSELF and likeness(document.text).distinct == 0):
        return _doubt("stub", f"The text has {word_count(size)} and does not read like a policy.")
    if live and size < _POINTER and (file := _PDF.search(document.text)):
        return _doubt(
            "stub", f"The text has {word_count(size)} and links to a PDF, which may be the policy: {file[1]}. Track that address."
        )
    return None


_POINTER = 30
"""Words up to which a page that links to a PDF may say no more than where the policy is."""
# "Our privacy policy is available as a PDF": what changes there, this page does not show.
_PDF = re.compile(r"\]\((\S{1,2000}?\.pdf)(?:[?#][^)\s]*)?\)", re.IGNORECASE)


class _Length(NamedTuple):
    """How long a text is, beside the last accepted one; in words."""

    size: int
    held: int

    @property
    def ratio(self) -> float:
        return self.size / self.held

    def __str__(self) -> str:
        return f"{self.size:,} words, compared with {self.held:,} in the last accepted version"


def _against(reading: ExtractionResult, new: Document, old: Document, missing: int) -> Verdict | None:
    length = _Length(len(words_or_characters(new.text)), max(len(words_or_characters(old.text)), 1))
    kept, known = shared(old.text, new.text)
    common = max(kept, known)
    if doubt := _cut_off(reading, new, old) or (_turned(new, length) if common < TURNED else None):
        return doubt
    if min(kept, known) >= 0.5 and not missing and _ends(new.text):
        return None
    if doubt := _by_size(new, old, missing, (known, common), length):
        return doubt
    return None if common >= TRANSLATED else _elsewhere(reading, new, old, common)


def _turned(new: Document, length: _Length) -> Verdict | None:
    kind = turned_into(new.text)
    return _doubt("not-the-policy", f"The page is not the policy any more: it is {kind} now, and has {length}.") if kind else None


def _by_size(new: Document, old: Document, missing: int, shares: tuple[float, float], length: _Length) -> Verdict | None:
    """A doubt about a text that is much shorter than the last one; `shares` as `_against` finds them: of the new text, and of either."""
    known, common = shares
    size, ratio = length.size, length.ratio
    if ratio < MUCH_SHORTER and not has_sentences(new.text) and size < STUB_WORDS:
        return Verdict(ScreenStatus.REFUSED, "stub", f"The text contains no sentence and has {length}.")
    if doubt := _in_other_language(new, old, common):
        return doubt
    if ratio < MUCH_SHORTER or (ratio < SHORTER and (known < UNRELATED or _is_beginning(old, new))):
        return _remnant(new, old, missing, length)
    if ratio < 0.97 and missing:
        return _cut(f"The response is {missing:,} bytes shorter than announced; the text has {length}.")
    if ratio < 0.97 and _is_beginning(old, new) and not _ends(new.text):
        return _cut(f"The text is only the beginning of the last accepted version: {length}.")
    return None


def _remnant(new: Document, old: Document, missing: int, length: _Length) -> Verdict:
    says = f"The text has {length}."
    if length.size < STUB_WORDS:
        return _doubt("stub", says)
    return _cut(says) if missing or _is_beginning(old, new) else _doubt("truncated", says)


def _cut_off(reading: ExtractionResult, new: Document, old: Document) -> Verdict | None:
    """A doubt about a text that is word for word the beginning of the old one: it stops in mid-sentence, or the page is not closed."""
    # Some policies end in a line without a full stop.
    stops = _ends(old.text) and not _ends(new.text)
    if not stops and not reading.facts.truncated:
        return None
    beginning, whole = " ".join(new.text.split()), " ".join(old.text.split())
    if len(beginning) >= len(whole) or not whole.startswith(beginning):
        return None
    if stops:
        says = f"The text is only the beginning of the last accepted version and stops in mid-sentence: “…{strip(beginning)[-40:]}”."
        return _cut(says)
    return _cut("The text is only the beginning of the last accepted version, and the page is not closed.")


def _elsewhere(reading: ExtractionResult, new: Document, old: Document, common: float) -> Verdict | None:
    """Doubts about a text that shares little with the last one: a full rewrite is no reason, another subject is."""
    return None if common >= UNRELATED else _other_subject(reading, new, old)


def _in_other_language(new: Document, old: Document, common: float) -> Verdict | None:
    """A doubt about a text in another language than the last one. Asked before its length is, which is another in a translation.

    A page in two languages shares much with either.
    """
    spoken, was = certain_language(new.text), certain_language(old.text)
    if common >= TRANSLATED or not spoken or not was or spoken == was:
        return None
    return _doubt("wrong-language", f"The page is now in {language_name(spoken)}; the last accepted version is in {language_name(was)}.")


def _other_subject(reading: ExtractionResult, new: Document, old: Document) -> Verdict | None:
    now, then = likeness(new.text), likeness(old.text)
    spoken = (
        "it has almost nothing in common with the last accepted version, "
        f"and {now.density:.1%} of its words are policy terms (before: {then.density:.1%})"
    )
    if then.density and now.density < min(HOME_PAGE_DENSITY, 0.5 * then.density):
        return Verdict(ScreenStatus.REFUSED, "wrong-document", f"This is a different page: {spoken}.")
    if then.density and now.density < min(FOREIGN_DENSITY, 0.6 * then.density):
        return _doubt("wrong-document", f"This seems to be a different page: {spoken}.")
    named, was_named = _subject(new), _subject(old)
    if named and was_named and not named & was_named:
        says = f"The page is titled “{_title(new)}”, the last accepted version “{_title(old)}”, and they have almost nothing in common."
        return _doubt("wrong-document", says)
    if reading.facts.canonical and _is_home(reading.facts.canonical):
        says = "The page gives the home page as its own address and has almost nothing in common with the last accepted version."
        return _doubt("wrong-document", says)
    return None


def _is_home(address: str) -> bool:
    try:
        return urlsplit(address).path.strip("/") == ""
    except ValueError:  # "http://[": a page may say anything
        return False


def _subject(document: Document) -> frozenset[str]:
    title = _title(document).lower()
    return frozenset(name for name, pattern in _DOCUMENTS if pattern.search(title))


def _title(document: Document) -> str:
    first = next((line for line in document.text.split("\n") if words_or_characters(line)), "")
    named = document.title or (first if len(words_or_characters(first)) <= TITLE_WORDS else "")
    return strip(named).strip("#*_ ")[:80]


def _is_beginning(old: Document, new: Document) -> bool:
    """True when the new text is the old one's first part, small edits aside."""
    found, base = words_or_characters(new.text), words_or_characters(old.text)
    if len(found) >= len(base):
        return False
    head, text = runs(base[: len(found)]), runs(found)
    return len(head & text) >= 0.9 * max(len(head), len(text))


def _ends(text: str) -> bool:
    """True when the last line ends as a sentence, heading or link list may."""
    last = next((line for line in reversed(text.rstrip().split("\n")) if words_or_characters(line)), "")
    return bool(_END.search(last)) or not has_sentences(last)


def _doubt(reason: str, says: str) -> Verdict:
    return Verdict(ScreenStatus.QUARANTINED, reason, says)


def _cut(says: str) -> Verdict:
    return Verdict(ScreenStatus.QUARANTINED, "truncated", says, cut_off=True)
