"""The PDF of an audit pack: a title page, a table of all policies, and what happened to each of them, week by week."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace
from fpdf.line_break import TextLine

from monitor.export.audit import tables
from monitor.export.audit.fonts import PageFonts, is_complex
from monitor.export.audit.report import AuditedPolicy, AuditedVersion, AuditReport, CheckOutcome, LoggedRoot, WeekStanding
from monitor.export.audit.wording import how_to_verify, limits, period, scope, totals
from monitor.model import Change
from monitor.present.inert import clip
from monitor.present.phrases import day, headline, minute, plural, policy_title, section
from monitor.present.reviews import shown_review

MOST_CHANGES, MOST_ROOTS, STATEMENT = 12, 60, 420
"""Of one version, and of the period: the others are counted, and the ZIP has them. Characters of a quoted statement."""
_CELL = 700
"""Characters of a cell: a row must fit on a page."""
_GREY, _RULE, _ALARM, _HEAD = (95, 95, 95), (205, 205, 205), (176, 0, 32), (238, 240, 243)
_SMALL, _NORMAL = 8.0, 9.5
_FOLDED = (WeekStanding.BEFORE, WeekStanding.UNLOGGED, WeekStanding.NOT_WATCHED)
"""Consecutive weeks with nothing to report share a row. Quiet ones and gaps never do."""
_SEVERE = {"critical": _ALARM, "material": (150, 80, 0)}


class _Pages(FPDF):
    """A4 with a line at the foot of each page."""

    foot = ""

    def _render_styled_text_line(self, text_line: TextLine, h: float | None = None, *args: Any, **options: Any) -> bool:
        """Names the font on the page before a line that may begin with a sign of another one.

        fpdf2 2.8.9 names it within the line's own brackets (q … Q) instead, and takes it as named for the next line, which is then set in
        the font before: after a bold cell, "vendor-18" below a Thai name came out as "gdHsec,AP".
        """
        broke = self._perform_page_break_if_need_be(h if h is not None else text_line.height)
        if self.current_font is not None and not self.current_font_is_set_on_page:
            self._out(self._set_font_for_page(self.current_font, self.font_size_pt))
        return bool(super()._render_styled_text_line(text_line, h, *args, **options)) or broke

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font("text", size=7)
        self.set_text_color(*_GREY)
        self.cell(0, 5, self.foot)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")
        self.set_text_color(0)


class AuditDocument:
    """Lays out one report.

    Args:
        report: what it says.
        further: TrueType files for scripts that the fonts of the document lack.

    Attributes:
        missing: the scripts of which something could not be shown.
    """

    def __init__(self, report: AuditReport, further: Sequence[Path] = ()) -> None:
        self._report = report
        self._pdf = _Pages(format="A4")
        self._pdf.alias_nb_pages()
        self._pdf.set_creation_date(report.root_at_end.at if report.root_at_end else report.start)
        self._pdf.set_title(f"Audit pack, {period(report)}")
        self._pdf.set_author("policy-monitor")
        self._pdf.set_lang("en")
        self._pdf.set_margins(17, 16)
        self._pdf.set_auto_page_break(True, margin=18)
        self._fonts = PageFonts(self._pdf, further)
        self._pdf.foot = f"Audit pack, {period(report)}"
        self.missing = self._fonts.missing

    def write(self) -> bytes:
        """The document, once; the same bytes for the same report and fonts."""
        try:
            self._pdf.add_page()
            self._title_page()
            self._pdf.add_page()
            self._all_policies()
            for one in self._report.policies:
                self._policy(one)
            self._roots()
            return bytes(self._pdf.output())
        finally:
            self._fonts.close()

    # --- parts -------------------------------------------------------------------------------------------------------

    def _title_page(self) -> None:
        report = self._report
        self._pdf.ln(16)
        self._line("Audit pack", size=26, bold=True)
        self._line(period(report), size=14)
        self._pdf.ln(4)
        now = report.root_now
        rows = [
            ("Scope", scope(report)),
            ("Program", f"policy-monitor {report.program}, engine {report.engine}, reader {report.reader}"),
            ("Record", f"{plural(now.lines, 'line')} in all ledgers, logged {minute(now.at)}" if now else "Nothing is stored."),
            ("Root before", _root(report.root_before)),
            ("Root at the end", _root(report.root_at_end)),
            ("Root now", _root(now)),
        ]
        self._table((), rows, (28, 148))
        self._heading("In this period", 2)
        for says in totals(report):
            self._bullet(says)
        self._heading("What it shows, and what it does not", 2)
        for says in limits(report, sorted(self._missing())):
            self._bullet(says)
        self._heading("How to verify it", 2)
        for says, command in how_to_verify(report):
            self._paragraph(says)
            if command:
                self._code(command)

    def _missing(self) -> set[str]:
        """The scripts that will be missing: known before the title page is made, so that it can say so."""
        for row in (
            *tables.policies(self._report),
            *tables.versions(self._report),
            *tables.changes(self._report),
            *tables.reviews(self._report),
        ):  # a second reader's words are among those of the versions
            for value in row.values():
                if isinstance(value, str):
                    self._fonts.shown(clip(value, STATEMENT))
        return self._fonts.missing

    def _all_policies(self) -> None:
        self._heading("All policies", 1)
        if not self._report.policies:
            self._paragraph("No policies are in scope.")
            return
        rows = []
        for one in self._report.policies:
            gaps = one.weeks_that_were(WeekStanding.GAP)
            severe = [version.severity.value for version in one.versions if version.due]
            rows.append(
                (
                    f"{policy_title(one.policy)}\n{one.policy.id}",
                    f"{one.count(CheckOutcome.ANSWERED)} of {len(one.checks)}",
                    str(gaps or "none"),
                    str(len(one.versions) or "none"),
                    f"{len(severe)}" if severe else "none",
                    f"{one.unreviewed} open" if one.unreviewed else ("all" if severe else "none due"),
                )
            )
        self._table(
            ("Policy", "Checks answered", "Weeks with gap", "Versions", "Due for review", "Reviewed"),
            rows,
            (66, 24, 21, 19, 22, 24),
            alarm={2: lambda gaps: gaps != "none", 5: lambda state: state.endswith("open")},
        )

    def _policy(self, one: AuditedPolicy) -> None:
        pdf = self._pdf
        # A heading with the beginning of its table below it, or on the next page.
        if pdf.will_page_break(75):
            pdf.add_page()
        else:
            pdf.ln(5)
        self._heading(policy_title(one.policy), 1)
        facts = [("Id", one.policy.id), ("Address", " ".join(one.policy.urls) or "none")]
        facts += [("Tags", ", ".join(one.policy.tags))] if one.policy.tags else []
        facts += [("Tracked since", minute(one.tracked_since) if one.tracked_since else "nothing is stored")]
        before, after = one.in_force_before, tables.in_force_at_end(one)
        facts += [
            ("At the start", f"text {before.version.sha256}, captured {minute(before.version.captured_at)}" if before else "no version")
        ]
        facts += [
            ("At the end", "the same text" if before and after == before.version.sha256 else f"text {after}" if after else "no version")
        ]
        facts += [("Fault", one.fault)] if one.fault else []
        self._table((), facts, (28, 148))
        self._weeks(one)
        if one.versions:
            self._heading("Versions and what they changed", 2)
            for version in one.versions:
                self._version(version)
        self._reviews(one)
        if one.rejected:
            self._heading("Captures that did not become a version", 2)
            rows = [(minute(r.captured_at), r.verdict.standing.value, r.verdict.reason or "", r.verdict.says or "") for r in one.rejected]
            self._table(("Captured", "State", "Reason", ""), rows, (40, 22, 28, 86))

    def _weeks(self, one: AuditedPolicy) -> None:
        self._heading("Week by week", 2)
        rows = []
        for says, found in groupby(one.weeks, key=lambda week: week.says if week.standing in _FOLDED else week.start):
            week, *others = found
            if others:
                # Years before a policy was tracked would be as many pages.
                rows.append((f"{day(week.start)} – {day(others[-1].start)}", "", "", "", f"{says} ({plural(len(others) + 1, 'week')})"))
                continue
            severity = week.severity.value if week.versions else ""
            when = f"{day(week.start)}{'' if week.over else ' (not over)'}"
            rows.append((when, str(week.answered), str(week.no_policy + week.failed), severity, week.says))
        loud = {4: lambda says: says.startswith(("GAP", "No successful"))}
        self._table(("Week of", "Answered", "Failed", "Severity", ""), rows, (38, 17, 15, 19, 87), alarm=loud)

    def _version(self, version: AuditedVersion) -> None:
        pdf, entry = self._pdf, version.entry
        if pdf.will_page_break(24):
            pdf.add_page()
        pdf.ln(1.5)
        colour = _SEVERE.get(version.severity.value, (0, 0, 0))
        first = entry.changelog is None
        self._line(
            f"{minute(entry.version.captured_at)} - {'first version' if first else version.severity.value}", bold=True, colour=colour
        )
        if entry.changelog:  # of a first version, the line above says all
            self._paragraph(clip(tables.version_headline(version), STATEMENT))
        self._paragraph(_state(version), colour=_ALARM if version.due and not version.reviews else (0, 0, 0))
        if version.verdict_changed:
            self._paragraph(version.verdict_changed, colour=_ALARM)
        if second := tables.second_reader_line(version):
            self._paragraph(clip(second, STATEMENT))
        where = entry.version.archive_url or entry.version.url
        self._small(f"Text {entry.version.sha256}; capture {entry.version.snapshot_sha256}; {entry.version.source}; {where}")
        changes = entry.changelog.changes if entry.changelog else ()
        rows = [(change.severity.value, _told(change), _words(change)) for change in changes[:MOST_CHANGES]]
        if rows:
            self._table(("Severity", "Verdict", "Words"), rows, (18, 68, 90), size=7.5)
        if len(changes) > MOST_CHANGES:
            self._small(f"{plural(len(changes) - MOST_CHANGES, 'further change')}: tables/changes.csv has all of them.")

    def _reviews(self, one: AuditedPolicy) -> None:
        if not one.reviews:
            return
        self._heading("Reviews", 2)
        rows = []
        for given in one.reviews:
            review = given.review
            known = "" if given.version_known else " (no longer a version)"
            said = " ".join(filter(None, (review.note, given.verdict_changed)))
            rows.append(
                (f"{minute(review.captured_at)}{known}", review.state.value, review.by, minute(review.given_at), clip(said, STATEMENT))
            )
        self._table(("Change of", "Decision", "By", "At", "Note"), rows, (38, 20, 28, 38, 52))

    def _roots(self) -> None:
        logged = list(tables.roots(self._report))
        if not logged:
            return
        self._pdf.add_page()
        self._heading("Roots over all ledgers", 1)
        self._paragraph(
            "Each is the Merkle tree hash (RFC 6962) over the ends of all ledgers at that time; mails and pages of that time have it."
        )
        # Each cycle that recorded something logged one: thousands in a year.
        shown = logged if len(logged) <= MOST_ROOTS else [*logged[: MOST_ROOTS // 2], *logged[-MOST_ROOTS // 2 :]]
        self._table(("Logged", "Lines", "Root"), [(row["at"], f"{row['lines']:,}", row["root"]) for row in shown], (38, 16, 122))
        if len(shown) < len(logged):
            self._small(f"The first and the last {MOST_ROOTS // 2} of {len(logged):,}; tables/roots.csv has all of them.")

    # --- what they are made of ---------------------------------------------------------------------------------------

    def _heading(self, text: str, level: int) -> None:
        pdf = self._pdf
        if pdf.will_page_break(20):
            pdf.add_page()
        pdf.ln(2.5 if level == 2 else 0)
        if level == 1:
            # Outlines take plain text only: what the fonts lack, the reader's own may have.
            pdf.start_section(text, level=0)
        self._line(text, size=15 if level == 1 else 11, bold=True)
        pdf.ln(1)

    def _line(self, text: str, *, size: float = _NORMAL, bold: bool = False, colour: tuple[int, int, int] = (0, 0, 0)) -> None:
        self._write(text, size=size, bold=bold, colour=colour)

    def _paragraph(self, text: str, *, colour: tuple[int, int, int] = (0, 0, 0)) -> None:
        self._write(text, colour=colour)
        self._pdf.ln(0.8)

    def _bullet(self, text: str) -> None:
        self._pdf.set_x(self._pdf.l_margin + 2)
        self._write(f"• {text}")
        self._pdf.ln(0.8)

    def _small(self, text: str) -> None:
        self._write(text, size=7, colour=_GREY)
        self._pdf.ln(0.8)

    def _code(self, text: str) -> None:
        self._pdf.set_fill_color(*_HEAD)
        self._write(text, size=8.5, fill=True)
        # Cells of tables would take it over.
        self._pdf.set_fill_color(255)
        self._pdf.ln(1.6)

    def _write(
        self, text: str, *, size: float = _NORMAL, bold: bool = False, colour: tuple[int, int, int] = (0, 0, 0), fill: bool = False
    ) -> None:
        pdf = self._pdf
        pdf.set_font("text", "B" if bold else "", size)
        pdf.set_text_color(*colour)
        shown = self._fonts.shown(text)
        pdf.set_text_shaping(is_complex(shown))
        pdf.multi_cell(0, size * 0.49, shown, align="L", fill=fill, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.set_text_color(0)

    def _table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        *,
        size: float = _SMALL,
        alarm: Mapping[int, Callable[[str], bool]] = MappingProxyType({}),
    ) -> None:
        """A table whose head is repeated on each page.

        Args:
            head: of the columns; empty for a list of names and values.
            rows: the cells, as text.
            widths: of the columns, in millimetres.
            size: of the letters.
            alarm: column → whether a cell of it stands out.
        """
        pdf = self._pdf
        pdf.set_font("text", size=size)
        pdf.set_draw_color(*_RULE)
        shown = [[self._fonts.shown(clip(text, _CELL)) for text in cells] for cells in rows]
        pdf.set_text_shaping(any(is_complex(text) for cells in shown for text in cells))
        plain, bold, loud = FontFace(), FontFace(emphasis="B"), FontFace(emphasis="B", color=_ALARM)
        with pdf.table(
            col_widths=tuple(widths), width=sum(widths), align="L", text_align="L", v_align="T", line_height=size * 0.47,
            padding=(0.7, 1.2), borders_layout=TableBordersLayout.HORIZONTAL_LINES, first_row_as_headings=bool(head),
            headings_style=FontFace(emphasis="B", fill_color=_HEAD),
        ) as table:  # fmt: skip
            if head:
                table.row(list(head))
            for cells in shown:
                row = table.row()
                for column, text in enumerate(cells):
                    stands_out = column in alarm and alarm[column](text)
                    style = loud if stands_out else bold if not head and column == 0 else plain
                    row.cell(text, style=style)
        pdf.ln(1.5)


# --- words -----------------------------------------------------------------------------------------------------------


def _root(root: LoggedRoot | None) -> str:
    return f"{root.root}\nlogged {minute(root.at)}" if root else "none"


def _state(version: AuditedVersion) -> str:
    """Who decided what about a version."""
    if version.reviews:
        return f"{shown_review(version.reviews, None).says}."
    if version.due:
        return "Not reviewed."
    if version.entry.changelog is None:
        return "No review is due: there is no earlier version to compare it with."
    return "No review is due: it does not alert under the settings of this policy."


def _told(change: Change) -> str:
    side = change.new or change.old
    where = f" In “{clip(section(side), 90)}”." if side and side.section else ""
    judged = change.direction.value if change.judged else "not judged"
    return clip(f"{headline(change)} ({change.kind.value}; {judged}).{where}", STATEMENT)


def _words(change: Change) -> str:
    """Both wordings, cut: the ZIP has them whole."""
    sides = [(name, side.text) for name, side in (("Before", change.old), ("After", change.new)) if side]
    each = STATEMENT // max(1, len(sides))
    return "\n".join(f"{name}: {clip(' '.join(text.split()), each)}" for name, text in sides)
