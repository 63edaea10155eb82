"""What the newest version of a policy says, and since when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.meaning import in_force as reader
from monitor.model import Policy
from monitor.pipeline import in_force, publish
from monitor.pipeline.blame import blame_versions
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.in_force import shown_on_pages, vendor_of, vendors_of
from monitor.render.in_force_pages import MOST_VENDORS
from tests.pipeline.test_search import at, stored

KEPT, LONGER = "We keep your letters for 30 days.", "We keep your letters for 90 days."
SOLD, NEVER = "We may sell your data to brokers.", "We never sell your data."


@pytest.fixture
def kites(context: MonitorContext) -> MonitorContext:
    return replace(context, policies=(Policy("kites", "Kites"),))


def said(context: MonitorContext, topic: str, *, remember: bool = False) -> list[tuple[str, str, object]]:
    found = vendor_of(context, context.policies[0], remember=remember)
    return [(one.text, said.polarity, one.since) for one in found.about(topic) if (said := one.on(topic))]


def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that are read from here on."""
    texts: list[str] = []
    answer = reader._told
    monkeypatch.setattr(reader, "_told", lambda unit, *others: texts.append(unit.text.strip()) or answer(unit, *others))
    return texts


def test_sentences_have_the_date_of_their_words(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [f"{KEPT} {SOLD}", f"{LONGER} {SOLD}", f"{LONGER} {NEVER}"])
    assert said(kites, "retention") == [(LONGER, "affirmed", at(1))]
    assert [(text, polarity) for text, polarity, _ in said(kites, "sale-of-data")] == [(NEVER, "denied")]


def test_the_newest_version_alone_counts(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [f"{KEPT} {SOLD}", KEPT])
    vendor = vendor_of(kites, kites.policies[0])
    assert (vendor.state("sale-of-data"), vendor.state("retention"), vendor.captured_at) == ("nothing", "says", at(1))


def test_a_policy_without_versions(kites: MonitorContext) -> None:
    vendor = vendor_of(kites, kites.policies[0])
    assert (vendor.state("retention"), vendor.sentences, vendor.last_seen) == ("no-version", (), None)


def test_another_language_is_not_read(kites: MonitorContext) -> None:
    stored(kites.index, "kites", ["Wir speichern Ihre Briefe 30 Tage lang."], "de")
    assert vendor_of(kites, kites.policies[0]).state("retention") == "not-read"


def test_what_is_remembered_is_what_is_found_anew(kites: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(kites.index, "kites", [f"{KEPT} {SOLD} Our bees are many and they are ours."])
    first = vendor_of(kites, kites.policies[0], remember=True)
    texts = asked(monkeypatch)
    assert vendor_of(kites, kites.policies[0]) == first
    assert texts == []


def test_what_stands_above_is_remembered_too(kites: MonitorContext) -> None:
    table = "| Data | Sold |\n| --- | --- |\n| E-mail address | No |"
    stored(kites.index, "kites", [f"We never:\n\n- sell your data\n\nDo you sell my data?\n\nNo.\n\n{table}"])
    first = vendor_of(kites, kites.policies[0], remember=True)
    assert [(one.lead_in, one.head) for one in first.about("sale-of-data")] == [
        ("We never:", ""),
        ("Do you sell my data?", ""),
        ("", "| Data | Sold |"),
    ]
    assert vendor_of(kites, kites.policies[0]) == first


def test_what_an_earlier_edition_kept_is_found_anew(kites: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(kites.index, "kites", [KEPT])
    monkeypatch.setattr(in_force, "_EDITION", "1")
    said(kites, "retention", remember=True)
    with kites.index._file.transaction() as db:
        db.execute("""update remembered set answer = '{"said": [["k", 0, 4, "", [], "", false]]}' where question = 'rows'""")
    monkeypatch.undo()
    assert said(kites, "retention") == [(KEPT, "affirmed", at(0))]


def test_one_more_version_reads_what_is_new_in_it(kites: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(kites.index, "kites", [f"{KEPT} {SOLD} Our bees are many and they are ours."])
    said(kites, "retention", remember=True)
    stored(
        kites.index,
        "kites",
        [f"{KEPT} {SOLD} Our bees are many and they are ours.", f"{LONGER} {SOLD} Our bees are many and they are ours."],
    )
    texts = asked(monkeypatch)
    found = vendor_of(kites, kites.policies[0], remember=True)
    assert texts == [LONGER]
    monkeypatch.undo()
    with kites.index._file.transaction() as db:
        db.execute("delete from remembered where purpose = 'in-force'")
    assert vendor_of(kites, kites.policies[0]) == found


def test_nothing_is_written_unless_asked_to(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [KEPT])
    said(kites, "retention")
    assert kites.index._file.rows("select * from remembered where purpose = 'in-force'") == []
    said(kites, "retention", remember=True)
    assert len(kites.index._file.rows("select * from remembered where purpose = 'in-force'")) == 2


def test_a_history_of_another_order_is_read_again(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [LONGER, KEPT])
    assert said(kites, "retention", remember=True)[0][0] == KEPT
    stored(kites.index, "kites", [KEPT, LONGER])
    assert said(kites, "retention", remember=True)[0][0] == LONGER


def test_statements_that_were_traced_already_are_not_traced_again(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [KEPT, LONGER])
    origins = blame_versions(kites.index, "kites")
    assert vendor_of(kites, kites.policies[0], origins=origins) == vendor_of(kites, kites.policies[0])


def test_pages_show_a_bounded_number_of_policies(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [KEPT])
    assert len(shown_on_pages(list(range(MOST_VENDORS + 5)))) == MOST_VENDORS + 1
    assert [one.policy.id for one in vendors_of(kites)] == ["kites"]


def test_the_pages_are_part_of_the_reports(kites: MonitorContext) -> None:
    stored(kites.index, "kites", [KEPT])
    publish.render(kites, kites.policies[0])
    publish.overview(kites)
    assert KEPT in Path(kites.reports / "kites/statements.html").read_text()
    assert KEPT in Path(kites.reports / "topic-retention.html").read_text()
    (kites.reports / "topics.html").unlink()
    publish.overview(kites)
    assert (kites.reports / "topics.html").exists()


@pytest.mark.parametrize("kept", ['"!"', '"AAAA"', '""', "[]", '"eJwDAAAAAAE="', "null"])
def test_what_was_damaged_is_found_again(kites: MonitorContext, kept: str) -> None:
    stored(kites.index, "kites", [KEPT])
    first = said(kites, "retention", remember=True)
    with kites.index._file.transaction() as db:
        db.execute("update remembered set answer = ? where purpose = 'in-force' and question = 'rows'", (kept,))
    assert said(kites, "retention") == first
