"""What the pack says of itself."""

from __future__ import annotations

from dataclasses import replace

from monitor.export.audit import wording

from . import sample


def test_the_scope_names_what_is_left_out() -> None:
    assert wording.scope(sample.report()) == "3 policies, all that are tracked. Left out, because they are no longer tracked: oak"
    assert wording.scope(sample.report(sample.cedar(), tags=("eu", "us"), untracked=())) == "1 policy, all with the tag eu or us"
    assert wording.scope(sample.report(sample.cedar(), named=True)) == "Cedar Privacy Policy (cedar)"


def test_totals_name_gaps_and_quiet_weeks() -> None:
    said = wording.totals(sample.report())
    assert said[0] == "14 checks; 12 of them found the policy."
    assert said[1] == "1 policy has a week without any successful check: 1 in all, each marked as GAP."
    assert said[2] == "1 version; 1 change due for review, 1 reviewed."
    assert said[3].startswith("7 quiet weeks")
    assert wording.totals(sample.report(sample.birch()))[0] == "7 checks; all of them found the policy."
    failed = sample.policy("oak", [sample.check(1, sample.CheckOutcome.FAILED, "timeout")] * 3, [])
    assert wording.totals(sample.report(failed))[0] == "3 checks; none of them found the policy."
    calm = wording.totals(sample.report(sample.birch()))
    assert calm[1] == "No policy that was being watched has a week without a successful check."
    assert wording.totals(sample.report(sample.policy("birch", [], [], weeks=())))[0] == "No check is logged."


def test_a_fault_is_named() -> None:
    assert wording.totals(sample.report(replace(sample.cedar(), fault="line 3 is damaged")))[-1] == "cedar: line 3 is damaged"


def test_what_it_cannot_show_is_said() -> None:
    report = sample.report()
    assert any("the roots do not bind them" in says for says in wording.limits(report, ()))
    assert not any("logged" in says for says in wording.limits(report, ()))
    late = replace(report, checks_logged_since=sample.START + sample.DAY, unfinished_on=sample.NOW)
    said = wording.limits(late, ["Korean"])
    assert any("Checks are logged since 3 November 2026" in says for says in said)
    assert "The period was not over when this was made, on 29 November 2026." in said
    assert said[-1].startswith("The fonts of the PDF lack Korean: ")
    assert any("No check is logged so far." in says for says in wording.limits(replace(report, checks_logged_since=None), ()))


def test_commands_are_exact() -> None:
    steps = wording.how_to_verify(sample.report(tags=("EU & UK",)))
    assert [command for _, command in steps] == [
        "sha256sum --check --quiet SHA256SUMS",
        "policy-monitor verify",
        f"policy-monitor verify --against {'c' * 64}",
        "policy-monitor export audit --from 2026-11-02 --to 2026-11-22 --tag 'EU & UK'",
    ]
    named = wording.how_to_verify(sample.report(sample.cedar(), named=True, roots=(), root_before=None))
    assert [command for _, command in named][-1].endswith("--to 2026-11-22 cedar")
    assert len(named) == 3


def test_the_readme_has_every_kind_of_file_and_short_lines() -> None:
    text = wording.readme(sample.report(), "audit.pdf")
    for name in ("audit.pdf", "tables/checks.csv, .json", "texts/", "ledgers/record.jsonl", "manifest.json", "SHA256SUMS"):
        assert name in text
    assert max(map(len, text.splitlines())) <= 120


def test_a_period_of_hours_is_named_to_the_hour() -> None:
    hours = sample.report(start=sample.START.replace(hour=6), end=sample.END.replace(hour=12, minute=0, second=0))
    assert wording.period(hours) == "2 November 2026, 06:00 UTC to 22 November 2026, 12:00 UTC"
    again = wording.how_to_verify(hours)[-1][1]
    assert again == "policy-monitor export audit --from 2026-11-02T06:00:00Z --to 2026-11-22T12:00:00Z"
    assert wording.midnight(hours.start) == sample.START
