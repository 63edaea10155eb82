"""The features of statements and of the fates of promises."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.features.statements import statement_features
from monitor.model import Document

REST = "\n\nWe answer letters within a week. Our office is open from nine to five. Parcels leave on weekdays.\n"


def seen(old: str, new: str) -> set[str]:
    before, after = Document(old + REST), Document(new + REST)
    found, candidates = candidates_of(before, after)
    context = document_context(before, after, found, candidates)
    return {name for candidate in candidates for name, _ in statement_features(Comparison.of(candidate, context))}


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("", "We do not sell your data.", {"statement:added:company:sell:data:denied", "promise-fate:made", "promise-fate:gained"}),
        (
            "We do not sell your data.",
            "",
            {
                "statement:removed:company:sell:data:denied",
                "promise-fate:withdrawn",
                "promise-fate:lost",
                "loss:grave",
            },
        ),
        ("", "We sell your data unless you opt out.", {"statement:added:company:sell:data:affirmed", "statement:added:opt-out-sale"}),
        ("", "You may not sell the service.", {"statement:added:reader:sell:service:denied"}),
        ("", "Third parties sell bread.", {"statement:added:third-party:sell:other:affirmed"}),
        ("We open at nine.", "We open at ten.", set()),
    ],
)
def test_features(old: str, new: str, names: set[str]) -> None:
    assert seen(old, new) == names


@pytest.mark.parametrize("text", ["We do not sell your data.", "We sell your data unless you opt out.", "You may not sell the service."])
def test_statements_turn_with_the_change(text: str) -> None:
    come, gone = seen("", text), seen(text, "")
    assert {features()[name].mirror for name in come if features()[name].mirror} == {name for name in gone if features()[name].mirror}
    assert all(name in features() for name in come | gone)


GRAVE = (
    "We do not sell your data.",
    "You have the right to object to this.",
    "You may opt out of letters at any time.",
    "We will send you a copy of all you wrote, free of charge.",
    "We warrant that we use due care.",
    "We require that our partners keep your data confidential.",
    "Logs are kept for up to 30 days.",
    "We will not change this in a way that reduces your rights.",
)
LIGHT = (
    "If we did not answer you well, please contact our dispute resolution provider (free of charge).",
    "You can lodge a complaint by writing to the harbour office.",
    "We will issue a refund when a parcel is lost.",
    "Odalys is certified under the Privacy Shield Framework.",
    "You may also submit your preferences in the footer at any time.",
    "In most cases we require that our partners keep your data confidential.",
    "We only send your letters through Posten.",
    "We process your data only if there is a reason that is permitted by law.",
    "Our partners are never able to link a search to an individual user.",
    "We require that the odds be told to the user in good time.",
    "For clarity, this licence does not grant anybody rights in your works.",
)


@pytest.mark.parametrize("text", GRAVE)
def test_what_is_gone_weighs(text: str) -> None:
    assert "loss:grave" in seen(text, "")
    assert {"loss:grave", "loss:light"}.isdisjoint(seen("", text) | seen(text, text))


@pytest.mark.parametrize("text", LIGHT)
def test_what_is_gone_is_told_and_not_grave(text: str) -> None:
    names = seen(text, "")
    assert names & {"assurance:removed", "promise-fate:withdrawn"}
    assert "loss:light" in names
    assert "loss:grave" not in names


@pytest.mark.parametrize(
    ("old", "new", "open_"),
    [
        ("You may withdraw your consent to what we do without using cookies.", "", True),
        ("We do not sell your data.", "", False),
        ("We do not sell, rent or trade your data.", "We do not sell your data for money.", False),
        ("## Money\n\nWe do not sell your data.", "## Money\n\nWe do not sell your data, except to our partners.", False),
    ],
)
def test_a_way_to_refuse_that_goes_is_no_promise_that_ends(old: str, new: str, open_: bool) -> None:
    names = seen(old, new)
    assert "promise-fate:lost" in names
    assert ("promise-fate:not-ended" in names) is open_


def test_a_promise_of_which_the_rest_stands_elsewhere_does_not_end() -> None:
    old = "## Who gets it\n\nOther recipients: None. We do not pass your data to any other recipients."
    new = "## Who gets it\n\nOther recipients: Usually none. The only exceptions are our locksmith, who sees it, and the tax office."
    assert {"promise-fate:narrowed", "promise-fate:not-ended"} <= seen(old, new)
