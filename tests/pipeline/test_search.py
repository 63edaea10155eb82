"""Full-text search over stored histories, compared with reading every version."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.text.search_terms import question
from monitor.errors import StoreError, UsageError
from monitor.model import Document, HistoryEntry, Policy, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.scratch import ScratchIndex
from monitor.pipeline.search import (
    PolicyFindings,
    SearchOptions,
    SentenceCutter,
    make_searchable,
    require_full_text,
    search,
)
from monitor.store.index import Index

START = datetime(2019, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SENTENCES = (
    "We keep your letters for 30 days.",
    "We may sell your letters to collectors.",
    "We never sell your letters.",
    "Our bees are not for sale.",
    "手紙を販売しません。",
    "เราไม่ขายจดหมายของท่าน",
)


def at(place: int) -> datetime:
    return START + 30 * DAY * place


def entry(policy_id: str, place: int, text: str, language: str | None = "en") -> HistoryEntry:
    document = Document(text, language=language)
    seen = at(place) + 10 * DAY
    snapshot = f"{place:064x}"
    address = f"https://{policy_id}.example"
    return HistoryEntry(Version(policy_id, at(place), seen, "live", document.sha256, snapshot, address, None, document), None)


def stored(index: Index, policy_id: str, texts: Sequence[str], language: str | None = "en") -> None:
    entries = [entry(policy_id, place, text, language) for place, text in enumerate(texts)]
    index.replace_history(policy_id, entries, (), cutter=SentenceCutter())


@pytest.fixture
def many(context: MonitorContext) -> MonitorContext:
    return replace(context, policies=tuple(Policy(name, name.title()) for name in ("kites", "larks", "moths")))


def found(context: MonitorContext, *texts: str, **options: object) -> dict[str, PolicyFindings]:
    answer = search(context, context.policies, question(texts), SearchOptions(**options))  # type: ignore[arg-type]
    return {one.policy.id: one for one in answer.findings}


def places(findings: PolicyFindings) -> list[tuple[int, int]]:
    """The first and the last version of each period."""
    number = {at(place): place for place in range(1000)}
    return [(number[one.first.name.captured_at], number[one.last.name.captured_at]) for one in findings.periods]


def read_all(texts: Sequence[str], *words: str) -> list[tuple[int, int]]:
    """The definition: stretches of versions in which some sentence has the words."""
    asked, stretches = question(words), list[tuple[int, int]]()
    for place, text in enumerate(texts):
        if any(asked.is_in(line) for line in text.split("\n")):
            if stretches and stretches[-1][1] == place - 1:
                stretches[-1] = stretches[-1][0], place
            else:
                stretches.append((place, place))
    return stretches


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_is_what_reading_every_version_finds(many: MonitorContext, seed: int) -> None:
    chance = random.Random(seed)
    histories: dict[str, list[str]] = {}
    for policy in many.policies:
        texts = [""]
        for _ in range(25):
            text = "\n".join(chance.sample(SENTENCES, chance.randint(1, 4)))
            if text != texts[-1]:
                texts.append(text)
        histories[policy.id] = texts[1:]
        stored(many.index, policy.id, texts[1:])
    for words in (["your letters"], ["sell", "letters"], ["sell*"], ["sell your letters"], ["手紙"], ["販売しま"], ["ไม่ขาย"], ["bees for"]):
        answers = found(many, *words)
        for policy_id, texts in histories.items():
            expected = read_all(texts, *words)
            assert (places(answers[policy_id]) if policy_id in answers else []) == expected
            if expected:
                assert answers[policy_id].stands is (expected[-1][1] == len(texts) - 1)


def test_a_history_that_grows_at_any_place(many: MonitorContext) -> None:
    texts = [SENTENCES[0]]
    chance = random.Random(16)
    for number in range(20):
        texts.insert(chance.randint(0, len(texts)), "\n".join([f"Version {number}.", *chance.sample(SENTENCES, 2)]))
        stored(many.index, "kites", texts)
        assert places(found(many, "letters")["kites"]) == read_all(texts, "letters")


def test_the_bounds_of_a_period_are_the_versions_beside_it(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We like bees.", "We like bees. We sell honey.", "We like bees."])
    (period,) = found(many, "honey")["kites"].periods
    assert period.before is not None
    assert period.after is not None
    assert (period.before.last_seen, period.first.name.captured_at) == (at(0) + 10 * DAY, at(1))
    assert (period.last.last_seen, period.after.name.captured_at) == (at(1) + 10 * DAY, at(2))
    (whole,) = found(many, "bees")["kites"].periods
    assert (whole.before, whole.after) == (None, None)


def test_a_sentence_that_is_only_marked_up_or_moved_stands_on(many: MonitorContext) -> None:
    stored(
        many.index, "kites", ["We sell honey.", "**We sell honey.**", "# Honey\n\n- We [sell](https://x.example) honey.", "WE SELL HONEY!"]
    )
    findings = found(many, "sell honey")["kites"]
    assert places(findings) == [(0, 3)]
    assert len(findings.sentences) == 4


def test_sentences_that_stand_come_first(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey.", "We sell honey. We sell wax.", "We sell wax. We sell combs."])
    assert [one.sentence.text for one in found(many, "sell")["kites"].sentences] == ["We sell combs.", "We sell wax.", "We sell honey."]
    assert [one.sentence.text for one in found(many, "sell", in_force=True)["kites"].sentences] == ["We sell combs.", "We sell wax."]


def test_policies_in_which_the_words_stand_come_first(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey.", "No."])
    stored(many.index, "moths", ["We sell honey."])
    assert list(found(many, "honey")) == ["moths", "kites"]


@pytest.mark.parametrize(
    ("since", "answers"),
    [
        (at(0), {"kites", "larks"}),
        (at(1), {"kites", "larks"}),
        (at(1) + DAY, {"kites"}),
        (at(2), {"kites"}),
        (at(2) + DAY, set()),
    ],
)
def test_since(many: MonitorContext, since: datetime, answers: set[str]) -> None:
    stored(many.index, "kites", ["A.", "We sell honey.", "A."])
    stored(many.index, "larks", ["A.", "We sell honey."])
    stored(many.index, "moths", ["We sell honey.", "We sell honey. B."])
    assert set(found(many, "honey", since=since)) == answers


@pytest.mark.parametrize(
    ("text", "language", "denied", "affirmed"),
    [
        ("We never sell your letters.", "en", True, False),
        ("We may sell your letters.", None, False, True),
        ("我们不会 sell your letters.", "zh", False, False),
        ("Do we sell your letters?", "en", False, False),
        ("# What we don't do\n\n- sell your letters", "en", True, False),
        ("We may:\n\n- sell your letters", "en", False, True),
    ],
)
def test_polarity(many: MonitorContext, text: str, language: str | None, denied: bool, affirmed: bool) -> None:
    stored(many.index, "kites", [text], language)
    assert ("kites" in found(many, "sell your letters", polarity="denied")) is denied
    assert ("kites" in found(many, "sell your letters", polarity="affirmed")) is affirmed


def test_what_is_unclear_is_counted(many: MonitorContext) -> None:
    stored(many.index, "kites", ["Letters: sell. We never sell letters."])
    answer = search(many, many.policies, question(["sell"]), SearchOptions(polarity="denied"))
    assert (answer.unclear, len(answer.findings)) == (1, 1)


def test_where_nothing_could_be_searched_is_named(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey."])
    many.index.replace_history("larks", [entry("larks", 0, "We sell honey.")], ())
    stored(many.index, "gone", ["We sell honey."])
    answer = search(many, many.policies, question(["honey"]))
    assert (answer.searched, answer.without_versions, answer.unsearchable, answer.not_tracked) == (1, ["moths"], ["larks"], ["gone"])
    done: list[int] = []
    make_searchable(many, many.index.unsearchable(), lambda: done.append(1))
    assert (set(found(many, "honey")), len(done)) == ({"kites", "larks"}, 1)


def test_a_history_that_is_forgotten_is_not_found(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey."])
    stored(many.index, "larks", ["We sell honey."])
    many.index.forget("kites")
    assert set(found(many, "honey")) == {"larks"}
    answer = search(many, many.policies, question(["honey"]))
    assert answer.not_tracked == []


def test_a_history_that_is_taken_over_is_searchable(many: MonitorContext, tmp_path: Path) -> None:
    stored(many.index, "kites", ["We sell honey.", "A."])
    with ScratchIndex(tmp_path / "beside", many.index, many.archive, "kites") as beside:
        beside.replace_history("kites", [entry("kites", 0, "A."), entry("kites", 1, "We sell wax.")], ())
        many.index.adopt("kites", beside, cutter=SentenceCutter())
    assert (found(many, "honey"), places(found(many, "wax")["kites"])) == ({}, [(1, 1)])


def test_a_damaged_text_keeps_no_history_from_being_stored(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey.", "A."])
    with many.index._file.transaction() as db:
        db.execute("update sentence_blocks set sentences = x'00'")
    with pytest.raises(StoreError, match="can't be read"):
        found(many, "honey")
    stored(many.index, "kites", ["We sell honey.", "A.", "B."])
    assert many.index.count(["kites"]) == 3
    assert many.index.unsearchable() == ["kites"]
    make_searchable(many, ["kites"])
    assert places(found(many, "honey")["kites"]) == [(0, 0)]


def test_versions_that_are_gone_are_a_damage(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey.", "A."])
    with many.index._file.transaction() as db:
        db.execute("delete from history where position = 0")
    with pytest.raises(StoreError, match="verify --rebuild"):
        found(many, "honey")


def test_an_index_that_is_not_there_can_be_searched(many: MonitorContext) -> None:
    require_full_text(many.index)
    answer = search(many, many.policies, question(["honey"]))
    assert (answer.searched, answer.findings) == (0, [])
    assert not many.index.path.exists()


def test_full_text_search_is_required(many: MonitorContext) -> None:
    stored(many.index, "kites", ["We sell honey."])
    require_full_text(many.index)
    with many.index._file.transaction() as db:
        db.execute("drop table sentence_words")
    with pytest.raises(UsageError, match="lacks the FTS5 extension"):
        require_full_text(many.index)


def test_a_text_is_cut_with_what_stands_above() -> None:
    text = "# Letters\n\nWe never:\n\n- sell them\n- \n\n| Letters | Kept |\n| --- | --- |\n| Old | 9 days |\n\nWe read them. We like them."
    cut = list(SentenceCutter().sentences(text))
    assert [(one.text, one.lead_in, one.heading) for one in cut if one.lead_in] == [("- sell them", "We never:", "Letters")]
    assert [one.text for one in cut if not one.text.startswith(("|", "-", "#"))] == ["We never:", "We read them.", "We like them."]
    assert cut[0] == ("# Letters", "", "")
    assert not any("\n" in field for one in cut for field in one)


def test_a_topic_that_an_alert_names_is_found(context: MonitorContext) -> None:
    context = replace(context, policies=(Policy("kites", "Kites"),))
    stored(context.index, "kites", ["# Kites\n\n## Sharing\n\nWe may share your data with advertising partners. Bees like our partners."])
    for topic in ("third-party-sharing", "advertising-tracking"):
        assert "kites" in found(context, "advertising partners", topic=topic)
    assert found(context, "advertising partners", topic="retention") == {}
