"""Reads the bytes of one snapshot into a document and the facts about the page: the extractor's one public function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.core.extract.blocks import HEADING, ITEM, PARAGRAPH, Block, write
from monitor.core.extract.cut_off import ending_notes, missing_bytes_note
from monitor.core.extract.decoding import decoded
from monitor.core.extract.file_kinds import HTML, MARKUP, MOST_BYTES, OTHER, PDF, WORD, kind_of, unpacked
from monitor.core.extract.inline import composed
from monitor.core.extract.left_out import left_out_of_markup
from monitor.core.extract.markdown import is_markdown, read_markup
from monitor.core.extract.page_reading import PAGE_TEXT, PageReading, title_of
from monitor.core.text.dates import stated_dates
from monitor.core.text.drawing import drawing_notes
from monitor.core.text.language import language_of
from monitor.core.text.markdown_links import strip
from monitor.core.text.plain_letters import disguise_note, plain_letters
from monitor.model import Document, ExtractionResult, PageFacts

MOST_TEXT = 1_000_000
"""Characters of a document. The longest policy known has 0.4 million; what follows the reading takes time and memory in proportion."""


def read_snapshot(
    body: bytes,
    *,
    media_type: str | None,
    headers: Mapping[str, str] | None = None,
    url: str | None = None,
    select: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> ExtractionResult:
    """Extract the document and the page facts from a snapshot. Never raises, whatever the bytes are.

    Args:
        body: the bytes as they came.
        media_type: as declared, with its parameters, or None.
        headers: the response headers; Content-Length reveals a truncated response.
        url: the page's address, for its relative links.
        select: CSS selectors of the elements that hold the policy; empty: they are found.
        remove: CSS selectors of elements to leave out.

    Returns:
        The reading; its `error` is (reason, sentence) when there is no document: empty | too-large | not-text | selector | pdf | word.
    """
    size = len(body)
    announced = _announced(headers or {})
    short = size < announced
    unread = PageFacts(media_type=media_type, body_bytes=size, truncated=short)
    if size > MOST_BYTES:
        return _failed(unread, "too-large", f"The response has {size:,} bytes; the limit is {MOST_BYTES:,}.")
    body, note = unpacked(body)
    if not body.strip():
        return _failed(unread, "empty", "The response is empty.")
    kind, says = kind_of(body, media_type)
    if kind == OTHER:
        return _failed(unread, "not-text", f"The response is {says}." if ";" in says else f"The response is {says}, not a text document.")
    read = {HTML: _read_html, MARKUP: _read_markup, PDF: _read_pdf, WORD: _read_word}[kind]
    page, found, ended = read(body, media_type, url, select, remove)
    if note:
        page.notes.append(note)
    if short:
        page.notes.append(missing_bytes_note(size, announced))
    return _reading(page, found, size, short or not ended)


def _failed(facts: PageFacts, reason: str, says: str) -> ExtractionResult:
    return ExtractionResult(None, facts, (reason, says))


def _announced(headers: Mapping[str, str]) -> int:
    """The bytes that Content-Length announces. Of no use for a compressed body, of which it counts the compressed bytes: then 0."""
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    length = lower.get("content-length", "")
    packed = lower.get("content-encoding", "identity").lower() not in ("", "identity")
    return int(length) if length.isascii() and length.isdigit() and not packed and len(length) < 16 else 0


_Read = tuple[PageReading, str, bool]

# What reads a kind of file is loaded with the first such file: `diff old.md new.md` needs none of what reads HTML, PDF and Word, which took
# a quarter of its time.


def _read_html(body: bytes, media_type: str | None, url: str | None, select: Sequence[str], remove: Sequence[str]) -> _Read:
    from monitor.core.extract.html import read_page
    from monitor.core.extract.xhtml import as_html, is_xhtml

    text, note = decoded(body, media_type)
    if is_xhtml(text, media_type):
        text = as_html(text)
    page = read_page(text, url=url, select=select, remove=remove)
    if note:
        page.notes.append(note)
    page.notes += drawing_notes(text)
    opens = b"<html" in body[:4096].lower()
    ended = not opens or any(tag in body for tag in (b"</html", b"</HTML", b"</body", b"</BODY", b"</Html", b"</Body"))
    page.notes += ending_notes(text, page.blocks, closed=ended)
    return page, HTML, ended


def _read_markup(body: bytes, media_type: str | None, url: str | None, select: Sequence[str], remove: Sequence[str]) -> _Read:
    text, note = decoded(body, media_type)
    page = _marked(text, url)
    page.notes += [note] if note else []
    notes, page.left_out = left_out_of_markup(text)
    page.notes += notes
    page.notes += drawing_notes(text)
    page.notes += ["CSS selectors only apply to HTML pages."] if select or remove else []
    return page, MARKUP if is_markdown(page.blocks, text) else "text/plain", True


def _read_pdf(body: bytes, media_type: str | None, url: str | None, select: Sequence[str], remove: Sequence[str]) -> _Read:
    from monitor.core.extract.pdf import PdfError, read_pdf

    try:
        text, title, notes, unseen = read_pdf(body)
    except PdfError as fault:
        return PageReading(error=("pdf", str(fault))), PDF, b"%%EOF" in body[-2048:]
    page = _marked(text, url)
    left, page.left_out = left_out_of_markup(text, unseen)
    page.title, page.notes = title, [*notes, *left]
    return page, PDF, b"%%EOF" in body[-2048:]


def _read_word(body: bytes, media_type: str | None, url: str | None, select: Sequence[str], remove: Sequence[str]) -> _Read:
    from monitor.core.extract.html import read_page
    from monitor.core.extract.word import MammothMissing, WordError, read_word

    try:
        html = read_word(body)
    except WordError as fault:
        reason = "not-text" if isinstance(fault, MammothMissing) else "word"
        return PageReading(error=(reason, str(fault))), WORD, True
    # All of it is the document: there is no menu to be told from it.
    return read_page(html, url=url, select=select or ("body",), remove=remove), WORD, True


def _marked(text: str, url: str | None) -> PageReading:
    blocks = read_markup(text, url)
    length = sum(len(block.text) + 1 for block in blocks)
    head = "\n".join(block.text for block in blocks[:60])[:PAGE_TEXT]
    headings = sum(block.kind == HEADING for block in blocks)
    return PageReading(blocks, visible_chars=max(0, length - 1), page_text=head, links=text.count("]("), headings=headings)


def _reading(page: PageReading, found: str, size: int, truncated: bool) -> ExtractionResult:
    text = composed(write(without_menu(page.blocks)))
    facts = PageFacts(
        media_type=found,
        body_bytes=size,
        visible_chars=page.visible_chars,
        words=text.count(" ") + text.count("\n\n") + 1 if text else 0,
        scripts=page.scripts,
        links=page.links,
        headings=page.headings,
        title=page.title,
        refresh=page.refresh,
        canonical=page.canonical,
        frames=tuple(page.frames),
        truncated=truncated,
        page_text=page.page_text,
    )
    if page.error is not None:
        return ExtractionResult(None, facts, page.error)
    if not text:
        return ExtractionResult(None, facts, ("empty", "The page shows no text; if scripts draw it, `browser: true` reads it."))
    if len(text) > MOST_TEXT:
        return _failed(
            facts, "too-large", f"The page's text has {len(text):,} characters; a policy of more than {MOST_TEXT:,} is not read."
        )
    plain = plain_letters(text).text
    stated, effective = stated_dates(plain)
    title = title_of(page.blocks, page.title)
    if note := disguise_note(text):
        page.notes.append(note)
    language = language_of(plain, page.language)
    return ExtractionResult(Document(text, title, stated, effective, language, tuple(page.notes), tuple(page.left_out)), facts)


def without_menu(blocks: list[Block]) -> list[Block]:
    """Drop a site menu before the document: at least four short labels that name none of its sections, followed by a sentence."""
    end = 0
    while end < len(blocks) and blocks[end].kind == ITEM and _is_label(blocks[end].text):
        end += 1
    if end < 4 or end == len(blocks) or blocks[end].kind != PARAGRAPH or blocks[end].text.count(" ") < 11:
        return blocks
    titles = {block.text.lower() for block in blocks[end:] if len(block.text) < 80}
    named = sum(strip(block.text).partition(" ")[2].lower() in titles for block in blocks[:end])
    return blocks if named * 3 >= end else blocks[end:]


def _is_label(text: str) -> bool:
    words = strip(text)
    return words[0] == "-" and len(words) < 45 and words.count(" ") <= 5 and words[-1] not in ".,;:!?"
