"""A changelog for the terminal: material changes in full, the others only counted unless asked for."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.arrange.groups import Group, groups_of
from monitor.model import Change, Changelog, Direction, Edit, Severity, Side
from monitor.present import phrases
from monitor.present.inert import terminal_text
from monitor.render.redline import merge_edits, without_marker

# Readable without colour and in a narrow column: "[!!]" stands out, "[  ]" does not.
_MARKS = {Severity.CRITICAL: "[!!]", Severity.MATERIAL: "[! ]", Severity.MINOR: "[. ]", Severity.COSMETIC: "[  ]"}
_TINTS = {Severity.CRITICAL: "1;31", Severity.MATERIAL: "1;33", Severity.MINOR: "34", Severity.COSMETIC: "2"}
# Characters; longer lines are hard to read even on a wide screen.
_NARROWEST, _WIDEST = 40, 120
# A rewording that changes a larger share of its words reads better as two quotes; for material changes, the limit is lower.
_MOST_EDITED, _MOST_EDITED_MATERIAL = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class _Style:
    color: bool
    width: int

    def tint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def wrap(self, text: str, indent: int) -> list[str]:
        pad = " " * indent
        lines = textwrap.wrap(terminal_text(text), self.width, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)
        return lines or [pad.rstrip()]


def changelog_text(changelog: Changelog, old_label: str, new_label: str, *, color: bool, width: int, verbose: bool = False) -> str:
    """What `diff` prints.

    Args:
        changelog: of two texts.
        old_label: names the old text (a file, a version).
        new_label: names the new text.
        color: use ANSI colours; otherwise words are marked [-removed-]{+added+}.
        width: of the terminal in characters; between 40 and 120 are used.
        verbose: show minor and cosmetic changes in full too.

    Returns:
        Lines that end in a line feed. Control characters are replaced, so that nothing in a policy can steer the terminal.
    """
    style = _Style(color, max(_NARROWEST, min(width, _WIDEST)))
    lines = [*_head(changelog, terminal_text(old_label), terminal_text(new_label), style)]
    for severity in phrases.SEVERITIES:
        found = [c for c in changelog.changes if c.severity is severity]
        if found and (verbose or severity.rank >= Severity.MATERIAL.rank):
            lines += ["", style.tint(f"{severity.value.upper()} ({len(found)})", _TINTS[severity])]
            for group in groups_of(found):
                lines += ["", *_change(group.shown, style), *_places(group, style)]
    lines += [] if verbose else _rest(changelog, style)
    return "\n".join(lines) + "\n"


def _head(changelog: Changelog, old_label: str, new_label: str, style: _Style) -> Iterator[str]:
    yield f"old  {old_label}"
    yield f"new  {new_label}"
    yield ""
    yield from (style.tint(line, "1") for line in style.wrap(phrases.changelog_headline(changelog), 0))
    if changelog.changes:
        yield from style.wrap(f"{phrases.change_counts(changelog.counts).capitalize()}.", 0)
    for note in changelog.notes:
        yield from style.wrap(f"Note: {note.says}", 0)


def _rest(changelog: Changelog, style: _Style) -> list[str]:
    """Minor and cosmetic changes, counted."""
    counts = {name: number for name, number in changelog.counts.items() if Severity(name).rank < Severity.MATERIAL.rank}
    return ["", *style.wrap(f"Not shown: {phrases.change_counts(counts)} (--verbose shows them).", 0)] if counts else []


def _change(change: Change, style: _Style) -> Iterator[str]:
    first, *more = style.wrap(phrases.headline(change), 5)
    yield style.tint(_MARKS[change.severity], _TINTS[change.severity]) + first[4:]
    yield from more
    tint = {Direction.WEAKENS: "31", Direction.STRENGTHENS: "32", Direction.NEUTRAL: "2", Direction.UNCLEAR: "2"}[change.direction]
    yield from (style.tint(line, tint) for line in style.wrap(" · ".join(phrases.facts(change)), 5))
    yield from _words(change, style)
    for says, rules, evidence in phrases.findings(change.reasons):
        quoted = phrases.whole_side(change, evidence) or f"“{phrases.shorten(phrases.without_link_targets(evidence), 160)}”"
        rule = f"{'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)}" + (f", based on {quoted}" if evidence else "")
        # Without a headline of its own, a change is introduced by its first reason; it need not be repeated.
        why = rule if says == phrases.headline(change) else f"{says} ({rule})"
        yield from (style.tint(line, "2") for line in style.wrap(f"Why: {why}", 5))


def _places(group: Group, style: _Style) -> Iterator[str]:
    """Where each change of a group stands, with its words."""
    if group.count == 1 or group.listed:  # both sides of a list already show all of it
        return
    yield from style.wrap("Places:", 5)
    for change in group.changes:
        side = change.new or change.old
        where, text = phrases.section(side), phrases.shorten(phrases.without_link_targets(side.text), 160) if side else ""
        yield from style.wrap(f"{where}: {text}" if where else text, 9)


def _words(change: Change, style: _Style) -> Iterator[str]:
    """Word edits if most words stay, else both wordings as quotes; a moved text once."""
    edits = merge_edits(change.edits)
    if edits and change.old and change.new and _share_changed(edits) <= (_MOST_EDITED_MATERIAL if change.material else _MOST_EDITED):
        yield from _edited(edits, style)
        return
    if change.kind == "moved" and change.old and change.new:
        yield from _quote("=", change.new, style)
        old, new = phrases.section(change.old), phrases.section(change.new)
        if old != new:  # within one section, the reader finds the passage anyway
            yield from style.wrap(f"moved from {_place(old)} to {_place(new)}", 5)
        return
    yield from _quote("-", change.old, style) if change.old else ()
    yield from _quote("+", change.new, style) if change.new else ()


def _place(section: str) -> str:
    return f"“{section}”" if section else "the top"


def _share_changed(edits: Sequence[Edit]) -> float:
    return sum(len(text) for mark, text in edits if mark != "=") / (sum(len(text) for _, text in edits) or 1)


def _quote(mark: str, side: Side, style: _Style) -> Iterator[str]:
    lead = {"-": "  - ", "+": "  + ", "=": "    "}[mark]
    text = phrases.without_link_targets(without_marker(side.text))
    lines = [line for part in text.split("\n") if part.strip() for line in style.wrap(part, 9)]
    for number, line in enumerate(lines):
        shown = f"   {lead if number == 0 else '    '}  {line[9:]}"
        # Each line on its own, so that a pager that shows one line alone still has its colour.
        yield style.tint(shown, {"-": "31", "+": "32", "=": "0"}[mark])


def _edited(edits: Sequence[Edit], style: _Style) -> Iterator[str]:
    """The statement once, with removed and added words marked; a mark that runs over a line end is closed and opened again."""
    whole = "".join(words for _, words in edits)
    text = "".join(
        _marked(mark, without_marker(words, of=whole) if place == 0 else phrases.with_bullets(words, begins_line=False))
        for place, (mark, words) in enumerate((mark, terminal_text(words)) for mark, words in edits)
    )
    carried = ""
    for line in style.wrap(" ".join(text.split()), 9):
        shown, carried = _carry(line[9:], carried)
        yield f"         {_tinted(shown, style)}"


def _marked(mark: str, words: str) -> str:
    if mark == "=" or not words.strip():
        return words
    # Blanks stay outside the marks: "[-30 days-] of" breaks between lines like any text, "[-30 days -]of" would not.
    head, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{head}{'[-' if mark == '-' else '{+'}{words.strip()}{'-]' if mark == '-' else '+}'}{tail}"


def _carry(line: str, carried: str) -> tuple[str, str]:
    """A line with every mark closed at its end, and the mark that the next line continues."""
    line = carried + line  # "[-words that" / "[-run on-]": each line shows its own marks, also after `grep`
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
