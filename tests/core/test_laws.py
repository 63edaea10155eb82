"""Laws that hold for every pair of texts, whatever the rules and weights say."""

from __future__ import annotations

import random
import textwrap
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from monitor.core.compare import compare, compare_documents
from monitor.model import Change, ChangeKind, Changelog, Direction, Document, PassageKind
from tests.core.diff.redline import document_edits
from tests.core.policy_sentences import as_text, promises, scraps, sections, statements, texts
from tests.sampling import examples


def compared(old: str, new: str) -> Changelog:
    """Of two texts just as they stand, so that spans count their own characters."""
    return compare_documents(Document(old), Document(new))


laws = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
any_text = st.one_of(texts, scraps)
TURNED = {
    Direction.WEAKENS: Direction.STRENGTHENS,
    Direction.STRENGTHENS: Direction.WEAKENS,
    Direction.NEUTRAL: Direction.NEUTRAL,
    Direction.UNCLEAR: Direction.UNCLEAR,
}
_TWINS = ((ChangeKind.ADDED, ChangeKind.REMOVED), (ChangeKind.SPLIT, ChangeKind.MERGED))
MIRRORED = {a: b for pair in _TWINS for a, b in (pair, pair[::-1])}


def told(log: Changelog) -> str:
    return "\n".join(f"{c.severity} {c.kind} {c.reasons[0].rule}: {c.old and c.old.text!r} → {c.new and c.new.text!r}" for c in log.changes)


def squeezed(text: str) -> str:
    return " ".join(text.split())


# --- what says nothing ------------------------------------------------------------------------------------------------


@laws
@given(any_text)
def test_a_text_against_itself_is_silent(text: str) -> None:
    log = compare(text, text)
    assert not log.changes
    assert not log.notes


@laws
@given(sections, st.integers(24, 60))
def test_wrapped_lines_are_never_material(found: list[tuple[str, list[str]]], width: int) -> None:
    old = as_text(found)
    new = "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in old.split("\n"))
    log = compare(old, new)
    assert not log.alert, told(log)
    assert not compare(new, old).alert, told(compare(new, old))


@laws
@given(sections, st.randoms(use_true_random=False))
def test_reordered_sections_are_never_material(found: list[tuple[str, list[str]]], dice: random.Random) -> None:
    other = list(found)
    dice.shuffle(other)
    log = compare(as_text(found), as_text(other))
    assert not log.alert, told(log)


@laws
@given(sections)
def test_bullets_and_prose_are_alike(found: list[tuple[str, list[str]]]) -> None:
    prose = as_text(found)
    bullets = "\n\n".join(f"## {head}\n\n" + "\n".join(f"- {s}" for s in body) for head, body in found) + "\n"
    for old, new in ((prose, bullets), (bullets, prose)):
        log = compare(old, new)
        assert not log.alert, told(log)


@laws
@given(sections)
def test_typography_is_never_material(found: list[tuple[str, list[str]]]) -> None:
    old = as_text(found)
    new = old.replace("e-mail", "e‑mail").replace("We ", "**We** ").replace("your ", "your\u00a0").replace(".", ".  ").replace("'", "’")
    for left, right in ((old, new), (new, old)):
        log = compare(left, right)
        assert not log.alert, told(log)


def numbered(found: list[tuple[str, list[str]]], start: int) -> str:
    return as_text([(f"{n}. {head}", body) for n, (head, body) in enumerate(found, start)])


@laws
@given(sections, st.integers(1, 9))
def test_numbering_is_never_material(found: list[tuple[str, list[str]]], first: int) -> None:
    plain, low, high = as_text(found), numbered(found, 1), numbered(found, first + 1)
    for old, new in ((plain, low), (low, plain), (low, high), (high, low)):
        log = compare(old, new)
        assert not log.alert, told(log)


# --- what is never missed ---------------------------------------------------------------------------------------------


@laws
@given(sections, promises, st.integers(0, 4))
def test_a_not_more_or_less_in_a_promise_is_material(found: list[tuple[str, list[str]]], promise: str, at: int) -> None:
    opposite = promise.replace("do not ", "")
    body = found[at % len(found)][1]
    assume(all(promise not in s and opposite not in s for _, b in found for s in b))
    with_not = [(h, [*b, promise] if b is body else b) for h, b in found]
    without = [(h, [*b, opposite] if b is body else b) for h, b in found]
    removed, added = compare(as_text(with_not), as_text(without)), compare(as_text(without), as_text(with_not))
    assert removed.alert, told(removed)
    assert added.alert, told(added)
    assert Direction.WEAKENS in {c.direction for c in removed.changes if c.material}, [(c.direction, c.headline) for c in removed.changes]
    assert Direction.STRENGTHENS in {c.direction for c in added.changes if c.material}, [(c.direction, c.headline) for c in added.changes]


@laws
@given(sections, promises)
def test_a_promise_that_goes_altogether_is_material(found: list[tuple[str, list[str]]], promise: str) -> None:
    _, _, _, verb, about = promise.split(maxsplit=4)
    # "We do not share your name." still stands, and covers "We do not disclose your name."
    assume(all(verb not in s and not ("do not" in s and s.endswith(about)) for _, b in found for s in b))
    log = compare(as_text([*found, ("Our promise", [promise])]), as_text(found))
    assert log.alert, told(log)


@laws
@given(sections, statements)
def test_a_difference_of_words_is_never_silent(found: list[tuple[str, list[str]]], more: str) -> None:
    assert compare(as_text(found), as_text([*found, ("Further terms", [more])])).changes


@laws
@given(sections, promises)
def test_a_statement_that_moved_is_told(found: list[tuple[str, list[str]]], promise: str) -> None:
    assume(len(found) > 1 and all(promise not in b for _, b in found))
    first = [(h, [*b, promise] if n == 0 else b) for n, (h, b) in enumerate(found)]
    last = [(h, [*b, promise] if n == len(found) - 1 else b) for n, (h, b) in enumerate(found)]
    log = compare(as_text(first), as_text(last))
    assert not log.alert, told(log)
    assert any(promise in side.text for c in log.changes for side in (c.old, c.new) if side), f"nothing is said of the move: {told(log)}"


# --- mirror, order, identity ------------------------------------------------------------------------------------------


def outline(change: Change) -> tuple[object, ...]:
    return (change.kind, change.old and change.old.span, change.new and change.new.span, change.direction)


def mirrored(change: Change) -> tuple[object, ...]:
    kind = MIRRORED.get(change.kind, change.kind)
    return (kind, change.new and change.new.span, change.old and change.old.span, TURNED[change.direction])


@laws
@given(any_text, any_text)
def test_the_other_way_round_is_the_mirror_image(old: str, new: str) -> None:
    there, back = compared(old, new), compared(new, old)
    assert {o[:3] for o in map(outline, there.changes)} == {m[:3] for m in map(mirrored, back.changes)}
    unsaid = (Direction.NEUTRAL, Direction.UNCLEAR)
    serious = [c for c in there.changes if c.material and c.direction not in unsaid]
    turned = {m[:3]: m[3] for m in map(mirrored, back.changes) if m[3] not in unsaid}
    for change in serious:
        other = turned.get(
            outline(change)[:3], change.direction
        )  # a step lower, or where no rule backs it, the reverse may say no direction
        assert other is change.direction, told(there) + "\n--\n" + told(back)


@laws
@given(any_text, any_text)
def test_deterministic_with_unique_ids_and_serious_first(old: str, new: str) -> None:
    log = compared(old, new)
    assert log == compared(old, new)
    ids = [change.id for change in log.changes]
    assert len(set(ids)) == len(ids)
    ranks = [change.severity.rank for change in log.changes]
    assert ranks == sorted(ranks, reverse=True)


# --- characters -------------------------------------------------------------------------------------------------------


@laws
@given(any_text, any_text)
def test_every_character_belongs_to_one_passage(old: str, new: str) -> None:
    log = compared(old, new)
    for text, spans in ((old, [p.old for p in log.passages if p.old]), (new, [p.new for p in log.passages if p.new])):
        ends = sorted(spans)
        assert "".join(text[a:b] for a, b in ends) == text
        assert all(left[1] == right[0] for left, right in pairwise(ends))
        assert not text or (ends[0][0], ends[-1][1]) == (0, len(text))
    known = {change.id for change in log.changes}
    assert all(p.change in known for p in log.passages if p.change)


@laws
@given(any_text, any_text)
def test_the_new_text_is_read_in_order(old: str, new: str) -> None:
    spans = [p.new for p in compared(old, new).passages if p.new]
    assert spans == sorted(spans)


@laws
@given(any_text, any_text)
def test_edits_applied_to_the_old_text_give_the_new_one(old: str, new: str) -> None:
    log = compared(old, new)
    found = document_edits(log.passages, old, new)
    assert "".join(words for sign, words in found if sign in "=+") == new
    assert sum(len(words) for sign, words in found if sign in "=-") == len(old)
    if not any(p.kind is PassageKind.MOVED for p in log.passages):
        assert "".join(words for sign, words in found if sign in "=-") == old


@laws
@given(any_text, any_text)
def test_edits_of_a_change_join_to_its_sides(old: str, new: str) -> None:
    for change in compared(old, new).changes:
        if change.edits:
            assert change.old
            assert change.new
            assert "".join(words for sign, words in change.edits if sign in "=-") == change.old.text
            assert "".join(words for sign, words in change.edits if sign in "=+") == change.new.text


@laws
@given(any_text, any_text)
def test_sides_stand_in_their_texts(old: str, new: str) -> None:
    for change in compared(old, new).changes:
        for text, side in ((old, change.old), (new, change.new)):
            if side:
                assert 0 <= side.span[0] <= side.span[1] <= len(text)
                assert squeezed(text[slice(*side.span)]) == squeezed(side.text) or len(side.text) < side.span[1] - side.span[0]


@laws
@given(any_text, any_text)
def test_evidence_is_quoted_from_a_text(old: str, new: str) -> None:
    held = squeezed(old) + "\n" + squeezed(new)
    log = compared(old, new)
    for change in log.changes:
        assert change.reasons
        assert change.headline
        for reason in change.reasons:
            assert reason.says
            assert squeezed(reason.evidence) in held, (reason, change.old, change.new)
