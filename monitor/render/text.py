"""A changelog for the terminal: what matters first and in full, the rest counted unless asked for."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.model import Change, Changelog, Direction, Edit, Severity, Side
from monitor.present import phrases
from monitor.render.redline import smooth, unmarked

_MARKS = {Severity.CRITICAL: "[!!]", Severity.MATERIAL: "[! ]", Severity.MINOR: "[. ]", Severity.COSMETIC: "[  ]"}
_TINTS = {Severity.CRITICAL: "1;31", Severity.MATERIAL: "1;33", Severity.MINOR: "34", Severity.COSMETIC: "2"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NARROWEST, _WIDEST = 40, 120
_EDITS_WORTH, _EDITS_WORTH_WEIGHTY = 0.5, 0.2
"""A rewording of which more than this share is new reads better as two quotes; where it matters, sooner."""


@dataclass(frozen=True, slots=True)
class _Style:
    color: bool
    width: int

    def tint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def wrap(self, text: str, indent: int) -> list[str]:
        pad = " " * indent
        return textwrap.wrap(_clean(text), self.width, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False) or [pad.rstrip()]


def changelog_text(changelog: Changelog, old_label: str, new_label: str, *, color: bool, width: int, verbose: bool = False) -> str:
    """What `diff` prints.

    Args:
        changelog: of two texts.
        old_label: names the old text (a file, a version).
        new_label: names the new text.
        color: with ANSI colours, else with marks alone: [-taken out-]{+put in+}.
        width: of the terminal in characters; held between 40 and 120.
        verbose: minor and cosmetic changes in full too.

    Returns:
        Lines that end in a line feed. Control characters of the texts are replaced: nothing in a policy can steer a terminal.
    """
    style = _Style(color, max(_NARROWEST, min(width, _WIDEST)))
    lines = [*_head(changelog, _clean(old_label), _clean(new_label), style)]
    for severity in phrases.SEVERITIES:
        found = [c for c in changelog.changes if c.severity is severity]
        if found and (verbose or severity.rank >= Severity.MATERIAL.rank):
            lines += ["", style.tint(f"{severity.value.upper()} ({len(found)})", _TINTS[severity])]
            for change in found:
                lines += ["", *_change(change, style)]
    lines += [] if verbose else _rest(changelog, style)
    return "\n".join(lines) + "\n"


def _head(changelog: Changelog, old_label: str, new_label: str, style: _Style) -> Iterator[str]:
    yield f"old  {old_label}"
    yield f"new  {new_label}"
    yield ""
    yield from (style.tint(line, "1") for line in style.wrap(phrases.changelog_headline(changelog), 0))
    if changelog.changes:
        yield from style.wrap(f"{phrases.counted(changelog.counts).capitalize()}.", 0)
    for note in changelog.notes:
        yield from style.wrap(f"Note: {note.says}", 0)


def _rest(changelog: Changelog, style: _Style) -> list[str]:
    """Minor and cosmetic changes, counted."""
    counts = {name: number for name, number in changelog.counts.items() if Severity(name).rank < Severity.MATERIAL.rank}
    return ["", *style.wrap(f"Not shown: {phrases.counted(counts)} (--verbose shows them).", 0)] if counts else []


def _change(change: Change, style: _Style) -> Iterator[str]:
    first, *more = style.wrap(phrases.headline(change), 5)
    yield style.tint(_MARKS[change.severity], _TINTS[change.severity]) + first[4:]
    yield from more
    about = [phrases.DIRECTIONS[change.direction.value], phrases.kind(change).lower(), ", ".join(change.topics)]
    side = change.new or change.old
    about.append(f"in “{phrases.section(side)}”" if side and phrases.section(side) else "")
    tint = {Direction.WEAKENS: "31", Direction.STRENGTHENS: "32", Direction.NEUTRAL: "2"}[change.direction]
    yield from (style.tint(line, tint) for line in style.wrap(" · ".join(part for part in about if part), 5))
    yield from _words(change, style)
    for says, rules, evidence in phrases.grouped(change.reasons):
        quoted = phrases.whole(change, evidence) or f"“{phrases.shorten(phrases.without_targets(evidence), 160)}”"
        rule = f"rule {', '.join(rules)}" + (f", on {quoted}" if evidence else "")
        why = rule if says == phrases.headline(change) else f"{says} ({rule})"
        yield from (style.tint(line, "2") for line in style.wrap(f"Why: {why}", 5))


def _words(change: Change, style: _Style) -> Iterator[str]:
    """Word edits when most words stay, else both wordings as quotes; a moved text once."""
    edits = smooth(change.edits)
    if edits and change.old and change.new and _share_changed(edits) <= (_EDITS_WORTH_WEIGHTY if change.material else _EDITS_WORTH):
        yield from _edited(edits, style)
        return
    if change.kind == "moved" and change.old and change.new:
        yield from _quote("=", change.new, style)
        yield from style.wrap(f"moved from “{phrases.section(change.old)}” to “{phrases.section(change.new)}”", 5)
        return
    yield from _quote("-", change.old, style) if change.old else ()
    yield from _quote("+", change.new, style) if change.new else ()


def _share_changed(edits: Sequence[Edit]) -> float:
    return sum(len(text) for mark, text in edits if mark != "=") / (sum(len(text) for _, text in edits) or 1)


def _quote(mark: str, side: Side, style: _Style) -> Iterator[str]:
    lead = {"-": "  - ", "+": "  + ", "=": "    "}[mark]
    text = phrases.without_targets(unmarked(side.text))
    lines = [line for part in text.split("\n") if part.strip() for line in style.wrap(part, 9)]
    for number, line in enumerate(lines):
        shown = f"   {lead if number == 0 else '    '}  {line[9:]}"
        yield style.tint(shown, {"-": "31", "+": "32", "=": "0"}[mark])


def _edited(edits: Sequence[Edit], style: _Style) -> Iterator[str]:
    """The statement once, with what was taken out and put in marked; each word carries its mark, so that lines can be broken anywhere."""
    text = "".join(_marked(mark, unmarked(_clean(words)) if place == 0 else _clean(words)) for place, (mark, words) in enumerate(edits))
    carried = ""
    for line in style.wrap(" ".join(text.split()), 9):
        shown, carried = _carry(line[9:], carried)
        yield f"         {_tinted(shown, style)}"


def _marked(mark: str, words: str) -> str:
    if mark == "=" or not words.strip():
        return words
    head, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{head}{'[-' if mark == '-' else '{+'}{words.strip()}{'-]' if mark == '-' else '+}'}{tail}"


def _carry(line: str, carried: str) -> tuple[str, str]:
    """A line with every mark closed at its end, and the mark that the next line goes on with."""
    line = carried + line
    opened = max(("[-", "{+"), key=line.rfind)
    closing = {"[-": "-]", "{+": "+}"}[opened]
    if line.rfind(opened) > line.rfind(closing):
        return line + closing, opened
    return line, ""


def _tinted(line: str, style: _Style) -> str:
    if not style.color:
        return line
    line = re.sub(r"\[-(.*?)-\]", lambda m: style.tint(m[1], "9;31"), line)
    return re.sub(r"\{\+(.*?)\+\}", lambda m: style.tint(m[1], "4;32"), line)


def _clean(text: str) -> str:
    """One line, without anything that steers a terminal."""
    return _CONTROLS.sub("\ufffd", " ".join(text.replace("\r", " ").split("\n")))
