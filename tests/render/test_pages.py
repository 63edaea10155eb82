from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest

from monitor.model import History, HistoryEntry, Policy, Provenance, Redirect
from monitor.render.pages import _lede, changelog_page, failure, overview_page, policy_page, summary
from monitor.render.site import render_overview, render_policy

from . import sample
from .reading import alternating, rows_of, text_of

PAIR = "larkspur/20140611042315--20161229042315.html"


def test_the_changelog_leads_with_what_matters(site: Path) -> None:
    says = text_of(site / PAIR)
    order = (
        "Dropped: the limit",
        "Three things to know",
        "3. Sharing",
        "Larkspur Post does NOT share, sell",
        "promise-withdrawn",
        "Other changes",
        "Full document",
    )
    assert [says.index(part) for part in order] == sorted(says.index(part) for part in order)
    assert "gone by 29 December 2016" in says
    assert "deleted on" not in says


def test_the_overview_shows_every_policy_its_state_and_its_failures(site: Path) -> None:
    says = text_of(site / "index.html")
    for part in (
        "5 policies tracked. The latest change is critical for 2",
        "Larkspur Post",
        "Tern & Söhne",
        "Check failed:",
        "(2 March 2026, 06:00 UTC)",
        "403 (Forbidden)",
        "No versions recorded yet",
        "2 snapshots rejected",
    ):
        assert part in says


def test_a_page_says_where_it_came_from_unless_it_always_answered_itself(tmp_path: Path) -> None:
    one, url = sample.larkspur(), "https://www.larkspur-post.example/privacy"
    ways = [
        Provenance(url, sample.at("2018-05-01"), ()),
        Provenance(url, sample.at("2019-05-01"), (Redirect("http://birch.example/<b>", 302),)),
    ]
    for known, shown in ((ways, True), (ways[:1], False), (ways * 50, True)):
        render_policy(replace(one, provenances=known), tmp_path, now=sample.NOW)
        says = text_of(tmp_path / "larkspur/index.html")
        assert ("http://birch.example/<b>, after a redirect (another host: birch.example; not encrypted" in says) is shown
        assert says.count("birch.example/<b>, after") <= 10


def test_the_overview_says_first_what_is_wrong_with_the_monitoring_itself(tmp_path: Path) -> None:
    attention = ["reports: <b>no space left</b>", "alerts: email:a@reader.example did not accept 1 message: 451 try again later"]
    page = render_overview([sample.larkspur()], tmp_path, now=sample.NOW, attention=attention)
    says = text_of(page)
    assert says.count("The monitoring needs attention.") == 2
    assert says.index("reports: <b>no space left</b>") < says.index("did not accept 1 message") < says.index("Show")
    assert "needs attention" not in text_of(render_overview([sample.larkspur()], tmp_path, now=sample.NOW))


def test_a_policy_that_is_overdue_or_never_checked_is_shown_as_such(tmp_path: Path) -> None:
    late = replace(sample.larkspur(), last_success=sample.at("2026-02-20"))
    never = History(Policy("never", "Never"), (), last_failure=sample.NOW)
    archived = History(Policy("archived", "Archived", live=False), ())
    says = text_of(render_overview([late, never, archived], tmp_path, now=sample.NOW))
    assert "Overdue: not checked for 10 days" in says
    assert "Never checked successfully" in says
    assert "The last check failed." in says
    assert "Archives only" in says


def test_a_return_to_an_earlier_text_and_an_empty_changelog_are_shown(tmp_path: Path) -> None:
    one = sample.larkspur()
    again = replace(one.entries[1].version, captured_at=sample.at("2015-01-01"), returns_to=sample.at("2012-02-20"))
    back = replace(one, entries=(*one.entries[:2], HistoryEntry(again, sample.Changelog(()))))
    render_policy(back, tmp_path, now=sample.NOW)
    assert "Restored the text of 20 February 2012." in text_of(tmp_path / "larkspur/index.html")
    assert "identical to the version of 20 February 2012" in text_of(tmp_path / "larkspur/20120220042315--20150101042315.html")


def test_a_policy_page_lists_versions_by_year_newest_first_and_rejected_snapshots() -> None:
    one = sample.larkspur()
    says = text_of(policy_page(one, rows_of(one)))
    years = ["2024", "2021", "2018", "2016", "2014", "2012", "2010"]
    headings = [h.text for h in headings_of(policy_page(one, rows_of(one)), "h3")]
    assert headings == years
    assert "7 versions since 18 May 2010. 5 changes were material or critical." in says
    assert "Refusederror-page The server answered 503" in says
    assert "Quarantinedbot-wall" in says
    assert "Current, last captured 2 March 2026 (212 captures)" in says


def test_a_policy_without_versions_or_with_one_says_so() -> None:
    empty = History(Policy("wren", "Wren"), ())
    assert "No versions recorded yet." in text_of(policy_page(empty, ()))
    one = replace(sample.larkspur(), entries=sample.larkspur().entries[:1])
    says = text_of(policy_page(one, rows_of(one)))
    assert "1 version since 18 May 2010." in says
    assert "First version on record." in says
    assert "material" not in says.split("Timeline")[0]


def headings_of(page: str, tag: str) -> list[Any]:
    return list(html5lib.parse(page, namespaceHTMLElements=False).iter(tag))


def test_a_changelog_page_folds_lesser_changes_and_links_its_neighbours() -> None:
    one = sample.larkspur()
    rows, before, entry = rows_of(one), one.entries[2], one.entries[3]
    page = changelog_page(one.policy, before.version, entry, rows[2], rows[3], following="next.html", fingerprint="f" * 32)
    assert '<meta name="fingerprint" content="' + "f" * 32 + '">' in page
    assert f'<a rel="prev" href="{rows[2].page}">← Previous change</a>' in page
    assert '<a rel="next" href="next.html">Next change →</a>' in page
    assert page.index("to know") < page.index("Other changes") < page.index("Full document")
    folded = page[page.index("Other changes") : page.rindex("</details>")]
    assert "The postal address changed." not in page[: page.index("Other changes")]
    assert entry.changelog is not None
    for change in entry.changelog.changes:
        assert (f'id="c-{change.id}"' in folded) is not change.material


@pytest.mark.parametrize(
    ("last_failure", "failed"), [(None, None), ("2026-01-01", None), ("2026-03-02", "It broke."), ("2026-03-03", "It broke.")]
)
def test_only_a_failure_after_the_last_success_counts(last_failure: str | None, failed: str | None) -> None:
    moment = sample.at(last_failure) if last_failure else None
    one = replace(sample.larkspur(), last_success=sample.at("2026-03-01"), last_failure=moment, failure="It broke.")
    assert failure(one) == failed


@pytest.mark.parametrize(
    ("severities", "lede"),
    [
        (("critical",), "1 policy tracked. Its latest change is critical."),
        (("material",), "1 policy tracked. Its latest change is material."),
        (("minor",), "1 policy tracked. No latest change is material."),
        (("critical", "minor"), "2 policies tracked. The latest change is critical for 1 of them."),
        (("critical", "critical", "material"), "3 policies tracked. The latest change is critical for 2 and material for 1 of them."),
        (("critical", "critical"), "2 policies tracked. The latest change is critical for all of them."),
        ((), "0 policies tracked. No latest change is material."),
    ],
)
def test_the_overview_opens_with_the_state_of_all_policies(severities: tuple[str, ...], lede: str) -> None:
    row = rows_of(sample.larkspur())[-1]
    histories = [replace(sample.larkspur(), policy=replace(sample.LARKSPUR, id=f"p{n}")) for n in range(len(severities))]
    shown = [summary(one, (replace(row, severity=s),), sample.NOW) for one, s in zip(histories, severities, strict=True)]
    assert lede in text_of(overview_page(shown))


def test_thousands_are_written_as_people_write_them() -> None:
    says = _lede({"all": 5000, "critical": 1200, "material": 5000, "failing": 1100, "open": 0})
    assert (
        says
        == "5,000 policies tracked. The latest change is critical for 1,200 and material for 3,800 of them. 1,100 could not be checked."
    )


def test_a_summary_keeps_the_last_material_change_beside_a_lesser_latest_one() -> None:
    one = sample.larkspur()
    rows = rows_of(one)
    assert summary(one, rows, sample.NOW).material is None  # the latest is critical itself
    lesser = (*rows, replace(rows[-1], severity="cosmetic", captured_at=sample.at("2026-03-01")))
    shown = summary(one, lesser, sample.NOW)
    assert shown.material is rows[-1]
    assert (shown.latest_severity, shown.versions, shown.rejected) == ("cosmetic", 8, 2)
    assert summary(one, (), sample.NOW).latest_severity == "none"


def test_of_a_page_that_alternates_the_overview_shows_what_it_last_changed() -> None:
    one = sample.larkspur()
    rows = alternating(rows_of(one))
    shown = summary(one, rows, sample.NOW)
    assert shown.latest is not None
    assert shown.latest.digest == rows_of(one)[-1].digest
    assert shown.alternates.startswith("Alternates between two texts, 20 times since")
    assert shown.alternates in text_of(overview_page([shown]))


def test_switches_that_ended_with_a_change_are_not_on_the_overview() -> None:
    one = sample.larkspur()
    rows = alternating(rows_of(one))
    news = replace(rows[-1], sha256="f" * 64, returns_to=None, alert=True, captured_at=sample.at("2026-09-01"), digest="f" * 64)
    shown = summary(one, (*rows, news), sample.NOW)
    assert shown.latest is news
    assert shown.alternates == ""


def test_the_page_of_a_policy_counts_switches_by_themselves() -> None:
    one = sample.larkspur()
    says = text_of(policy_page(one, alternating(rows_of(one))))
    assert "27 versions since 18 May 2010, of which 20 only switch between known texts. 5 changes were material or critical." in says
    assert "Switch between known texts" in says
    assert "switch" not in text_of(policy_page(one, rows_of(one))).lower()
