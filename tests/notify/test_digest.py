"""Messages about several policies: their order, equal changes once, the table of contents, dates that lie ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.core.arrange.groups import groups_of
from monitor.model import Alert, Severity
from monitor.notify.chat import chat_text
from monitor.notify.digest import Repeats, by_vendor, change_link, takes_effect
from monitor.notify.email_body import compose
from monitor.notify.presenter import contents, most_serious, view_alerts, write_subject

from .samples import alert, cosmetic, gained, reworded, side, withdrawn

TODAY = date(2027, 2, 17)


def effective(day: str | None, one: Alert | None = None) -> Alert:
    """An alert whose new text states that day."""
    one = one or alert()
    return replace(one, new=replace(one.new, document=replace(one.new.document, effective_date=day)))


def test_alerts_are_sorted_by_severity_stably() -> None:
    alerts = [alert([changes], id=name, name=name) for name, changes in (("a", cosmetic()), ("b", gained()), ("d", reworded()))]
    alerts.insert(2, alert(id="c", name="c"))
    assert [one.id for one in by_vendor(alerts)] == ["c", "b", "d", "a"]
    assert (most_serious(alerts), most_serious([])) == (Severity.CRITICAL, Severity.NONE)


def test_alerts_of_a_vendor_stand_together_behind_its_most_serious_one() -> None:
    named = [("a", "Acme", cosmetic()), ("b", "Brill", gained()), ("c", "ACME ", withdrawn()), ("d", "Dune", withdrawn())]
    alerts = [alert([change], id=id, name=name) for id, name, change in named]
    assert [one.id for one in by_vendor(alerts)] == ["c", "a", "d", "b"]


def test_the_same_change_of_several_policies_is_shown_once_and_named_in_the_others() -> None:
    alerts = [alert([withdrawn()], policy_id="a", name="Acme"), alert([withdrawn(), gained()], policy_id="b", name="Brill")]
    first, second = view_alerts(alerts)
    assert [len(view.changes) for view in (first, second)] == [1, 1]
    assert first.changes[0].also == "The same in Brill Privacy Policy."
    assert second.repeated == ("Withdrawn: the promise not to share, sell, rent or trade your data (as in Acme Privacy Policy)",)
    assert compose(alerts).text.count("Northwind does NOT share") == 1
    assert compose(alerts).html.count("The same in Brill") == 1


@pytest.mark.parametrize(
    "other",
    [
        withdrawn(old=side("Northwind does NOT share your personal data.")),
        withdrawn(severity=Severity.MATERIAL),
        withdrawn(headline="Another sentence."),
    ],
)
def test_changes_that_differ_in_words_or_verdict_are_both_shown(other: object) -> None:
    first, second = view_alerts([alert([withdrawn()], name="Acme"), alert([other], name="Brill", policy_id="b")])  # type: ignore[list-item]
    assert (len(first.changes), len(second.changes)) == (1, 1)
    assert first.changes[0].also == ""
    assert second.repeated == ()


def test_the_same_change_of_one_policy_at_two_times_is_shown_twice() -> None:
    first, second = view_alerts([alert([withdrawn()], id="a"), alert([withdrawn()], id="b")])
    assert (len(first.changes), len(second.changes), second.repeated, first.changes[0].also) == (1, 1, (), "")


def test_repeats_within_one_alert_are_not_repeats() -> None:
    one = alert([withdrawn()])
    groups, repeats = groups_of(one.changelog.changes), Repeats()
    assert repeats.take(one, groups) == (list(groups), [])
    assert repeats.take(one, groups) == (list(groups), [])
    assert repeats.also(one, groups[0]) == []


def test_a_digest_begins_with_its_contents_by_vendor() -> None:
    alerts = [alert([gained()], id="b", name="Brill"), alert(id="a", name="Acme"), alert([reworded()], id="c", name="Acme")]
    text = compose(alerts, report_base="https://reports.example").text
    head = text.partition("=" * 78)[0]
    assert head.startswith("3 policy changes from 2 vendors:\n\nAcme\n  1. CRITICAL Acme Privacy Policy: Withdrawn: the promise")
    assert head.index("Acme") < head.index("Brill")
    assert head.count("https://reports.example/reports/northwind/") == 3
    assert "(+2 more)." in head.replace("\n     ", " ")


def test_one_alert_has_no_contents() -> None:
    one = [alert()]
    assert contents(one, view_alerts(one)) == ()
    assert compose(one).text.startswith("Northwind Privacy Policy: 1 critical")


def test_contents_name_the_alerts_that_the_message_has_no_room_for() -> None:
    alerts = [alert([withdrawn(old=side(f"Text {n}."))], id=f"a{n}", name=f"Company {n}") for n in range(70)]
    lines = contents(alerts, view_alerts(alerts))
    assert [line.place for line in lines[15:18]] == [16, None, None]
    assert len(lines) == 40
    assert compose(alerts).text.startswith("70 policy changes:\n")


def test_names_of_policies_are_inert_in_the_contents() -> None:
    alerts = [alert(name="<b>Acme</b>\r\nBcc: x@evil.example"), alert([gained()], name="Brill")]
    html = compose(alerts).html
    assert "<b>Acme" not in html
    assert "\r\nBcc" not in compose(alerts).text


def test_a_change_links_its_place_on_the_report() -> None:
    (group,) = groups_of([withdrawn()])
    assert change_link("https://reports.example/a.html", group) == "https://reports.example/a.html#c-c1"
    assert change_link(None, group) is None
    (odd,) = groups_of([withdrawn(id='"><script>')])
    assert change_link("https://reports.example/a.html", odd) == "https://reports.example/a.html"
    assert "/20100518042315--20161229064321.html#c-c1" in compose([alert()], report_base="https://reports.example").text


@pytest.mark.parametrize(
    ("day", "today", "says"),
    [
        ("2027-03-01", TODAY, "Takes effect on 1 March 2027, in 12 days."),
        ("2027-02-18", TODAY, "Takes effect on 18 February 2027, in 1 day."),
        ("2027-02-17", TODAY, "Takes effect on 17 February 2027, today."),
        ("2027-02-16", TODAY, ""),
        ("2027-03-01", None, "Takes effect on 1 March 2027."),
        ("2016-12-29", None, ""),
        ("2016-12-29", date(2016, 12, 29), ""),
        ("2027-03", TODAY, ""),
        ("soon", TODAY, ""),
        (None, TODAY, ""),
    ],
)
def test_days_until_a_text_takes_effect(day: str | None, today: date | None, says: str) -> None:
    assert takes_effect(effective(day).new, today) == says


def test_a_mail_says_when_the_new_text_takes_effect() -> None:
    one, other = effective("2027-03-01"), alert([gained()], name="Brill")
    for alerts in ([one], [one, other]):
        message = compose(alerts, today=TODAY)
        says = "Takes effect on 1 March 2027, in 12 days."
        assert message.html.count(says) == " ".join(message.text.split()).count(says) == len(alerts)


def test_the_subject_has_the_number_that_fits() -> None:
    assert write_subject([alert(), alert()]) == "[critical] Northwind Privacy Policy changed twice"
    assert write_subject([alert()] * 3) == "[critical] Northwind Privacy Policy changed 3 times"
    assert write_subject([alert(), alert(name="Acme")]).startswith("[critical] 2 policy changes: Northwind")


def test_a_chat_names_what_several_policies_have_in_common_and_the_day() -> None:
    one = effective("2027-03-01", alert([withdrawn()], policy_id="a", name="Acme"))
    text = chat_text([one, alert([withdrawn()], policy_id="b", name="Brill")])
    assert text.count("Northwind does NOT share") == 1
    assert "• Withdrawn: the promise not to share, sell, rent or trade your data (as in Acme Privacy Policy)" in text
    assert "Takes effect on 1 March 2027." in text


def test_a_digest_of_equal_changes_in_many_policies_names_each_of_them_in_the_contents() -> None:
    alerts = [alert([withdrawn()], id=f"a{n}", policy_id=f"p{n}", name=f"Company {n}") for n in range(12)]
    message = compose(alerts)
    assert message.text.count("Northwind does NOT share") == 1
    head = message.text.partition("=" * 78)[0]
    assert all(f"Company {n} Privacy Policy" in " ".join(head.split()) for n in range(12))
    assert "The same in Company 1 Privacy Policy" in " ".join(message.text.split())


def test_contents_say_once_what_several_policies_changed_alike() -> None:
    alerts = [alert([withdrawn(), gained()], id=f"a{n}", policy_id=f"p{n}", name=f"Company {n}") for n in range(3)]
    alerts.append(alert([withdrawn()], id="b", policy_id="b", name="Brill"))
    text = " ".join(compose(alerts).text.partition("=" * 78)[0].split())
    assert text.count("Withdrawn: the promise") == 2
    assert "1. CRITICAL Company 0 Privacy Policy: Withdrawn: the promise not to share" in text
    assert "3. CRITICAL Company 2 Privacy Policy: the same changes as in Company 0 Privacy Policy." in text
    assert "4. CRITICAL Brill Privacy Policy: Withdrawn: the promise" in text


def test_alerts_without_room_are_named_beside_the_change_that_they_share() -> None:
    alerts = [alert([withdrawn()], id=f"a{n}", policy_id=f"p{n}", name=f"Company {n}") for n in range(40)]
    first, *others = view_alerts(alerts)
    assert len(others) == 15
    assert first.changes[0].also.startswith("The same in Company 1 Privacy Policy, Company 2 Privacy Policy, ")
    named = first.changes[0].also.count("Privacy Policy")
    assert first.changes[0].also.endswith(f" and {39 - named} more.")
    assert len(first.changes[0].also) < 350
    two = view_alerts([alert([withdrawn()], policy_id=f"p{n}", name="N" * 80 + str(n)) for n in range(9)])
    assert two[0].changes[0].also.endswith(" more.")


def test_a_subject_says_once_what_several_policies_changed_alike() -> None:
    alerts = [alert([withdrawn(), gained()], policy_id=f"p{n}", name=f"Company {n}") for n in range(5)]
    says = "[critical] The same change in 5 policies: Withdrawn: the promise not to share, sell, rent or trade your data (+1 more)"
    assert write_subject(alerts) == says
    assert write_subject([*alerts, alert([gained()], policy_id="b", name="Brill")]).startswith("[critical] 6 policy changes: Company 0")
    assert write_subject([alert([], policy_id=f"p{n}", name=f"C{n}") for n in range(2)]).startswith("[none] 2 policy changes: C0")
    long = [alert([withdrawn(headline="W" * 300)], policy_id=f"p{n}", name=f"C{n}") for n in range(2)]
    assert len(write_subject(long)) <= 160


def test_a_chat_names_all_that_say_the_same_in_one_place() -> None:
    alerts = [alert([withdrawn()], policy_id=f"p{n}", name=f"Company {n}") for n in range(4)]
    text = chat_text(alerts)
    assert "  The same in Company 1 Privacy Policy, Company 2 Privacy Policy and Company 3 Privacy Policy." in text
    assert text.count("Before: “Northwind does NOT share") == 1
    assert "Company 3" in chat_text(alerts, limit=900)


def test_a_digest_without_any_change_or_report_is_still_whole() -> None:
    alerts = [alert([], report=None, name="Acme"), alert([], report=None, name="Brill")]
    message = compose(alerts)
    assert "1. NONE Acme Privacy Policy: changed." in message.text
    assert 'href="#alert-2"' in message.html
