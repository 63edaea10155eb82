"""What a document calls the company that speaks in it: "we", and the names that act like it."""

from __future__ import annotations

from collections import Counter

from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.late_pattern import late

# 'Acme, Inc. ("we", "us" or "Acme")': what stands before the bracket, or in it, is the company.
_DEFINED = late(r"\b([A-Z][\w&.-]{1,30})(?:,? (?:Inc|LLC|Ltd|GmbH|Corp|Limited|B\.V|Co)\b\.?,?)? ?\([^()]{0,60}[\"“'‘](?:we|us|our)\b")
# 'Acme Widgets LLC ("Acme")': a short name right behind a legal form.
_SHORTENED = late(
    r"\b(?:Inc|LLC|Ltd|GmbH|Corp|Corporation|Limited|PLC|B\.V|S\.A|AG)\b\.?,? ?\((?:the |hereinafter )?[\"“'‘]([A-Z][\w&-]{1,30})[\"”'’]\)"
)
# "Acme does not sell", "Acme will": a name that acts as often as the company does. The capital comes first: what a pattern begins with is
# searched fast.
_ACTING = late(
    r"([A-Z](?<!\w[A-Z])[\w&-]{1,30}+) (?:will|may|does|shall|collects?|uses?|shares?|stores?|reserves?|processes|"
    r"retains|provides|and its)\b"
)
_NO_NAMES = frozenset(
    [
        "the",
        "this",
        "these",
        "that",
        "those",
        "it",
        "we",
        "you",
        "users",
        "user",
        "customers",
        "customer",
        "services",
        "service",
        "site",
        "website",
        "policy",
        "they",
        "our",
        "your",
        "who",
        "which",
        "party",
        "parties",
        "partners",
        "members",
        "company",
        "provider",
        "information",
        "data",
        "app",
        "apps",
        "products",
        "content",
        "others",
        "anyone",
        "google",
        "facebook",
        "apple",
        "authorities",
        "section",
        "terms",
        "agreement",
        "publisher",
        "licensor",
        "licensee",
        "seller",
        "buyer",
        "customer",
        "account",
        "features",
        "assets",
        "trading",
        "annex",
        "affiliates",
        "software",
        "properties",
        "incorporated",
        "to",
        "member",
        "mail",
    ]
)
# "Quillboard hosts the platform": in an agreement that says "the customer" and never "we", the name in its title does whatever is done.
_DOING = late(r"([A-Z](?<!\w[A-Z])[\w&-]{2,30}+) (?:may|will|shall|does|is|can|must|has|[a-z]{3,20}s)\b")
_TITLE = late(r"\b([A-Z][\w&-]{2,30})\b")
_HEAD = 3_000
"""Characters at the top in which a document defines its names."""
_OFTEN = 3
_IN_TITLE = 2
"""How often a name has to act that the title of the document holds."""


def company_names(document: ParsedDocument) -> frozenset[str]:
    """The names of the company, in lower case; remembered with the document.

    A name that a definition gives, or one that acts at least three times ("Acme may …") and half as often as the most frequent.
    """
    known: frozenset[str] | None = document.memory.get("company-names")
    if known is None:
        known = document.memory["company-names"] = names_in(document.page.text)
    return known


def names_in(text: str) -> frozenset[str]:
    """The names of the company in a whole text.

    >>> sorted(names_in('Acme, Inc. ("we") runs this site.'))
    ['acme']
    """
    defined = {name.lower() for name in _DEFINED.findall(text[:_HEAD])}
    if not defined and (shortened := _SHORTENED.search(text[:_HEAD])):
        defined = {shortened[1].lower()}
    acting = Counter(map(str.lower, _ACTING.findall(text)))
    often = [(name, count) for name, count in acting.most_common(8) if name not in _NO_NAMES]
    top = often[0][1] if often else 0
    defined |= _of_title(text)
    return frozenset((defined | {name for name, count in often if count >= max(_OFTEN, top / 2)}) - _NO_NAMES)


def _of_title(text: str) -> set[str]:
    """The names in the title that act in the text, and are no words of it: "Cookies" is one of a text that speaks of cookies."""
    title = text.lstrip().partition("\n")[0]
    named = set(_TITLE.findall(title[:_TITLE_UP_TO])) if title.startswith("#") else set()
    acting = Counter(_DOING.findall(text)) if named else Counter[str]()
    often = {name for name in named if acting[name] >= _IN_TITLE}
    plain = set(_PLAIN_WORDS.findall(text)) if often else set[str]()
    return {name.lower() for name in often if name.lower() not in plain}


_TITLE_UP_TO = 200
_PLAIN_WORDS = late(r"(?<![\w@./-])[a-z][\w&-]{2,30}(?![\w@/-])(?!\.\w)")
