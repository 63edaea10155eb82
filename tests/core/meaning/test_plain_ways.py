"""Sentences whose words lean one way and that are built for the other side: no direction is said against how they are built."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.meaning.plain_ways import keeps_short, plain_way
from monitor.model import Direction, Document, Severity

FOR = (
    "We have ended our partnership with data brokers.",
    "We stopped using third-party advertising cookies.",
    "We discontinued the sale of contact details.",
    "Your biometric data never leaves your device.",
    "Voice recordings are processed only on your phone.",
    "Precise location is only used while the app is open, and only if you allow it.",
    "We share only totals with advertisers, from which nobody can be identified.",
    "Arbitration is optional; you may always go to court instead.",
    "We have removed the mandatory arbitration clause.",
    "When an advertiser asks for data about individual users, we refuse.",
    "We do not require you to waive your right to join a class action.",
    "You do not have to give us a reason when you object.",
    "Our partners must obtain your permission before they contact you.",
    "If we sell the company, the buyer must keep the promises in this policy.",
    "Information about your health is never shown to your employer.",
    "We no longer show ads to paying members.",
    "Our moderators cannot see who you are.",
    "Every access to customer records by our staff is logged and reviewed.",
    "Anonymous browsing is possible without cookies.",
)
AGAINST = (
    "We do not honour Do Not Track signals.",
    "We will not compensate you when the service is down.",
    "We may transfer your data to countries with weaker laws.",
    "We may reduce the quality of the service if you exercise your privacy rights.",
    "You have to give us a reason when you object.",
    "Parents cannot delete what their child has shared.",
    "We are not obliged to inform you of every incident.",
    "All cookies are on unless you switch them off.",
    "Your location is visible to everyone unless you change your settings.",
    "We have introduced a fee for closing an account.",
    "No refunds are given for outages.",
    "The site does not work without advertising cookies.",
    "We tell third parties whether you are a customer.",
    "Inactive credit expires after 90 days.",
    "We may assign this agreement to anyone without your consent.",
)
PLAIN = (
    "We sell your data.",
    "We have stopped offering refunds.",
    "Cookies are stored on your device.",
    "We may share your data, but only with your consent.",
    "We do not sell your data.",
    "You may opt out at any time.",
    "We honour Do Not Track signals.",
    "Your data is deleted unless you tell us to keep it.",
    "We have removed the section on cookies.",
    "Your access to the site is logged.",
    "We tell you which partners receive your data.",
    "Log files expire after 90 days.",
    "You may leave without giving a reason.",
)
POLICY = """# Privacy Policy

We keep your account details while you have an account.

## Your information

We use cookies to remember your basket.{}

You can write to privacy@example.com.
"""
WAYS = {Direction.STRENGTHENS: 1, Direction.WEAKENS: -1, Direction.UNCLEAR: 0, Direction.NEUTRAL: 0}


@pytest.mark.parametrize(("text", "way"), [*((text, 1) for text in FOR), *((text, -1) for text in AGAINST)])
def test_what_is_built_for_one_side_is_not_said_to_serve_the_other(text: str, way: int) -> None:
    assert plain_way(text) == way
    without, with_it = (Document(POLICY.format(more)) for more in ("", f" {text}"))
    for old, new, sign in ((without, with_it, way), (with_it, without, -way)):
        for change in compare_documents(old, new).changes:
            assert WAYS[change.direction] in (0, sign), change.headline


@pytest.mark.parametrize("text", PLAIN)
def test_most_sentences_are_plain(text: str) -> None:
    assert plain_way(text) is None


DEFINED = (
    'The CCPA defines "sale" as disclosing personal information to a third party for valuable consideration.',
    "Under California law, sharing information with advertisers may constitute a sale.",
    "Sensitive data means data about health, religion or sexual orientation.",
)


@pytest.mark.parametrize("text", DEFINED)
def test_what_words_mean_serves_nobody(text: str) -> None:
    assert plain_way(text) == 0
    without, with_it = (Document(POLICY.format(more)) for more in ("", f" {text}"))
    for old, new in ((without, with_it), (with_it, without)):
        for change in compare_documents(old, new).changes:
            assert WAYS[change.direction] == 0, change.headline
            assert change.severity is not Severity.CRITICAL


def test_a_sentence_with_an_obstacle_is_both() -> None:
    assert plain_way("You may opt out only by registered letter.") == 0
    assert plain_way("We may take up to six months to erase your account.") == 0
    assert plain_way("We have stopped selling data. You have to give us a reason.") == 0


def test_a_plain_sentence_beside_makes_it_plain() -> None:
    assert plain_way("We have stopped selling data. We read your letters.") is None


def test_a_denial_is_no_critical_change() -> None:
    old, new = (Document(POLICY.format(more)) for more in ("", f" {FOR[10]}"))
    assert not [change for change in compare_documents(old, new).changes if change.severity is Severity.CRITICAL]


def test_a_text_with_never_or_only_is_not_said_to_be_against_the_reader_by_its_words() -> None:
    for text in ("Customers in debt are never reported to credit bureaus by us.", "Researchers receive only data without names."):
        assert keeps_short(text)
        old, new = (Document(POLICY.format(more)) for more in ("", f" {text}"))
        assert all(WAYS[change.direction] >= 0 for change in compare_documents(old, new).changes)
    assert not keeps_short("You may only use the app at home.")
    assert not keeps_short("You waive, and agree never to assert against us, any moral right.")
    assert not keeps_short("We sell your data.")
