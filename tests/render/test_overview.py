"""The order of policies on the overview, its pages, and the files beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from monitor.model import Policy
from monitor.render import overview
from monitor.render.pages import PolicySummary, overview_page, summary
from monitor.render.site import render_overview

from . import sample
from .reading import rows_of


def changed(name: str, severity: str, days_ago: float, **fields: object) -> PolicySummary:
    """A policy whose latest change has that severity and age."""
    moment = sample.NOW - timedelta(days=days_ago)
    row = replace(rows_of(sample.larkspur())[-1], severity=severity, captured_at=moment, counts={severity: 1})
    history = replace(sample.larkspur(), policy=Policy(name, name), last_success=sample.NOW)
    return replace(summary(history, (row,), sample.NOW), latest=replace(row, **fields))  # type: ignore[arg-type]


def order(*shown: PolicySummary, now: datetime | None = sample.NOW) -> list[str]:
    return [one.policy.id for one in overview.arranged(shown, now)]


def test_what_matters_this_week_comes_first_by_weight_whatever_changed_last() -> None:
    minor, material, critical = changed("minor", "minor", 0), changed("material", "material", 1), changed("critical", "critical", 6)
    old = changed("old", "critical", 8)
    assert order(minor, old, material, critical) == ["critical", "material", "minor", "old"]
    assert order(minor, old, material, critical, now=None) == ["minor", "material", "critical", "old"]


def test_of_two_critical_changes_the_one_with_more_of_them_comes_first() -> None:
    one, many = changed("one", "critical", 0), changed("many", "critical", 3, counts={"critical": 4})
    assert order(one, many) == ["many", "one"]


def test_changes_of_one_run_are_in_order_of_weight() -> None:
    first, later = changed("material", "material", 20.01), changed("minor", "minor", 20.005)
    assert order(later, first) == ["material", "minor"]


def test_what_could_not_be_checked_follows_this_weeks_changes_and_precedes_the_rest() -> None:
    failed = replace(changed("failed", "minor", 900), failure="It broke.")
    overdue = replace(changed("overdue", "minor", 901), overdue="not checked for 9 days")
    assert order(changed("minor", "minor", 0), overdue, failed, changed("now", "material", 1)) == ["now", "failed", "overdue", "minor"]


def test_equals_and_empty_policies_have_an_order_that_two_runs_share() -> None:
    shown = [summary(replace(sample.larkspur(), policy=Policy(name, name), entries=()), (), sample.NOW) for name in "abc"]
    assert order(*shown) == order(*reversed(shown))


def test_what_nobody_reviewed_leads_whatever_its_age_and_among_it_this_week_first() -> None:
    old = replace(changed("old", "material", 900), unreviewed=2)
    fresh = replace(changed("fresh", "material", 1), unreviewed=1)
    seen = changed("seen", "critical", 0)
    assert order(seen, old, fresh, changed("quiet", "minor", 0)) == ["fresh", "old", "seen", "quiet"]


def test_the_line_below_what_leads_stands_below_unreviewed_changes_too() -> None:
    shown = [replace(changed("old", "material", 900), unreviewed=2), changed("now", "critical", 1), changed("quiet", "minor", 0)]
    (page,) = overview.pages_of(shown, sample.NOW)
    assert [one.policy.id for one in page.shown] == ["old", "now", "quiet"]
    assert page.this_week == 2


def test_a_week_is_seven_days() -> None:
    assert overview.is_this_weeks(changed("a", "material", 7), sample.NOW)
    assert not overview.is_this_weeks(changed("a", "material", 7.01), sample.NOW)
    assert not overview.is_this_weeks(changed("a", "minor", 0), sample.NOW)
    assert not overview.is_this_weeks(changed("a", "critical", 0), None)


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (1, 1), (200, 1), (201, 2), (5000, 25)])
def test_many_policies_are_spread_over_pages(number: int, pages: int) -> None:
    one = changed("a", "minor", 1)
    found = overview.pages_of([one] * number, sample.NOW)
    assert [page.number for page in found] == list(range(1, pages + 1))
    assert sum(len(page.shown) for page in found) == number
    assert found[0].name == "index.html"
    assert [name for _, name, _ in found[-1].neighbours] == ([overview.page_name(pages - 1)] if pages > 1 else [])


def test_a_page_of_many_policies_stays_below_400_kb_and_names_its_neighbours() -> None:
    row = rows_of(sample.larkspur())[-1]
    long = replace(changed("a" * 40, "critical", 1), latest=replace(row, says="Twenty words about data " * 20), material=row)
    shown = [replace(long, policy=replace(long.policy, name=f"Vendor of services {n}", tags=("payments", "eu"))) for n in range(600)]
    pages = overview.pages_of(shown, sample.NOW)
    texts = [overview_page(shown, page=page) for page in pages]
    assert max(len(text.encode()) for text in texts) < 400_000
    assert "600 policies tracked." in texts[1]
    assert 'rel="prev" href="index.html"' in texts[1]
    assert 'rel="next" href="index-3.html"' in texts[1]
    assert "Show on this page" in texts[1]


def test_pages_that_are_no_longer_needed_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "PER_PAGE", 2)
    shown = [replace(sample.larkspur(), policy=replace(sample.LARKSPUR, id=f"p{n}")) for n in range(5)]
    render_overview(shown, tmp_path, now=sample.NOW)
    (tmp_path / "index-old.html").write_text("a user's own file")
    assert {path.name for path in tmp_path.glob("index*.html")} == {"index.html", "index-2.html", "index-3.html", "index-old.html"}
    render_overview(shown[:2], tmp_path, now=sample.NOW)
    assert {path.name for path in tmp_path.glob("index*.html")} == {"index.html", "index-old.html"}


def test_tags_are_listed_once_and_shown_with_their_policies() -> None:
    one, two = changed("a", "minor", 1), changed("b", "minor", 1)
    each = ((one, ("payments", "EU")), (two, ("EU", "<b>")))
    tagged = [replace(shown, policy=replace(shown.policy, tags=tags)) for shown, tags in each]
    assert overview.tags_of(tagged) == ["<b>", "EU", "payments"]
    page = overview_page(tagged)
    assert '<span class="topic">payments</span>' in page
    assert "<option>&lt;b&gt;</option>" in page
    assert 'id="tag"' not in overview_page([one])


def test_the_script_is_a_file_of_its_own(tmp_path: Path) -> None:
    page = render_overview([sample.larkspur()], tmp_path, now=sample.NOW).read_text(encoding="utf-8")
    assert "script-src 'self'" in unescape(page)
    assert page.count("<script") == page.count('<script src="overview.js" defer></script>') == 1
    assert (tmp_path / "overview.js").read_text(encoding="utf-8") == overview.script()


def test_a_version_without_material_changes_is_named_by_its_changes_and_the_last_material_one_stands_below() -> None:
    one = sample.larkspur()
    rows = rows_of(one)
    lesser = replace(rows[-1], severity="minor", says="The postal address changed (and 2 more).", captured_at=sample.NOW)
    page = overview_page([summary(one, (*rows[:-1], rows[-1], lesser), sample.NOW)])
    assert "Nothing of substance" not in page
    assert page.index("The postal address changed (and 2 more).") < page.index("Last material change,")


def test_hostile_names_and_tags_are_text() -> None:
    one = changed("a", "critical", 1)
    names = {"name": "</a><script>x</script>", "document": '"><img src=x>', "tags": ("</option><b>", '" onclick="x')}
    page = overview_page([replace(one, policy=replace(one.policy, **names))])
    assert "<script>x" not in page
    assert "<img" not in page
    assert "</option><b>" not in page


def test_the_order_of_many_policies_is_the_same_whatever_order_they_come_in() -> None:
    shown = [changed(f"p{n}", ("critical", "material", "minor", "cosmetic", "none")[n % 5], n / 3) for n in range(60)]
    forwards = order(*shown)
    assert forwards == order(*reversed(shown))
    assert len(set(forwards)) == 60
    # Those of this week are the first, and none of them is lighter than material.
    heavy = sum(overview.is_this_weeks(one, sample.NOW) for one in shown)
    by_name = {one.policy.id: one for one in shown}
    assert 0 < heavy < 60
    assert all(by_name[name].latest_severity in ("critical", "material") for name in forwards[:heavy])
    page = overview.pages_of(shown, sample.NOW)[0]
    assert page.this_week == heavy
    assert overview_page(shown, page=page).count(' week-ends"') == 1
