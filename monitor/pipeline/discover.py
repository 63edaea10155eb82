"""Finds a company's documents: from its home page, the pages it lists them on, its sitemap, and addresses that many companies use.

Each is fetched and read before it is reported: a document counts as found when its own title or heading says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from monitor.core.discover.found import DocumentLink, SitePage
from monitor.core.discover.kinds import KINDS, kind_of_path, kind_of_title, plain_words, says_other
from monitor.core.screen.likeness import likeness
from monitor.core.screen.page import refusal_by_page
from monitor.core.text.tokens import words_or_characters
from monitor.errors import Blocked, ReadingStopped, SourceError, given_up
from monitor.model import ExtractionResult, Snapshot
from monitor.net.urls import address_key
from monitor.sources.interface import Fetched, LiveSource
from monitor.workers.analysis import Analysis

MOST_REQUESTS = 60
"""Per company, robots.txt aside; most are answered for with fewer than ten."""
_TRIES, _HUBS, _SITEMAPS = 4, 3, 4
_PLACES = {"head": 0, "data": 1, "footer": 1, "menu": 2, "page": 3, "sitemap": 4, "article": 6, "guess": 8}
# Where an unnamed page may be believed; elsewhere ("Read about privacy" in a text) its heading must say it.
_TRUSTED = frozenset({"head", "data", "footer"})
_GUESSES = {
    "Privacy Policy": ("/privacy", "/privacy-policy", "/legal/privacy", "/datenschutz", "/privacy.html"),
    "Terms of Service": ("/terms", "/terms-of-service", "/legal/terms", "/tos"),
    "Cookie Policy": ("/cookies", "/cookie-policy", "/legal/cookies"),
    "Sub-processors": ("/subprocessors", "/legal/subprocessors", "/sub-processors"),
    "Data Processing Addendum": ("/dpa", "/legal/dpa"),
    "Acceptable Use Policy": ("/acceptable-use", "/legal/acceptable-use", "/aup"),
}
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_FEW_WORDS = {"Sub-processors": 15}
_ENOUGH_WORDS, _LIKE_A_POLICY, _DISTINCT = 40, 0.06, 8
# Below these, neighbours are strangers.
_TWO_LABELS = re.compile(
    r"(?:co|com|org|net|gov|ac|gob|edu|or|ne)\.[a-z]{2}|(?:github|gitlab)\.io|(?:netlify|vercel|web)\.app|pages\.dev"
    r"|(?:herokuapp|myshopify|wordpress|wixsite|blogspot|webflow|squarespace)\.(?:com|io)"
)


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that was found and read."""

    kind: str
    url: str
    title: str
    place: str
    """Where its address was: footer | menu | page | head | data | sitemap | guess | article."""
    words: int


@dataclass
class Discovery:
    """What was found for one company."""

    asked: str
    home: str
    name: str = ""
    found: list[FoundDocument] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """(address, why it is no document)"""
    fault: str = ""
    """Why the home page could not be read; other addresses were not tried then."""
    requests: int = 0


def discover(source: LiveSource, analysis: Analysis, asked: str) -> Discovery:
    """Find the documents of one company.

    Args:
        source: fetches, with its limits, robots.txt and address guard.
        analysis: reads what strangers wrote, in its worker.
        asked: a domain, or the address of a home page.
    """
    home = asked if "://" in asked else f"https://{asked.strip().strip('/')}/"
    search = _Search(source, analysis, Discovery(asked, home))
    try:
        search.run()
    except SourceError as error:
        search.result.fault = given_up(str(error))
    return search.result


class _Search:
    def __init__(self, source: LiveSource, analysis: Analysis, result: Discovery) -> None:
        self._source, self._analysis, self.result = source, analysis, result
        self._home = SitePage()
        self._pages: dict[str, tuple[Snapshot, str] | str] = {}
        self._links: list[DocumentLink] = []

    def run(self) -> None:
        """Home page first; whatever is still missing afterwards is looked for elsewhere.

        Raises:
            SourceError: the home page can't be fetched, or it can't be read.
        """
        snapshot, final = self._fetch(self.result.home)
        try:
            self._home = self._analysis.links(snapshot.body, media_type=snapshot.media_type, url=final)
        except ReadingStopped as error:
            self.result.fault = str(error)
            return
        self.result.home, self._links = final, list(self._home.links)
        self.result.name = self._name()
        self._try()
        for stage in (self._from_hubs, self._from_sitemaps, self._from_guesses):
            if not self._missing():
                return
            self._links = list(stage())
            self._try()

    def _missing(self) -> list[str]:
        known = {one.kind for one in self.result.found}
        return [kind for kind in KINDS if kind not in known]

    # --- where addresses come from ------------------------------------------------------------------------------------

    def _from_hubs(self) -> Iterator[DocumentLink]:
        # A trust centre on another site ("trust.vendor.example") would need a second look at whose it is.
        hubs = [link for link in self._home.links if not link.kind and self._is_own(link.url)]
        for hub in sorted(hubs, key=lambda link: _PLACES[link.place])[:_HUBS]:
            try:
                snapshot, final = self._fetch(hub.url)
                yield from self._analysis.links(snapshot.body, media_type=snapshot.media_type, url=final).links
            except (SourceError, ReadingStopped) as error:
                self.result.left_out.append((hub.url, given_up(str(error))))

    def _from_sitemaps(self) -> Iterator[DocumentLink]:
        waiting, seen = self._sitemaps(), set[str]()
        while waiting and len(seen) < _SITEMAPS:
            address = waiting.pop(0)
            if address in seen or not self._is_own(address):
                continue
            seen.add(address)
            try:
                snapshot, _ = self._fetch(address)
                urls, further = self._analysis.sitemap(snapshot.body, media_type=snapshot.media_type)
            except (SourceError, ReadingStopped):  # most sites have none
                continue
            # "sitemap-pages.xml" rather than the one of ten thousand products.
            waiting += sorted(further, key=lambda url: not re.search(r"page|legal|static|main", url))
            for url in urls:
                named = kind_of_path(url)
                if named is not None and self._is_own(url):
                    yield DocumentLink(url, "", "sitemap", named.kind)

    def _sitemaps(self) -> list[str]:
        try:
            snapshot, _ = self._fetch(urljoin(self.result.home, "/robots.txt"))
            named = _SITEMAP_LINE.findall(snapshot.body[:500_000].decode("utf-8", "replace"))
        except SourceError:
            named = []
        return [*named[:_SITEMAPS], urljoin(self.result.home, "/sitemap.xml")]

    def _from_guesses(self) -> Iterator[DocumentLink]:
        for kind in self._missing():
            yield from (DocumentLink(urljoin(self.result.home, path), "", "guess", kind) for path in _GUESSES[kind])

    # --- which of them are documents ----------------------------------------------------------------------------------

    def _try(self) -> None:
        for kind in self._missing():
            candidates = sorted((link for link in self._links if link.kind == kind), key=self._rank)
            tries = len(candidates) if candidates and candidates[0].place == "guess" else _TRIES
            for link in list({address_key(link.url): link for link in reversed(candidates)}.values())[::-1][:tries]:
                found = self._checked(link)
                if isinstance(found, FoundDocument):
                    self.result.found.append(found)
                    break
                if link.place != "guess":
                    self.result.left_out.append((link.url, found))
        self.result.found.sort(key=lambda one: KINDS.index(one.kind))

    def _rank(self, link: DocumentLink) -> tuple[bool, bool, bool, int, int]:
        by_path = kind_of_path(link.url)
        other_language = bool(re.search(r"/[a-z]{2}(?:-[a-z]{2})?/", urlsplit(link.url).path)) and not self._in_language(link.url)
        agrees = by_path is not None and by_path.kind == link.kind
        return (not self._is_own(link.url), not link.exact, other_language, _PLACES[link.place] - agrees, len(link.url))

    def _in_language(self, url: str) -> bool:
        return bool(self._home.language) and f"/{self._home.language}" in urlsplit(url).path.lower()

    def _checked(self, link: DocumentLink) -> FoundDocument | str:
        """The document behind a link, or why it is none."""
        if any(address_key(link.url) == address_key(one.url) for one in self.result.found):
            return "it was found as another document"
        try:
            snapshot, final = self._fetch(link.url)
            reading = self._analysis.read(snapshot.body, media_type=snapshot.media_type, headers=snapshot.headers, url=final)
        except (SourceError, ReadingStopped) as error:
            return given_up(str(error))
        # Some sites send every address that they do not know to their first page.
        if address_key(final) == address_key(self.result.home):
            return "it leads to the home page"
        if why := self._doubt(link, reading, final):
            return why
        if any(address_key(final) == address_key(one.url) for one in self.result.found):
            return "it was found as another document"
        text = reading.document.text if reading.document else ""
        title = next((name for name in _names(reading) if kind_of_title(name)), link.label)
        return FoundDocument(link.kind, final, title[:200], link.place, len(words_or_characters(text)))

    def _doubt(self, link: DocumentLink, reading: ExtractionResult, final: str) -> str | None:
        refused = refusal_by_page(reading)
        if refused is not None:
            return refused.says or "it shows no document"
        text = reading.document.text if reading.document else ""
        words = len(words_or_characters(text))
        if words < _FEW_WORDS.get(link.kind, _ENOUGH_WORDS):
            return f"it has only {words} words"
        if why := self._other_name(link, reading, text):
            return why
        # "Protected by reCAPTCHA: Privacy, Terms" leads to another company's documents.
        if not self._is_own(final) and not self._names_company(text):
            return f"it is at {urlsplit(final).hostname} and does not name {self.result.name or 'the company'}"
        return None

    def _other_name(self, link: DocumentLink, reading: ExtractionResult, text: str) -> str | None:
        """Why the page's title and heading, or their lack, speak against it."""
        kinds = {named.kind for name in _names(reading) if (named := kind_of_title(name)) is not None}
        if kinds and link.kind not in kinds:
            return f"its heading names another document ({', '.join(sorted(kinds))})"
        heading = kind_of_title(_heading(text))
        # "Privacy Policy" may be in the title that all pages of a site have; the heading decides.
        if len(kinds) > 1 and (heading is None or heading.kind != link.kind):
            return "its title and its heading name different documents"
        like = likeness(text)
        # "Terms of the summer contest" behind a link "Terms".
        like_other = says_other(_heading(text) or reading.facts.title or "")
        trusted = not like_other and link.exact and link.place in _TRUSTED and like.density >= _LIKE_A_POLICY and like.distinct >= _DISTINCT
        return None if kinds or trusted else "neither its title nor its heading says that it is this document"

    def _is_own(self, url: str) -> bool:
        """Whether an address belongs to the site that was asked for, or that its home page is on."""
        own = {_site(self.result.home), _site(self.result.asked if "://" in self.result.asked else f"https://{self.result.asked}")}
        return _site(url) in own

    def _names_company(self, text: str) -> bool:
        shown = f" {plain_words_of(text[:20_000])} "
        brand = _brand(self.result.home)
        names = {plain_words(name) for name in (*self._home.names, brand)}
        return any(f" {name} " in shown for name in names if len(name) >= 3)

    def _name(self) -> str:
        brand = _brand(self.result.home)
        names = [name for name in self._home.names if name]
        # "Home" and slogans are no names: the one that the domain repeats is preferred.
        alike = [name for name in names if brand and brand in plain_words(name).replace(" ", "") and len(name) <= 60]
        return min(alike, key=len) if alike else names[0] if names and len(names[0]) <= 60 else ""

    def _fetch(self, url: str) -> tuple[Snapshot, str]:
        """A page and the address it came from; each page is fetched once.

        Raises:
            SourceError: it can't be, or enough was asked for.
        """
        key = url.partition("#")[0]
        known = self._pages.get(key)
        if isinstance(known, str):
            raise SourceError(known)
        if known is None:
            if self.result.requests >= MOST_REQUESTS:
                raise Blocked(f"{MOST_REQUESTS} pages were fetched, which is the limit; the rest was skipped.", reason="limit")
            self.result.requests += 1
            try:
                fetched = self._source.fetch("discover", key, led_from=self.result.home)
            except SourceError as error:
                self._pages[key] = str(error)
                raise
            assert isinstance(fetched, Fetched)  # noqa: S101 - without validators there is no "not modified"
            known = self._pages[key] = fetched.snapshot, fetched.final_url.partition("#")[0]
        return known


def plain_words_of(text: str) -> str:
    """A longer text as `plain_words` gives it, piece by piece, since that looks at the beginning only."""
    return " ".join(plain_words(line[n : n + 400]) for line in text.splitlines() for n in range(0, len(line), 400))


def _heading(text: str) -> str:
    return next((line.lstrip("# ") for line in text.splitlines() if line.startswith("#")), "")


def _names(reading: ExtractionResult) -> Sequence[str]:
    """What a page calls itself: title, document title and first heading."""
    document = reading.document
    given = (reading.facts.title, document.title if document else None, _heading(document.text) if document else None)
    return [name for name in dict.fromkeys(given) if name]


def _site(url: str) -> str:
    """The part of a host that a company registers: "larkspur.example" of "www.larkspur.example"; with the port where one is named.

    By the number of labels, not the public suffix list: a wrong guess makes the page name the company, no more.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if not re.search(r"[a-z]", host) or ":" in host:
        return f"{host}:{port}"
    labels = host.split(".")
    kept = 3 if len(labels) > 2 and _TWO_LABELS.fullmatch(".".join(labels[-2:])) else 2
    return ".".join(labels[-kept:]) + (f":{port}" if port not in (None, 80, 443) else "")


def _brand(url: str) -> str:
    """The name in a domain: "larkspur" of "www.larkspur.example"; "" for an IP address."""
    site = _site(url).partition(":")[0]
    return site.partition(".")[0] if re.search(r"[a-z]", site) else ""
