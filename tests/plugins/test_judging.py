"""Judges of further languages: they judge what nobody judged, and only with words that stand in the text."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.core.compare import compare, compare_documents
from monitor.model import Change, Changelog, Direction, Document, Severity
from monitor.plugins.judging import rejudged
from monitor.plugins.registry import registry
from monitor.workers.analysis import InProcess, InWorker
from monitor.workers.limits import JobLimits
from tests.plugins.conftest import Installer
from tests.sampling import sampled

INTRODUCTION = "# Polityka prywatności\n\nSzanujemy Twoją prywatność i wyjaśniamy tutaj, jakie dane zbieramy oraz w jakim celu.\n\n"
OLD = f"{INTRODUCTION}Nie sprzedajemy Twoich danych osobowych nikomu.\n"
NEW = f"{INTRODUCTION}Możemy sprzedawać Twoje dane osobowe naszym partnerom.\n"
MODULE = """
from monitor.plugins import Judgement
def judge(old, new):
    return {}
"""


def judged(install: Installer, body: str, old: str = OLD, new: str = NEW, judges: tuple[str, ...] = ("pl",)) -> Changelog:
    module = f"acme_judge_{abs(hash(body))}"
    install("acme-plugin", {"judges.pl": f"{module}:judge"}, modules={module: MODULE.format(body)})
    return rejudged(registry(), compare(old, new), judges)


def of(changelog: Changelog, words: str) -> Change:
    (found,) = [change for change in changelog.changes if words in (((change.new or change.old) and (change.new or change.old).text) or "")]  # type: ignore[union-attr]
    return found


def test_without_a_judge_the_changes_are_not_judged() -> None:
    changelog = compare(OLD, NEW)
    assert {change.judged for change in changelog.changes} == {False}
    assert rejudged(registry(), changelog, ()) is changelog
    assert rejudged(registry(), changelog, ("cs",)) is changelog


def test_a_judge_says_what_a_change_means(install: Installer) -> None:
    topics = '["sale-of-data", "nonsense", "sale-of-data"]'
    says = f'Judgement("critical", "weakens", "They now  sell\\ndata.", "Możemy sprzedawać", {topics}) if new else None'
    changelog = judged(install, says)
    added, removed = of(changelog, "Możemy"), of(changelog, "Nie sprzedajemy")
    assert (added.severity, added.direction, added.topics, added.judged) == (Severity.CRITICAL, Direction.WEAKENS, ("sale-of-data",), True)
    assert added.headline == "They now sell data."
    assert [(reason.rule, reason.evidence) for reason in added.reasons] == [("judge-pl", "Możemy sprzedawać")]
    assert added.reasons[0].says == "Judged by acme-plugin 1.0."
    assert not removed.judged, "what a judge does not know stays unjudged, and alerts as such"
    assert changelog.changes[0] is added, "most serious first"


def test_a_judge_may_find_that_a_change_is_nothing(install: Installer) -> None:
    changelog = judged(install, 'Judgement("cosmetic", "neutral", "Other words.", old or new, [])')
    assert not changelog.alert
    assert {change.topics for change in changelog.changes} == {("other",)}


@pytest.mark.parametrize(
    ("body", "says"),
    sampled(
        [
            ('Judgement("critical", "weakens", "Sold.", "We sell")', "gave evidence that is not in the text"),
            ('Judgement("critical", "weakens", "Sold.", " ")', "gave evidence that is not in the text"),
            ('Judgement("critical", "weakens", " ", old or new)', "gave no headline"),
            ('Judgement("none", "weakens", "Sold.", old or new)', "gave an unknown severity or direction"),
            ('Judgement("critical", "up", "Sold.", old or new)', "gave an unknown severity or direction"),
            ('Judgement("critical", "weakens", "Sold.", old or new, "sale")', "gave topics that are not a list of names"),
            ('Judgement("critical", "weakens", "Sold.", old or new, [3])', "gave topics that are not a list of names"),
            ('Judgement("critical", "weakens", "Sold.", old or new, None)', "gave topics that are not a list of names"),
            (
                'Judgement("critical", "weakens", "Sold.", old or new, (one for one in ["sale-of-data"]))',
                "gave topics that are not a list of names",
            ),
            ('Judgement(["critical"], "weakens", "Sold.", old or new)', "gave an unknown severity or direction"),
            ('Judgement("critical", {}, "Sold.", old or new)', "gave an unknown severity or direction"),
            ('Judgement("critical", "weakens", "\\x1b\\x00", old or new)', "gave no headline"),
            ('type("J", (Judgement,), {"severity": property(lambda self: 1 / 0)})("", "", "", "")', "failed: "),
            (
                'Judgement("critical", "weakens", "Sold.", type("S", (str,), {"strip": lambda self: 1 / 0})(old or new))',
                "failed: ZeroDivisionError",
            ),
            ('"critical"', "gave str instead of a Judgement"),
            ("1 / 0", "failed: ZeroDivisionError at"),
            ("exit()", "failed: SystemExit at"),
        ],
        3,
        rows=True,
    ),
)
def test_a_judge_that_is_wrong_changes_nothing_and_is_named(install: Installer, body: str, says: str) -> None:
    before, after = compare(OLD, NEW), judged(install, body)
    for old, new in zip(before.changes, after.changes, strict=True):
        assert (new.severity, new.judged, new.headline, new.reasons[0]) == (old.severity, False, old.headline, old.reasons[0])
        assert new.reasons[-1].rule == "plugin-fault"
        assert new.reasons[-1].says.startswith("The judge 'pl' of acme-plugin 1.0 ")
        assert says in new.reasons[-1].says
    assert after.alert


def test_a_headline_can_be_written_everywhere(install: Installer) -> None:
    """Half of a surrogate pair came as far as the report, where it could not be written."""
    changelog = judged(install, 'Judgement("minor", "neutral", "Sold\\ud800 \\x1b[31m \\u202eto all." + "x" * 10**6, old or new)')
    (headline,) = {change.headline for change in changelog.changes}
    assert headline.startswith("Sold [31m to all.x")
    assert headline.isprintable()
    assert len(headline.encode()) == 300


def test_a_missing_judge_is_named() -> None:
    (reason, *_) = (change.reasons[-1] for change in rejudged(registry(), compare(OLD, NEW), ("pl",)).changes)
    assert reason.says == "No installed plug-in has the judge 'pl'; `policy-monitor plugins` lists what is installed."


def test_what_the_program_judges_itself_no_plug_in_judges(install: Installer) -> None:
    install("acme-plugin", {"judges.en": "acme_en:judge"}, modules={"acme_en": MODULE.format('Judgement("cosmetic", "neutral", "x", new)')})
    old, new = "# Privacy\n\nWe never sell your data.\n", "# Privacy\n\nWe may sell your data.\n"
    assert rejudged(registry(), compare(old, new), ("en",)) == compare(old, new)


def test_the_worker_judges_as_this_process_does(install: Installer) -> None:
    body = 'Judgement("minor", "neutral", "Something.", old or new)'
    judged(install, body)
    documents: list[Any] = [Document(text, language="pl") for text in (OLD, NEW)]
    analysis = InWorker(JobLimits(cpu=20, seconds=60, memory=256))
    found = analysis.compare(*documents, judges=["pl"])
    assert found == InProcess().compare(*documents, judges=["pl"])
    assert {change.severity for change in found.changes} == {Severity.MINOR}
    assert analysis.compare(*documents) == compare_documents(*documents)
