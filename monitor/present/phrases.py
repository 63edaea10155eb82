"""The words for a change that pages, mails, chats and the terminal share: dates, counts, severities, directions, kinds, topics.

Everything here returns plain text that may quote the policy; each medium makes it safe afterwards (see `inert.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from typing import NamedTuple

from monitor.core.text.markdown_links import strip
from monitor.model import Change, ChangeKind, Changelog, Direction, Policy, Reason, Severity, Side

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEVERITIES = (Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR, Severity.COSMETIC)
"""Most serious first."""
DIRECTIONS = {
    Direction.WEAKENS.value: "against you", Direction.STRENGTHENS.value: "in your favour", Direction.NEUTRAL.value: "neutral",
    Direction.UNCLEAR.value: "",
}  # fmt: skip
"""By the direction's value, as rows and templates hold it. Where it is unclear, nothing is said about whom the change serves."""
KINDS = {
    ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed", ChangeKind.REWORDED: "reworded", ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split up", ChangeKind.MERGED: "merged",
}  # fmt: skip
SOURCES = {
    "live": "the live page", "wayback": "the Wayback Machine", "memento": "a web archive", "warc": "a WARC file",
    "import": "an imported file", "plugin": "a plug-in",
}  # fmt: skip
TOPICS = {
    "data-collected": "Data collected", "purpose-of-use": "Purpose of use", "ai-training": "AI training",
    "third-party-sharing": "Third-party sharing", "sale-of-data": "Sale of data", "advertising-tracking": "Advertising and tracking",
    "retention": "Retention", "security": "Security", "user-rights": "User rights", "choice-consent": "Choice and consent",
    "children-age": "Children and age", "international-transfer": "International transfer", "legal-disclosure": "Legal disclosure",
    "notice-of-changes": "Notice of changes", "dispute-liability": "Disputes and liability", "content-license": "Content license",
    "acceptable-use": "Acceptable use", "account-termination": "Account termination", "payments": "Payments",
    "contact-identity": "Contact and identity", "scope-definitions": "Scope and definitions", "other": "Other",
}  # fmt: skip
_FIRST_QUOTE = 34
"""Characters: what a line of the overview shows of the words that are gone."""
_KEPT = 2
"""Words of what both quotes begin with that are kept, to show what it is about."""
_TWO_QUOTES = re.compile(r"([^“”]{0,80}“)([^“”]+)” (?:is now|replaced by) “")
_ONLY = "Only "
"""How a gate says what changed: "Only a date has changed." is true of one statement, and not of a text in which others changed as well."""
FIRST_VERSION = "first version"
FIRST = 3
"""Things that a reader must see first: on the page's first screen, on top of a mail, in full in a feed."""

# "Privacy Policy", "Terms of Service": the document's own title says nothing as a section.
_TITLE = re.compile(r"polic|terms|notice|statement|agreement|privacy|conditions", re.IGNORECASE)
# "- your precise location;\n- your date of birth." is one change of two lines.
_FIRST_ITEM = re.compile(r"^(?P<before> *)[-*+](?= )")
_LATER_ITEM = re.compile(r"(?P<before>\n *)[-*+](?= )")
_BULLET = re.compile(r"^\s*(?:[-*•]|#{1,6})\s+")


# --- dates and numbers -----------------------------------------------------------------------------------------------


def day(moment: datetime) -> str:
    """18 May 2010, in UTC, whatever the locale."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def minute(moment: datetime) -> str:
    """18 May 2010, 04:23 UTC."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def date_pair(old: datetime, new: datetime) -> tuple[str, str]:
    """Two moments as days, with the time of day if both fall on the same day.

    >>> date_pair(datetime(2020, 5, 1, 6, tzinfo=UTC), datetime(2020, 5, 1, 12, tzinfo=UTC))
    ('1 May 2020, 06:00 UTC', '1 May 2020, 12:00 UTC')
    """
    return (day(old), day(new)) if day(old) != day(new) else (minute(old), minute(new))


def stated_date(iso: str | None) -> str | None:
    """The date that a page states about itself, spelled out; text that is not an ISO date is returned unchanged."""
    if not iso:
        return None
    try:
        return day(datetime.fromisoformat(iso).replace(tzinfo=UTC))
    except ValueError:
        return iso


def plural(number: int, one: str, many: str | None = None) -> str:
    """1 change, 2 changes, 1,200 changes; `many` for an irregular plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(parts: Sequence[str]) -> str:
    """One, two and three."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def change_counts(counts: Mapping[str, int]) -> str:
    """1 critical, 2 material and 4 minor changes; the noun agrees with the number next to it.

    Args:
        counts: number of changes by severity, as `Changelog.counts` gives them.
    """
    found = [(counts[s.value], s.value) for s in SEVERITIES if counts.get(s.value)]
    if not found:
        return "no changes"
    return f"{joined([f'{number:,} {name}' for number, name in found])} {'change' if found[-1][0] == 1 else 'changes'}"


# --- names -----------------------------------------------------------------------------------------------------------


def policy_title(policy: Policy) -> str:
    """Northwind Privacy Policy."""
    return f"{policy.name} {policy.document}".strip()


def topic(slug: str) -> str:
    """choice-consent → Choice and consent; a topic without a name of its own is spelled out from its slug."""
    return TOPICS.get(slug) or slug.replace("-", " ").capitalize()


def topics(slugs: Sequence[str]) -> list[str]:
    """The names of a change's topics; "Other" says nothing beside one that has a name.

    >>> topics(["user-rights", "other"]), topics(["other"])
    (['User rights'], ['Other'])
    """
    named = [slug for slug in slugs if slug != "other"]
    return [topic(slug) for slug in named or slugs]


def source(slug: str) -> str:
    """wayback → the Wayback Machine."""
    return SOURCES.get(slug, slug)


def language(code: str | None) -> str:
    """ja → Japanese; "unknown language" for one that nothing tells."""
    from monitor.core.text.locales import language_name

    return language_name(code)


def capitalise(text: str) -> str:
    """The first letter in upper case, the others as they are: "not judged (Japanese)" → "Not judged (Japanese)"."""
    return text[:1].upper() + text[1:]


def section(side: Side | None) -> str:
    """The headings from the outermost to the nearest, without the document's own title; empty when there are none."""
    parts = [part.strip() for part in side.section if part.strip()] if side else []
    if len(parts) > 1 and _TITLE.search(parts[0]):
        del parts[0]
    return " › ".join(parts)


# --- one change ------------------------------------------------------------------------------------------------------


def headline(change: Change) -> str:
    """One plain sentence about the change: its own headline, or its first reason, or its kind and words."""
    if sentence := change.headline or next((reason.says for reason in change.reasons if reason.says), ""):
        return sentence
    side = change.new or change.old
    kind = KINDS[change.kind].capitalize()
    return f"{kind}: “{shorten(side.text, 120)}”" if side else f"{kind}."


def facts(change: Change) -> tuple[str, ...]:
    """Direction, kind, topics (or that it was not judged) and section of a change; an unclear direction and a missing section are left out.

    The severity is not among them, as every medium gives it a form of its own (an icon, a colour, capitals).
    """
    where = section(change.new or change.old)
    about = ", ".join(topics(change.topics)) if change.judged else not_judged(change)
    phrases = (DIRECTIONS[change.direction.value], KINDS[change.kind], about, f"in “{where}”" if where else "")
    return tuple(phrase for phrase in phrases if phrase)


def not_judged(change: Change) -> str:
    """not judged (Japanese), in place of the topics that nobody told; empty for a change that was judged."""
    return "" if change.judged else f"not judged ({language(change.language)})"


def when(change: Change, first_seen: datetime, last_seen: datetime, seen_next: datetime) -> str:
    """When the words were seen, no more precisely than the captures allow: "gone by 29 December 2016", never "deleted on".

    Args:
        change: between two versions.
        first_seen: first capture of the old version.
        last_seen: last capture of the old version.
        seen_next: first capture of the new version.
    """
    last, following = date_pair(last_seen, seen_next)
    if change.new is None or (change.old and change.withdrawn):
        return f"Seen {_period(first_seen, last_seen, last)}; gone by {following}."
    if change.old is None:
        return f"Not there on {last}; first seen on {following}."
    if change.kind is ChangeKind.MOVED:
        return f"Last seen in its old place on {last}; first seen in its new place on {following}."
    return f"Old wording last seen on {last}; new wording first seen on {following}."


def _period(first: datetime, last: datetime, end: str) -> str:
    """From the first capture to the last, which the sentence names as `end`: with the time of day if it needs one."""
    return f"on {end}" if day(first) == day(last) else f"from at least {day(first)} to {end}"


def lists_items(text: str) -> bool:
    """Whether a statement runs over several items of a list."""
    return _LATER_ITEM.search(text) is not None


def with_bullets(text: str, *, begins_line: bool = True) -> str:
    """Each "-", "*" or "+" of a list as "•"; `begins_line` says whether the text starts at the beginning of a line."""
    text = _LATER_ITEM.sub(r"\g<before>•", text)
    return _FIRST_ITEM.sub(r"\g<before>•", text) if begins_line else text


class Finding(NamedTuple):
    """All reasons of a change that say the same sentence."""

    says: str
    rules: tuple[str, ...]
    evidence: str
    """The quoted words, joined by an ellipsis."""


def findings(reasons: Sequence[Reason]) -> list[Finding]:
    """Reasons grouped by what they say, in order."""
    grouped: dict[str, list[Reason]] = {}
    for reason in reasons:
        grouped.setdefault(reason.says, []).append(reason)
    return [
        Finding(says, _distinct(r.rule for r in those), " … ".join(_distinct(_BULLET.sub("", r.evidence) for r in those)))
        for says, those in grouped.items()
    ]


def whole_side(change: Change, evidence: str) -> str:
    """ "the old wording" or "the new wording" if the evidence is all of a side, which need not be quoted again; else empty."""
    quoted = _BULLET.sub("", evidence).split()
    sides = (("the old wording", change.old), ("the new wording", change.new))
    return next((name for name, side in sides if side is not None and quoted == _BULLET.sub("", side.text).split()), "")


def _distinct(parts: Iterable[str]) -> tuple[str, ...]:
    """The parts that are not empty, each once, in order."""
    return tuple(dict.fromkeys(part for part in parts if part))


# --- all changes between two versions --------------------------------------------------------------------------------


def changelog_headline(changelog: Changelog) -> str:
    """The sentence above a changelog: its most serious change, and how many there are besides if none is material."""
    if changelog.alert or changelog.severity is Severity.MINOR:
        # Here, for the words that it needs take longer to load than most commands do to run.
        from monitor.core.arrange.groups import groups_of

        first, *others = (group.shown for group in groups_of(changelog.changes))
        if changelog.alert or not others:
            return headline(first)
        # "Nothing of substance changed" would be no headline: readers want to know what did. A date is the last thing to name.
        said = [headline(one) for one in (first, *others) if one.severity is first.severity]
        sentence = next((one for one in said if not one.startswith(_ONLY)), said[0].removeprefix(_ONLY))
        return f"{capitalise(sentence.removesuffix('.'))} (and {len(others)} more)."
    if changelog.changes:
        return "Only wording or layout changed; the meaning is the same."
    return "The two versions say the same thing."


def things_to_know(number: int) -> str:
    """Three things to know; the heading above as many changes as come first."""
    return f"{('One', 'Two', 'Three')[number - 1]} {'thing' if number == 1 else 'things'} to know"


_LEADING_MARK = re.compile(r"^\s*(?:[-*+]|#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*(\S(?:[^*\n]{0,300}\S)?)\*\*")


# --- quoting ---------------------------------------------------------------------------------------------------------


def without_link_targets(text: str) -> str:
    """Markdown links reduced to their text: "[our cookie page](https://…)" → "our cookie page"."""
    return strip(text)


def without_marks(text: str) -> str:
    """A sentence as a page shows it: without the marks of lists, headings and emphasis, and without link targets.

    >>> without_marks("- sell your **data** to [partners](https://x.example)")
    'sell your data to partners'
    """
    return _EMPHASIS.sub(r"\1", _LEADING_MARK.sub("", strip(text)))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters on one line, cut between words."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–") + "…"


def in_brief(text: str, limit: int) -> str:
    """As `shorten`, and of two quotes of which one replaces the other, the first is cut so that the beginning of the second is seen.

    Where that is still too long, the second also begins with what is different.

    >>> in_brief("“We will never sell, rent or trade your personal information” is now “We may sell it”", 80)
    '“We will never sell, rent or…” is now “We may sell it”'
    >>> in_brief("“We keep the data of your account for 12 months” is now “We keep the data of your account for 24 months”", 200)
    '“…account for 12 months” is now “We keep the data of your account for 24 months”'
    >>> in_brief("“We keep the data of your account for 12 months” is now “We keep the data of your account for 24 months”", 60)
    '“…account for 12 months” is now “…account for 24 months”'
    """
    return shorten(with_brief_quotes(text, limit), limit)


def with_brief_quotes(text: str, limit: int) -> str:
    """The same before it is cut: any other text than one quote that replaces another is returned as it is."""
    found = _TWO_QUOTES.match(text)
    if found is None or len(found[2]) <= _FIRST_QUOTE:
        return text
    new, end, rest = text[found.end() :].partition("”")
    same, between = _same_start(found[2], new), text[found.end(2) : found.end()]
    first = f"{found[1]}{_cut_quote(found[2], same)}{between}"
    brief = f"{first}{new}{end}{rest}"
    if len(brief) <= limit or same <= _KEPT:
        return brief
    return f"{first}…{' '.join(new.split()[same - _KEPT :])}{end}{rest}"


def _same_start(old: str, new: str) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old.split(), new.split(), strict=False)))


def _cut_quote(old: str, same: int) -> str:
    """The old words without what the new ones begin with as well: what is different must be seen."""
    if same <= _KEPT:
        return shorten(old, _FIRST_QUOTE)
    return f"…{shorten(' '.join(old.split()[same - _KEPT :]), _FIRST_QUOTE - 1)}"
