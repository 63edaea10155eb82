"""The HTML of three kinds of pages: a changelog between two versions, a policy with all its versions, and the overview of all policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from types import MappingProxyType

from monitor.model import Changelog, History, HistoryEntry, Policy, Provenance, Severity, Version
from monitor.present import phrases
from monitor.present.provenance import came_from
from monitor.present.reviews import ShownReview
from monitor.render.beside import NOTHING_BESIDE, Beside
from monitor.render.cards import cards
from monitor.render.context import in_context
from monitor.render.evidence import ShownEvidence
from monitor.render.html import render
from monitor.render.overview import OverviewPage, pages_of, tags_of
from monitor.render.redline import redline
from monitor.render.reviewed import open_changes, shown_reviews
from monitor.render.rows import FoldedRows, VersionRow, events, stretches, switches, told
from monitor.render.timeline_svg import Sparkline, sparkline, timeline
from monitor.render.version_pages import VersionPage, VersionPages, version_pages, year_of

# A live policy that was last checked longer ago is shown as overdue: twelve checks missed at the default schedule of six hours.
_OVERDUE = timedelta(days=3)
# A page that alternates every day would fill its own page; `log` has all.
_WAYS_SHOWN = 20
_MATERIAL = ("critical", "material")


# --- a changelog -----------------------------------------------------------------------------------------------------


def changelog_page(
    policy: Policy,
    before: Version,
    entry: HistoryEntry,
    old: VersionRow,
    new: VersionRow,
    *,
    following: str | None,
    fingerprint: str,
    beside: Beside = NOTHING_BESIDE,
) -> str:
    """The page of two versions: the three things to know, the other material changes, the rest, then the document as a redline.

    Args:
        policy: whose versions they are.
        before: the old version.
        entry: the new version with its changelog against the old one.
        old: the old version's row.
        new: the new version's row.
        following: the file name of the next changelog page, or None.
        fingerprint: digest of everything that the page is made of; stored in the page.
        beside: what else is shown of it.
    """
    changelog = entry.changelog or Changelog(())
    shown = cards(changelog, old, new)
    lesser = [s for s in phrases.SEVERITIES if s.rank < Severity.MATERIAL.rank]
    folded = [(s.value, found) for s in lesser if (found := [c for c in shown if c.change.severity is s])]
    whole = redline(changelog, before.document.text, entry.version.document.text)
    chunks = in_context(whole)
    placed = {change for chunk in whole for line in chunk for side, change in line.starts if side == "at"}
    material = [c for c in shown if c.change.material]
    gaps = any(line.state == "gap" for chunk in chunks for line in chunk)
    return render(
        "changelog.html.j2", first=material[: phrases.FIRST], policy=policy, old=old, new=new, following=following, fingerprint=fingerprint,
        changelog=changelog, headline=new.says, counts=phrases.change_counts(changelog.counts), material=material[phrases.FIRST :],
        folded=folded, chunks=chunks, gaps=gaps, placed=placed, by_id={place.change.id: c for c in shown for place in c.places or (c,)},
        review=beside.review, second=beside.second, evidence=beside.evidence,
    )  # fmt: skip


# --- a policy --------------------------------------------------------------------------------------------------------


def policy_page(
    history: History,
    rows: tuple[VersionRow, ...],
    listed: VersionPages | None = None,
    reviews: Mapping[str, ShownReview] = MappingProxyType({}),
    evidence: Mapping[str, tuple[ShownEvidence, ...]] = MappingProxyType({}),
    *,
    statements: bool = False,
) -> str:
    """The page of one policy: timeline, versions by year, rejected snapshots. It does not depend on the time of rendering.

    `statements`: whether there is a page of what the policy says now.
    """
    listed = listed or version_pages(rows)
    rejected = sorted(history.rejected, key=lambda r: r.captured_at, reverse=True)
    return render(
        "policy.html.j2", policy=history.policy, rows=rows, years=by_year(listed.first), earlier=listed.pages,
        first_on=listed.page_of_first, rejected=rejected,
        material=sum(row.severity in _MATERIAL for row in events(rows)), switched=len(switches(rows)),
        picture=timeline(rows, history.rejected), failure=failure(history),
        provenances=_told(history.provenances), statements=statements, reviews=reviews, evidence=evidence,
        # Whether others are reviewed is not asked: each first review would change the pages of all policies.
        unreviewed=open_changes(history, rows) if history.reviews else 0,
    )  # fmt: skip


def year_page(
    policy: Policy,
    page: VersionPage,
    newest: VersionRow,
    reviews: Mapping[str, ShownReview] = MappingProxyType({}),
    evidence: Mapping[str, tuple[ShownEvidence, ...]] = MappingProxyType({}),
) -> str:
    """The page of versions of one year that the policy's page has no room for."""
    years = by_year(page.rows)
    return render("year.html.j2", policy=policy, page=page, years=years, rows=(newest,), reviews=reviews, evidence=evidence)


def by_year(shown: Sequence[VersionRow | FoldedRows]) -> list[tuple[int, list[VersionRow | FoldedRows]]]:
    """Rows, oldest first, by year, newest first."""
    return [(year, list(found)) for year, found in groupby(reversed(shown), key=year_of)]


def _told(provenances: Sequence[Provenance]) -> list[tuple[Provenance, str]]:
    """Where the page came from, newest first, in words; nothing when every address has always answered itself."""
    if not any(one.redirects for one in provenances):
        return []
    return [(one, came_from(one.url, one.redirects)) for one in reversed(provenances[-_WAYS_SHOWN:])]


def failure(history: History) -> str | None:
    """Why the last check failed, or None if it succeeded."""
    if history.last_failure is None or (history.last_success is not None and history.last_success >= history.last_failure):
        return None
    return history.failure or "The last check failed."


# --- the overview ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PolicySummary:
    """One policy on the overview."""

    policy: Policy
    latest: VersionRow | None
    material: VersionRow | None
    """The last version with a critical or material change, unless that is the latest one."""
    versions: int
    rejected: int
    spark: Sparkline | None
    checked: datetime | None
    failure: str | None
    failed_at: datetime | None
    overdue: str | None
    review: ShownReview | None = None
    """Of the latest change."""
    unreviewed: int = 0
    """Changes that alerted and that nobody has reviewed."""
    alternates: str = ""
    """That the page goes back and forth between known texts, in one sentence; empty where it does not, or no longer does."""

    @property
    def latest_severity(self) -> str:
        """Of the latest change; "none" before the first change."""
        return self.latest.severity if self.latest and self.latest.page else "none"


def summary(history: History, rows: tuple[VersionRow, ...], now: datetime) -> PolicySummary:
    """What the overview shows of one policy."""
    # A page that alternates has a new version at each check; what it last changed is what counts.
    changed = events(rows)
    latest = changed[-1] if changed else None
    material = next((r for r in reversed(changed) if r.severity in _MATERIAL), None)
    return PolicySummary(
        policy=history.policy, latest=latest, material=material if material is not latest else None, versions=len(rows),
        rejected=len(history.rejected), spark=sparkline(rows), checked=history.last_success, failure=failure(history),
        failed_at=history.last_failure, overdue=_overdue(history, now),
        review=shown_reviews(history, rows).get(latest.digest) if latest else None,
        unreviewed=open_changes(history, rows), alternates=_alternates(rows),
    )  # fmt: skip


def _alternates(rows: tuple[VersionRow, ...]) -> str:
    found = stretches(rows)
    return told(found[-1]) if found and found[-1].last == len(rows) - 1 else ""


def _overdue(history: History, now: datetime) -> str | None:
    if not history.policy.live or history.last_success is None or now - history.last_success < _OVERDUE:
        return None
    # Whole days: hours would change the page on every run.
    return f"not checked for {phrases.plural((now - history.last_success).days, 'day')}"


def overview_page(
    summaries: Sequence[PolicySummary],
    attention: Sequence[str] = (),
    root: str | None = None,
    *,
    page: OverviewPage | None = None,
    topics: bool = False,
) -> str:
    """A page of the overview of all policies: what nobody reviewed, then what matters this week first, see monitor.render.overview.

    Args:
        summaries: one for each policy, on whatever page.
        attention: what is wrong with the monitoring itself, shown above the policies.
        root: the root over all ledgers, shown at the foot.
        page: which of them the page shows; the first page without it.
        topics: whether there are pages of topics.
    """
    page = page or pages_of(summaries)[0]
    return render(
        "overview.html.j2", page=page, summaries=page.shown, tally=_tally(page.shown), lede=_lede(_tally(summaries)), attention=attention,
        root=root, tags=tags_of(page.shown), topics=topics,
    )  # fmt: skip


def _tally(summaries: Sequence[PolicySummary]) -> dict[str, int]:
    return {
        "all": len(summaries), "critical": sum(s.latest_severity == "critical" for s in summaries),
        "material": sum(s.latest_severity in _MATERIAL for s in summaries),
        "failing": sum(bool(s.failure or s.overdue) for s in summaries), "open": sum(s.unreviewed > 0 for s in summaries),
    }  # fmt: skip


def _lede(tally: Mapping[str, int]) -> str:
    """5 policies tracked. The latest change is critical for 2 and material for 1 of them. 1 could not be checked."""
    critical, material = tally["critical"], tally["material"] - tally["critical"]
    grades = [
        f"{name} for {'all' if number == tally['all'] else f'{number:,}'}"
        for name, number in (("critical", critical), ("material", material))
        if number
    ]
    if not grades:
        latest = "No latest change is material."
    elif tally["all"] == 1:
        latest = f"Its latest change is {'critical' if critical else 'material'}."
    else:
        latest = f"The latest change is {phrases.joined(grades)} of them."
    failing = f"{tally['failing']:,} could not be checked." if tally["failing"] else ""
    return " ".join(part for part in (f"{phrases.plural(tally['all'], 'policy', 'policies')} tracked.", latest, failing) if part)
