"""However a history came together - snapshot by snapshot, in any order, with decisions and settings in between - it is the one that its
snapshots give at once: the index byte for byte, and the pages."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.history import noise, text_cache
from monitor.model import Changelog, Document, Policy, ReviewDecision, Selector, Severity, Snapshot
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.render.compare_pages import RENDERED
from monitor.store.digests import shown
from tests.pipeline.pipeline_world import START, World, open_world
from tests.sampling import sampled

URLS = ("https://larkspur.example/privacy", "https://larkspur.example/cookies")
LINES = (
    "# Privacy Policy of Larkspur",
    "We collect your name, your address and your e-mail address when you place an order.",
    "We do not sell your personal information to anybody, and we never did.",
    "Your account information is deleted twelve months after your last order.",
    "You may ask us at any time for a copy of the personal information that we hold.",
    "We disclose personal information where a court or a law requires us to.",
    "Write to privacy@larkspur.example about this policy.",
)


def text(*other: tuple[int, str], readers: int = 0) -> bytes:
    """The policy with some lines replaced, and a counter below it."""
    lines = [dict(other).get(n, line) for n, line in enumerate(LINES)]
    return ("\n\n".join([*lines, f"{readers} readers now"] if readers else lines) + "\n").encode()


SOLD = (2, "We may sell your personal information to partners who advertise to you.")
MASKED = (6, "Write to [email protected] about this policy.")
BODIES = {
    "good": text(),
    "sold": text(SOLD),
    "longer": text((3, "Your account information is deleted ten years after your last order.")),
    "masked": text(MASKED),
    "spaced": text().replace(b"your name,", b"your  *name*,"),
    "empty": b"",
    "error": b"# 404\n\nPage not found.\n",
    "cut": text()[:330],
    "other": b"# Opening hours\n\nThe shop in Mill Lane is open on weekdays from nine to five, and on Saturdays until noon.\n" * 3,
    **{f"readers {n}": text(readers=1000 + n) for n in range(1, 7)},
}


@dataclass(frozen=True)
class Event:
    """A snapshot; and what a person says about it, if anybody does."""

    day: float
    body: str
    page: int = 0
    accepted: bool | None = None


def captured(context: MonitorContext, event: Event) -> None:
    at = START - timedelta(days=4000 - event.day)
    snapshot = Snapshot("larkspur", URLS[event.page], at, "import", BODIES[event.body], 200, "text/markdown")
    record, _ = context.archive.keep(snapshot, kept_at=START)
    if event.accepted is not None:
        given_at = START + timedelta(days=event.day)
        context.archive.record_decision("larkspur", ReviewDecision(record.sha256, record.captured_at, event.accepted, given_at))


def dump(context: MonitorContext, policy: Policy) -> bytes:
    """Everything that the index says of the history."""
    columns = "position, captured_at, sha256, snapshot_sha256, version, changelog, alert, fingerprint"
    versions = context.index._file.rows(f"select {columns} from history where policy = ? order by position", (policy.id,))
    rejections = context.index._file.rows("select * from rejections where policy = ? order by position", (policy.id,))
    texts = [context.index.text(shown(row[2])) for row in versions]
    return json.dumps([versions, rejections, texts, context.index.inputs(policy.id)], default=bytes.hex).encode()


def files(folder: Path) -> dict[str, bytes]:
    """The files below a folder; pages whose versions no longer follow each other can't be made again."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: body for name, body in found.items() if not name.endswith(RENDERED) and b'content="superseded"' not in body}


def policy_of(pages: int, **more: object) -> Policy:
    return replace(Policy("larkspur", "Larkspur", urls=URLS[:pages]), **more)  # type: ignore[arg-type]


def at_once(folder: Path, policy: Policy, events: Sequence[Event]) -> tuple[bytes, MonitorContext]:
    context = open_world(folder, World(), policies=(policy,))
    for event in sorted(events, key=lambda one: one.day):
        captured(context, event)
    derive(context, policy)
    return dump(context, policy), context


events = st.builds(
    Event, day=st.integers(0, 200), body=st.sampled_from(sorted(BODIES)), accepted=st.sampled_from([None, None, None, None, True, False])
)
stories = st.lists(events, min_size=1, max_size=7, unique_by=lambda one: one.day)


@settings(max_examples=8)
@given(stories, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_index(story: list[Event], chance: object) -> None:
    order = list(story)
    chance.shuffle(order)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        policy = policy_of(1)
        context = open_world(Path(folder, "steps"), World(), policies=(policy,))
        for event in order:
            captured(context, event)
            derive(context, policy)
        wanted, again = at_once(Path(folder, "once"), policy, story)
        assert dump(context, policy) == wanted
        texts = [files(one.archive.root / "larkspur/text") for one in (context, again)]
        assert texts[0] == texts[1]


@settings(max_examples=6)
@given(st.lists(st.builds(Event, st.integers(0, 100), st.sampled_from(["good", "sold", "cut", "error"]), st.integers(0, 1)), max_size=8))
def test_a_document_of_two_pages_may_arrive_in_any_order(story: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        policy = policy_of(2)
        context = open_world(Path(folder, "steps"), World(), policies=(policy,))
        for event in story:
            captured(context, event)
            derive(context, policy)
        assert dump(context, policy) == at_once(Path(folder, "once"), policy, story)[0]


@settings(max_examples=3)
@given(stories)
def test_pages_are_those_that_are_rendered_at_once(story: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        policy = policy_of(1)
        context = open_world(Path(folder, "steps"), World(), policies=(policy,))
        for event in story:
            captured(context, event)
            derive(context, policy)
            publish.render(context, policy)
        _, once = at_once(Path(folder, "once"), policy, story)
        publish.render(once, policy)
        assert files(context.reports) == files(once.reports)


STORY = [Event(n * 3, body) for n, body in enumerate(["good", "sold", "good", "longer", "error", "cut", "masked", "sold"])]


@pytest.mark.parametrize(
    "changed",
    sampled(
        [
            {"threshold": Severity.MINOR},
            {"language": "de"},
            {"select": (Selector("main", START - timedelta(days=3990)),)},
            {"alert_unjudged": False, "threshold": Severity.CRITICAL},
        ],
        2,
    ),
    ids=str,
)
def test_changed_settings_give_what_they_give_at_once(tmp_path: Path, changed: dict[str, object]) -> None:
    _, context = at_once(tmp_path / "steps", policy_of(1), STORY)
    derive(context, policy_of(1, **changed))
    assert dump(context, policy_of(1)) == at_once(tmp_path / "once", policy_of(1, **changed), STORY)[0]


def test_one_more_version_reads_one_snapshot_and_makes_one_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = policy_of(1)
    _, context = at_once(tmp_path, policy, STORY)
    compared, normalized, real = list[str](), list[str](), noise.normalize_text
    monkeypatch.setattr(context.analysis, "compare", counted(context.analysis.compare, compared), raising=False)

    def normalize(one: str) -> noise.NormalizedText:
        normalized.append(one)
        return real(one)

    monkeypatch.setattr(text_cache, "normalize_text", normalize)
    captured(context, Event(100, "readers 1"))
    assert len(derive(context, policy) or ()) == 1
    assert len(compared) <= 2, "with the version before, and with what was reported last"
    assert len(set(normalized)) <= 3, "the new text, and the two that it is compared with"
    del compared[:]
    captured(context, Event(4, "longer"))
    derive(context, policy)
    assert len(compared) <= 4, "with its neighbours, and with what was reported last"


def counted(real: Callable[[Document, Document], Changelog], calls: list[str]) -> Callable[[Document, Document], Changelog]:
    def compare(old: Document, new: Document, **_: object) -> Changelog:
        calls.append(new.sha256)
        return real(old, new)

    return compare


def test_the_same_words_with_another_date_are_compared_again(tmp_path: Path) -> None:
    """What is noted of two texts depends on the dates of their pages, which are no part of the text."""
    _, context = at_once(tmp_path, policy_of(1), STORY)
    keys = [row[0] for row in context.index._file.rows("select engine from changelogs")]
    assert all(" " in key for key in keys)


def test_what_other_code_remembered_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = policy_of(1)
    wanted, context = at_once(tmp_path, policy, STORY)
    monkeypatch.setattr("monitor.pipeline.derive.fold_edition", lambda: "another")
    captured(context, Event(100, "error"))
    derive(context, policy)
    asked = [row[0] for row in context.index._file.rows("select answer from remembered where purpose = 'fold' and question = 'edition'")]
    assert asked == ['"another"']
    assert json.loads(dump(context, policy))[0] == json.loads(wanted)[0]
