"""Sample histories, made by hand, and a demonstration site: `python -m tests.render.sample FOLDER` renders it."""

# ruff: noqa: E501 (made-up texts and payloads read better whole)

from __future__ import annotations

import hashlib
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import overload

from monitor.core.meaning.in_force import is_read, sentences_in_force
from monitor.model import (
    Change,
    ChangeKind,
    Changelog,
    Direction,
    Document,
    History,
    HistoryEntry,
    Passage,
    PassageKind,
    Policy,
    Reason,
    Rejection,
    ScreenStatus,
    Severity,
    Side,
    Verdict,
    Version,
)
from monitor.render.in_force_pages import DatedSentence, Vendor

NOW = datetime(2026, 3, 2, 6, 0, 12, tzinfo=UTC)
Story = tuple[str, Severity, Direction, tuple[str, ...], str, str, str]
"""(words found in the old or new statement, severity, direction, topics, headline, rule, evidence)"""


def at(day: str, hour: int = 4) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:23:15+00:00")


# --- a small comparison, good enough for samples -----------------------------------------------------------------------


def spans(text: str) -> list[tuple[int, int]]:
    """Lines and sentences, each with the blanks after it; together they cover the text."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]*?(?:[.!?] +|\n+|\Z)", text) if m.end() > m.start()]


def words(old: str, new: str) -> tuple[tuple[str, str], ...]:
    a, b = re.findall(r"\s+|\w+|[^\w\s]", old), re.findall(r"\s+|\w+|[^\w\s]", new)
    edits: list[tuple[str, str]] = []
    for op, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            edits.append(("=", "".join(a[i:j])))
        else:
            edits += [edit for edit in (("-", "".join(a[i:j])), ("+", "".join(b[k:m]))) if edit[1]]
    return tuple(edits)


def section(text: str, start: int) -> tuple[str, ...]:
    found: dict[int, str] = {}
    for match in re.finditer(r"^(#+) (.+)$", text[: start + 1] + text[start + 1 :].split("\n", maxsplit=1)[0], re.MULTILINE):
        level = len(match[1])
        found = {k: v for k, v in found.items() if k < level} | {level: match[2]}
    return tuple(v for k, v in sorted(found.items()) if k > 1)


def side(text: str, span: tuple[int, int]) -> Side:
    return Side(text[slice(*span)].strip(), section(text, span[0]), span)


def change(kind: ChangeKind, old: Side | None, new: Side | None, edits: tuple[tuple[str, str], ...], stories: Sequence[Story]) -> Change:
    both = f"{old.text if old else ''}\n{new.text if new else ''}"
    name = hashlib.sha256(f"{kind}{both}{old and old.span}{new and new.span}".encode()).hexdigest()[:12]
    for key, severity, direction, topics, headline, rule, evidence in stories:
        if key in both and kind is not ChangeKind.MOVED:
            return Change(name, kind, severity, direction, topics, old, new, edits, (Reason(rule, headline, evidence),), headline)
    says = "A passage moved; its words are the same." if kind is ChangeKind.MOVED else "The wording changed; the meaning did not."
    reasons = (Reason("moved" if kind is ChangeKind.MOVED else "wording-only", says, ""),)
    return Change(name, kind, Severity.COSMETIC, Direction.NEUTRAL, ("other",), old, new, edits, reasons)


def changelog(old: str, new: str, stories: Sequence[Story] = (), notes: tuple[Reason, ...] = ()) -> Changelog:
    """Statement by statement; a statement removed here and added there has moved."""
    a, b = spans(old), spans(new)
    left, right = [old[slice(*s)] for s in a], [new[slice(*s)] for s in b]
    ops = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    gone = {left[i].strip(): a[i] for op, i0, i1, _, _ in ops if op in ("delete", "replace") for i in range(i0, i1) if len(left[i]) > 30}
    came = {right[k].strip(): b[k] for op, _, _, k0, k1 in ops if op in ("insert", "replace") for k in range(k0, k1) if len(right[k]) > 30}
    moved = {text: change(ChangeKind.MOVED, side(old, gone[text]), side(new, came[text]), (), ()) for text in gone.keys() & came.keys()}
    changes, passages = list(moved.values()), []
    for op, i0, i1, k0, k1 in ops:
        if op == "equal":
            passages += [Passage(PassageKind.SAME, a[i], b[k]) for i, k in zip(range(i0, i1), range(k0, k1), strict=True)]
            continue
        olds = [a[i] for i in range(i0, i1)]
        news = [b[k] for k in range(k0, k1)]
        while olds or news:
            before = old[slice(*olds[0])] if olds else ""
            after = new[slice(*news[0])] if news else ""
            if before.strip() in moved:
                passages.append(Passage(PassageKind.MOVED, olds.pop(0), None, moved[before.strip()].id))
            elif after.strip() in moved:
                passages.append(Passage(PassageKind.MOVED, None, news.pop(0), moved[after.strip()].id))
            elif olds and news and SequenceMatcher(None, before, after).ratio() > 0.35:
                made = change(ChangeKind.REWORDED, side(old, olds[0]), side(new, news[0]), words(before, after), stories)
                changes.append(made)
                passages.append(Passage(PassageKind.CHANGED, olds.pop(0), news.pop(0), made.id))
            elif olds:
                made = change(ChangeKind.REMOVED, side(old, olds[0]), None, (), stories)
                changes += [made] if before.strip() else []
                passages.append(Passage(PassageKind.REMOVED, olds.pop(0), None, made.id if before.strip() else None))
            else:
                made = change(ChangeKind.ADDED, None, side(new, news[0]), (), stories)
                changes += [made] if after.strip() else []
                passages.append(Passage(PassageKind.ADDED, None, news.pop(0), made.id if after.strip() else None))
    changes.sort(key=lambda c: (-c.severity.rank, (c.new or c.old).span))  # type: ignore[union-attr]
    return Changelog(tuple(changes), tuple(passages), notes)


# --- histories ---------------------------------------------------------------------------------------------------------


def version(
    policy: Policy, text: str, first: datetime, last: datetime, *, source: str = "wayback", stated: str | None = None, captures: int = 3
) -> Version:
    document = Document(text, f"{policy.name} {policy.document}", stated)
    archive = f"https://web.archive.org/web/{first:%Y%m%d%H%M%S}/{policy.urls[0]}" if source == "wayback" else None
    return Version(
        policy.id,
        first,
        last,
        source,
        document.sha256,
        hashlib.sha256(text[::-1].encode()).hexdigest(),
        policy.urls[0],
        archive,
        document,
        captures,
    )


def history(
    policy: Policy, versions: Sequence[Version], stories: Sequence[Story] = (), notes: dict[int, tuple[Reason, ...]] | None = None
) -> History:
    entries = []
    for place, one in enumerate(versions):
        log = changelog(versions[place - 1].document.text, one.document.text, stories, (notes or {}).get(place, ())) if place else None
        entries.append(HistoryEntry(one, log, bool(log and log.alert)))
    return History(policy, entries, last_success=NOW - timedelta(minutes=9))


LARKSPUR = Policy("larkspur", "Larkspur Post", urls=("https://www.larkspur-post.example/privacy",))

TEXT_2010 = """# Privacy Policy

Last updated: 1 May 2010

Larkspur Post ("we") runs a letter and parcel service on the web. This policy tells you what we know about you and what we do with it. It applies to everyone who writes, sends or receives with us.

## 1. What we collect

We collect the following when you open an account:

- your name and postal address
- your e-mail address
- the addresses of the people you write to

We don't open letters. Letters that you write in the browser are stored encrypted until they are printed, and then erased.

## 2. How long we keep it

We delete delivery records 90 days after the delivery. Account data goes when you close your account.

## 3. Sharing

Larkspur Post does NOT share, sell, rent, or trade personally identifiable information with third parties for their promotional purposes. Couriers who carry your parcels learn the address on it and nothing else.

## 4. Cookies

We set one cookie to keep you logged in. It ends when you close the browser.

## 5. Your choices

You may ask us for a copy of what we hold about you. We answer within 30 days and charge nothing.

## 6. Changes to this policy

We will write to every customer by e-mail at least 30 days before a change to this policy takes effect. If you do not agree, you may close your account.

## 7. Contact

Write to privacy@larkspur-post.example or to Larkspur Post, 4 Quay Street, Galway.
"""

TEXT_2012 = (
    TEXT_2010.replace("Last updated: 1 May 2010", "Last updated: 9 February 2012")
    .replace("on the web", "online")
    .replace("We don't", "We do not")
)
TEXT_2014 = (
    TEXT_2012.replace("9 February 2012", "3 June 2014")
    .replace(
        "We set one cookie to keep you logged in. It ends when you close the browser.",
        "We set one cookie to keep you logged in. It ends when you close the browser. We use an analytics service, Tallymark, that sets cookies of its own and learns which pages you visit.",
    )
    .replace("4 Quay Street, Galway", "11 Harbour Row, Galway")
)
TEXT_2016 = (
    TEXT_2014.replace("3 June 2014", "1 December 2016")
    .replace(
        "Larkspur Post does NOT share, sell, rent, or trade personally identifiable information with third parties for their promotional purposes.",
        "Larkspur Post may share personally identifiable information with selected partners for their promotional purposes.",
    )
    .replace("We delete delivery records 90 days after the delivery. ", "We keep delivery records for as long as our business needs them. ")
    .replace(
        "We will write to every customer by e-mail at least 30 days before a change to this policy takes effect. ",
        "",
    )
    .replace("## 7. Contact", "## 7. How to reach us")
)
TEXT_2018 = TEXT_2016.replace("1 December 2016", "25 May 2018").replace(
    "We answer within 30 days and charge nothing.",
    "We answer within 30 days and charge nothing. You may also ask us to correct it, to erase it, or to hand it over in a file that a machine can read.",
)
_COURIERS = "Couriers who carry your parcels learn the address on it and nothing else."
TEXT_2021 = (
    TEXT_2018.replace(" " + _COURIERS, "")
    .replace("## 4. Cookies\n\n", f"## 4. Couriers and cookies\n\n{_COURIERS} ")
    .replace(
        "- the addresses of the people you write to\n",
        "- the addresses of the people you write to\n- your telephone number, for the courier\n",
    )
)
TEXT_2024 = TEXT_2021.replace(
    "Letters that you write in the browser are stored encrypted until they are printed, and then erased.",
    "Letters that you write in the browser are stored encrypted. We may use their content to train language models of our own and of our partners.",
)

C, M, N, W, S, U = Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR, Direction.WEAKENS, Direction.STRENGTHENS, Direction.NEUTRAL
STORIES: tuple[Story, ...] = (
    ("does NOT share, sell", C, W, ("sale-of-data", "third-party-sharing"), "Withdrawn: the promise not to share, sell, rent or trade your personal data.", "promise-withdrawn", "does NOT share, sell, rent, or trade personally identifiable information"),
    ("as long as our business needs", C, W, ("retention",), "Dropped: the limit of 90 days for keeping delivery records.", "retention-limit-removed", "90 days after the delivery"),
    ("30 days before a change", M, W, ("notice-of-changes",), "Withdrawn: the promise of an e-mail 30 days before the policy changes.", "notice-withdrawn", "at least 30 days before a change"),
    ("Tallymark", M, W, ("advertising-tracking", "third-party-sharing"), "New: an analytics service, Tallymark, learns which pages you visit.", "tracker-added", "sets cookies of its own"),
    ("a machine can read", M, S, ("user-rights",), "Gained: the rights to correct, erase and carry away your data.", "right-added", "to correct it, to erase it"),
    ("train language models", C, W, ("ai-training", "security"), "New: your letters may be used to train language models, and are no longer erased after printing.", "sensitive-use-added", "to train language models of our own and of our partners"),
    ("telephone number", M, W, ("data-collected",), "New: your telephone number is collected.", "data-added", "your telephone number"),
    ("11 Harbour Row", N, U, ("contact-identity",), "The postal address changed.", "contact-detail", "11 Harbour Row"),
    ("Last updated", N, U, ("other",), "The date that the page states moved.", "date-moved", "Last updated"),
)  # fmt: skip


def larkspur() -> History:
    """Seven versions over fourteen years, with everything that a page can show."""
    made = [
        version(LARKSPUR, TEXT_2010, at("2010-05-18"), at("2011-11-02"), stated="2010-05-01"),
        version(LARKSPUR, TEXT_2012, at("2012-02-20"), at("2014-05-30"), stated="2012-02-09", captures=9),
        version(LARKSPUR, TEXT_2014, at("2014-06-11"), at("2015-02-03"), stated="2014-06-03"),
        version(LARKSPUR, TEXT_2016, at("2016-12-29"), at("2018-04-01"), stated="2016-12-01", captures=6),
        version(LARKSPUR, TEXT_2018, at("2018-05-27"), at("2020-12-24"), stated="2018-05-25", captures=14),
        version(LARKSPUR, TEXT_2021, at("2021-03-08"), at("2024-08-19"), stated="2018-05-25", captures=31),
        version(LARKSPUR, TEXT_2024, at("2024-09-03"), at("2026-03-02"), source="live", stated="2018-05-25", captures=212),
    ]
    silent = Reason("silent-edit", "The text changed but the date that the page states did not.", "Last updated: 25 May 2018")
    kept_out = (
        rejection(LARKSPUR, at("2013-01-15"), ScreenStatus.REFUSED, "error-page", "The server answered 503: “Down for maintenance”."),
        rejection(
            LARKSPUR,
            at("2022-06-30"),
            ScreenStatus.QUARANTINED,
            "bot-wall",
            "The page asks to prove that one is human; it holds none of the policy's headings.",
        ),
    )
    return replace(history(LARKSPUR, made, STORIES, {5: (silent,), 6: (silent,)}), rejected=kept_out)


def rejection(policy: Policy, moment: datetime, standing: ScreenStatus, reason: str, says: str) -> Rejection:
    archive = f"https://web.archive.org/web/{moment:%Y%m%d%H%M%S}/{policy.urls[0]}"
    return Rejection(policy.id, moment, "wayback", "0" * 64, policy.urls[0], archive, Verdict(standing, reason, says))


def many(number: int, *, paragraphs: int = 12, seed: int = 7) -> History:
    """A policy that changes often, at random but reproducibly."""
    chance = random.Random(seed)
    policy = Policy("quillfern", "Quillfern", "Terms of Service", urls=("https://quillfern.example/terms",))
    lexicon = [
        "you",
        "we",
        "may",
        "must",
        "will",
        "not",
        "content",
        "service",
        "account",
        "notice",
        "agree",
        "terms",
        "keep",
        "close",
        "share",
        "data",
        "month",
        "fee",
        "claim",
        "right",
        "use",
        "lawful",
        "reasonable",
        "other",
        "any",
    ]

    def sentence() -> str:
        return " ".join(chance.choice(lexicon) for _ in range(chance.randint(8, 18))).capitalize() + f" {chance.randint(1, 999)}."

    body = [[f"## {n + 1}. {sentence()[:24].strip()}", " ".join(sentence() for _ in range(4))] for n in range(paragraphs)]
    moment, versions, keys = datetime(2012, 3, 1, 9, tzinfo=UTC), [], []
    step = timedelta(days=13.6 * 365 / max(number, 1))
    for _ in range(number):
        for _ in range(chance.choice((1, 1, 1, 2, 6))):
            new = sentence()
            body[chance.randrange(paragraphs)][1] += f" {new}"
            level = chance.choices((C, M, N), (1, 3, 6))[0]
            keys.append((new, level, chance.choice((W, W, S, U)), ("user-rights",), f"New: {new}", "term-added", new[:30]))
        text = "# Terms of Service\n\n" + "\n\n".join("\n\n".join(block) for block in body) + "\n"
        end = moment + step * chance.uniform(0.2, 0.8)
        versions.append(version(policy, text, moment, end))
        moment += step
    return history(policy, versions, keys)


def histories() -> list[History]:
    """The demonstration: a long story, a busy one, a quiet one, a failing one, an empty one."""
    fern = Policy("osprey", "Osprey Bank", "Cookie Notice", urls=("https://osprey.example/cookies",))
    quiet = history(
        fern, [version(fern, TEXT_2010.replace("Larkspur Post", "Osprey Bank"), at("2024-01-09"), at("2026-03-02"), source="live")]
    )
    broken = Policy("tern", "Tern & Söhne", "Privacy Notice", urls=("https://tern.example/privacy",))
    before = [
        version(broken, TEXT_2010.replace("Larkspur Post", "Tern"), at("2019-01-09"), at("2023-03-02")),
        version(broken, TEXT_2012.replace("Larkspur Post", "Tern"), at("2023-07-09"), at("2026-01-02")),
    ]
    failing = replace(
        history(broken, before, STORIES), last_success=at("2026-01-02"), last_failure=NOW,
        failure="tern.example answered 403 (Forbidden) to every one of 3 attempts; it may be refusing programs.",
    )  # fmt: skip
    empty = History(Policy("wren", "Wren", urls=("https://wren.example/privacy",)), ())
    return [larkspur(), many(48), quiet, failing, empty]


class Lazy(Sequence[HistoryEntry]):
    """Entries that are made on demand and counted."""

    def __init__(self, entries: Sequence[HistoryEntry]) -> None:
        self._entries, self.loads = entries, 0

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, place: int) -> HistoryEntry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[HistoryEntry]: ...
    def __getitem__(self, place: int | slice) -> HistoryEntry | Sequence[HistoryEntry]:
        if isinstance(place, slice):
            raise TypeError("entries are loaded one by one")
        self.loads += 1
        entry = self._entries[place]
        document = Document(entry.version.document.text, entry.version.document.title, entry.version.document.stated_date)
        return HistoryEntry(replace(entry.version, document=document), entry.changelog, entry.alert)

    def __iter__(self) -> Iterator[HistoryEntry]:
        return (self[place] for place in range(len(self)))


def demonstration(out: Path) -> Path:
    """Renders the whole demonstration site; gives the overview's path."""
    from monitor.render.current_text import StatementDates
    from monitor.render.site import render_overview, render_policy

    shown = histories()
    for one in shown:
        blame = None
        if one.policy.id == "larkspur":
            blame = blame_of(one)
        render_policy(
            one,
            out,
            now=NOW,
            blame=blame and [StatementDates(span, since, introduced=one.entries[0].version.captured_at) for span, since in blame],
            vendor=vendor_of(one),
        )
    return render_overview(shown, out, now=NOW, vendors=list(map(vendor_of, shown)))


def vendor_of(one: History) -> Vendor:
    """What a policy of the demonstration says now; each sentence as old as the oldest version."""
    if not one.entries:
        return Vendor(one.policy, None, None, is_read=True, sentences=())
    newest, since = one.entries[-1].version, one.entries[0].version.captured_at
    text, found = newest.document.text, sentences_in_force(newest.document.text, newest.document.language, "privacy")
    sentences = [
        DatedSentence(text[slice(*said.span)], said.above.lead_in, said.above.head, said.section, since, said.told)
        for _, said in found
        if said is not None
    ]
    read = is_read(newest.document.language)
    return Vendor(one.policy, newest.captured_at, newest.last_seen, is_read=read, sentences=tuple(sentences))


def blame_of(one: History) -> list[tuple[tuple[int, int], datetime]]:
    """Each statement of the newest text with the first version that holds it."""
    text = one.entries[-1].version.document.text
    return [
        (span, next(e.version.captured_at for e in one.entries if text[slice(*span)].strip() in e.version.document.text))
        for span in spans(text)
    ]


if __name__ == "__main__":
    print(demonstration(Path(sys.argv[1])))
