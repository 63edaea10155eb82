"""Assurances in which the company acts, or binds others, asked of one word at its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.core.meaning.assurances import duties

Reads = Callable[[Sequence[str], int, frozenset[str]], bool]


@pytest.mark.parametrize(
    ("reads", "sign", "yes", "no"),
    [
        (duties.is_bound, "must", "partners must keep it secure", "users must keep it secure"),
        (duties.is_bound, "permitted", "agents are not permitted to use your data", "agents are permitted to use your data"),
        (duties.is_bound, "require", "we require partners to protect your data", "we require you to protect your data"),
        (duties.is_bound, "require", "we require that the odds are told to the user", "we require that you tell the odds to the user"),
        (duties.is_remedy, "refund", "we will issue a refund", "we will not issue a refund"),
        (duties.is_remedy, "reimburse", "we will reimburse you for your losses", "sellers will reimburse us for our losses"),
        (duties.is_remedy, "credit", "you will receive a credit today", "you will receive a credit card"),
        (duties.is_remedy, "free", "parcels are free of charge", "a licence free of charge"),
        (duties.is_certified, "certified", "we are certified under the code", "we sell certified bread"),
        (duties.is_safeguarded, "encryption", "we use encryption", "you use encryption"),
        (duties.is_assured, "ensure", "we ensure your privacy", "we cannot ensure your privacy"),
        (duties.is_responsible, "liable", "we remain liable", "we are not liable"),
        (duties.is_spared, "not", "figures but not your name", "we do not know your name"),
        (duties.is_unknown, "knowledge", "we have no knowledge that we sell it", "we have knowledge that we sell it"),
        (duties.is_located, "eu", "it is stored in the eu", "it is stored outside the eu"),
        (duties.is_located, "eu", "our servers are located in the eu", "if you are located in the eu we send it abroad"),
        (duties.is_period, "days", "it is kept for up to 30 days", "it is kept for 30 days"),
        (duties.is_noticed, "days", "we post changes ten days before", "you post changes ten days before"),
        (duties.is_pledged, "help", "we will help you", "we may help you"),
        (duties.is_abstaining, "never", "we never call you", "you never call us"),
        (duties.is_effort, "efforts", "we make efforts", "you make efforts"),
        (duties.is_unlinked, "link", "we cannot link it to a person", "we link it to a person"),
        (duties.is_unlinked, "aggregate", "they only get an aggregate", "they get an aggregate"),
    ],
)
def test_reads(reads: Reads, sign: str, yes: str, no: str) -> None:
    for text, expected in ((yes, True), (no, False)):
        words = tuple(text.split())
        assert reads(words, words.index(sign), frozenset()) is expected, text
