"""Assurances of how the company conducts itself, asked of one word at its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.core.meaning.assurances import conduct

Reads = Callable[[Sequence[str], int, frozenset[str]], bool]


@pytest.mark.parametrize(
    ("reads", "sign", "yes", "no"),
    [
        (conduct.is_heeded, "honour", "we honour gpc signals", "we do not honour gpc signals"),
        (conduct.is_erased, "deleted", "baskets are deleted when you leave", "baskets may be deleted when you leave"),
        (conduct.is_erased, "erased", "when you leave , your letters are erased", "if your letters are erased , we tell you when"),
        (conduct.is_erased, "destroyed", "recordings are destroyed after a year", "accounts are destroyed after a year"),
        (conduct.is_erased, "deleted", "letters are automatically deleted", "letters that are automatically deleted"),
        (conduct.is_erased, "deleted", "drafts will be deleted when you leave", "drafts have been deleted when you leave"),
        (conduct.is_erased, "deleted", "drafts are deleted after the fair", "drafts are not deleted after the fair"),
        (conduct.is_erased, "deleted", "drafts are deleted once they are old", "drafts are deleted after 90 days"),
        (conduct.is_kept_from_staff, "only", "only trained staff may open letters", "only trained staff may answer letters"),
        (conduct.is_kept_from_staff, "only", "only employees who need it can see your street", "only members who pay can see your street"),
        (conduct.is_heeded, "honour", "we honour global privacy control", "we honour our word"),
        (conduct.is_heeded, "respected", "do not track signals are respected", "do not track signals are not respected"),
        (conduct.is_spared_arbitration, "require", "these terms do not require arbitration", "these terms require arbitration"),
        (conduct.is_spared_arbitration, "waive", "you do not waive a jury", "you waive a jury"),
        (
            conduct.is_spared_arbitration,
            "agree",
            "you do not agree to arbitration",
            "if neither side leaves and they cannot agree to a way to settle it by arbitration , the court decides",
        ),
        (conduct.is_spared_arbitration, "agree", "if you leave , you do not agree to arbitrate", "they do not agree on an arbitration"),
        (conduct.is_warranted, "warrant", "we warrant that it is sound", "we do not warrant that it is sound"),
        (conduct.is_warranted, "warrant", "we warrant to you that we use care", "you warrant to us that you use care"),
        (conduct.is_warranted, "care", "we work with due care", "take care of your key"),
        (
            conduct.is_unchanged,
            "not",
            "we will not change it in a way that reduces your rights",
            "you will not change it in a way that reduces our rights",
        ),
        (conduct.is_answered, "days", "we respond to your request within 30 days", "you must respond to our request within 30 days"),
        (conduct.is_answered, "days", "requests are considered within 30 days", "requests are considered on rainy days"),
        (
            conduct.is_answered,
            "days",
            "complaints are resolved within 60 days",
            "you may sue if a complaint cannot be resolved within 60 days",
        ),
        (
            conduct.is_answered,
            "days",
            "if you write to us , your request is answered within 9 days",
            "you may ask for a hearing if your request is not answered within 9 days",
        ),
        (conduct.is_off_at_first, "off", "the camera is off by default", "the camera is not off by default"),
        (conduct.is_off_at_first, "enabled", "it is not enabled by default", "it is enabled by default"),
        (conduct.is_off_at_first, "activate", "you may choose to activate it", "we may choose to activate it"),
    ],
)
def test_reads(reads: Reads, sign: str, yes: str, no: str) -> None:
    for text, expected in ((yes, True), (no, False)):
        words = tuple(text.split())
        assert reads(words, words.index(sign), frozenset()) is expected, text
