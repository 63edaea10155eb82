"""The closed list of features: what it refuses, what each name promises, and that every name is really produced by some text."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from monitor.core.meaning.features import GROUPS
from monitor.core.meaning.features.declared import DECLARED, features
from monitor.core.meaning.features.registry import ADDED, ANY_KIND, REMOVED, REWORDED, Feature, UnknownFeatureError, opposite, registry
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.passage_words import is_word
from monitor.core.text.lexicon import english
from monitor.model import Document
from tests.core.meaning.changes import FILLER, corpus, documents, observations
from tests.sampling import SOME_OR_EVERY

MEMBERS = {"act": ("sell", "share"), "form": ("reworded", "one-sided")}
SECTION = "no heading of our texts names it"
UNSEEN = {
    **dict.fromkeys(
        [f"section:{c}" for c in ("any-purpose", "consent-guard", "contacts-list", "exception", "ip-address", "retention-open")], SECTION
    ),
    "removed:could:reworded": "needs a rewording that drops “could”; the model learned it from real policies",
    "removed:might:reworded": "needs a rewording that drops “might”",
}
"""Names that no text of ours shows, with the reason."""
PAGE = "\n\n".join(f"## {head}\n\n{FILLER}" for head in ("Our shop", "Our river", "Our mill"))
LINKS = "[a](https://x.example/en-ie/p) and [b](https://x.example/a) and [c](https://x.example/b)"
ELSEWHERE = LINKS.replace("en-ie", "en")
PROMISE = "We never sell your data to anyone at all."
KEEP = "We keep your orders for two years"
SMALL = [
    documents("We keep your orders.", "We sell your data unless you opt out."),
    documents("We sell your data unless you opt out.", "We keep your orders."),
    documents("", "We never sell your data to anyone.", rest_old=PROMISE, rest_new=PROMISE),
    documents("We notify you 30 days before a change.", "We notify you 7 days before a change."),
    documents("Our liability is limited to $100 in total.", "Our liability is limited to $50 in total."),
    documents("Our liability is limited to $50 in total.", "Our liability is limited to $100 in total."),
    documents("We answer your request to access your data.", "We answer your request to access your data for a fee."),
    documents("We share data with:\n\n- our bank", "We share data with:\n\n- our bank\n- advertisers"),
    (Document(PAGE), Document("- Our shop\n- Our river\n- Our mill\n\n" + PAGE)),
    (Document(f"{PAGE}\n\n{KEEP} and del"), Document(f"{PAGE}\n\n{KEEP} and delete them.")),
    (Document(f"{PAGE}\n\n" + f"{FILLER} " * 40), Document(f"{PAGE}\n\n" + f"{FILLER} " * 40 + "\n\nWe sell it.")),
    (Document(f"{LINKS} and we sell it.", stated_date="2026-05-06"), Document(f"{ELSEWHERE} and we rent it.", stated_date="2022-01-05")),
    documents("Write to a@x.example for help.", "Write to [email protected] for more help."),
    documents("We share prompts with partners.", "We share prompts with partners and AI providers such as OpenAI."),
    documents("", "3 March 2024"),
    documents("We share prompts with AI providers.", ""),
    documents("We use data to defend against legal claims.", ""),
    documents("The ranking of offers depends on their price.", ""),
    documents("Show us your passport number and name, please.", "Show us your name, please."),
    documents("We read your account data and name, please.", "We read your name, please."),
    documents("We read your name when you ask for it.", "We read your address book and name when you ask for it."),
]  # fmt: skip
ASSURING = yaml.safe_load((Path(__file__).parents[1] / "statements" / "assurances.yaml").read_text(encoding="utf-8"))
ASSURED = [documents(*sides) for kind, texts in ASSURING.items() if kind != "none" for sides in ((texts[0], ""), ("", texts[0]))]
TURNED = [
    ("Your liability to us is limited to $50.", "Your liability to us is limited to $100."),
    ("You must tell us within 10 days.", "You must tell us within 20 days."),
    ("Maps: consent, legitimate interest.", "Maps: legitimate interest."),
    ("You may opt out of the sale.", "Where applicable, you may opt out of the sale."),
    ("We keep letters for 24 months.", "We usually keep letters for up to 24 months."),
    ("We read your letters.", "We read your letters. We may refuse requests that cost us much effort."),
    ("We keep letters for at most 30 days.", "We keep letters for at least 30 days."),
    ("Ads are off by default.", "Ads are on by default."),
    ("Letters lie in encrypted form.", "Letters lie in unencrypted form."),
    ("We refund unused credit.", "We refund unused credit, where that is feasible."),
    ("You have the right to see, erase and move it.", "You have the right to see and move it."),
    ("We phone you on Mondays.", "You phone us on Mondays."),
]
BOTH_WAYS = [documents(*sides) for old, new in TURNED for sides in ((old, new), (new, old))]


@cache
def changes(step: int) -> list[Observation]:
    """No fixture: what a fixture runs is measured for coverage, and that doubles the time of twenty thousand observations."""
    return [*corpus(step), *(change for pair in (*SMALL, *ASSURED, *BOTH_WAYS) for change in observations(*pair))]


def test_a_pattern_stands_for_a_name_per_member() -> None:
    known = registry({"group": [Feature("removed:<act>", "“<act>” was removed"), Feature("added:<act>", "“<act>” was added")]}, MEMBERS)
    assert set(known.names) == {"removed:sell", "removed:share", "added:sell", "added:share"}
    assert known["removed:sell"].means == "“sell” was removed"
    assert known["removed:sell"].mirror == "added:sell"
    assert known["removed:sell"].group == "group"


def test_a_direction_may_differ_by_member() -> None:
    pattern = Feature("any:<form>:<act>", "…", mirrored=False, direction={"one-sided:sell": -3})
    known = registry({"group": [pattern]}, MEMBERS)
    assert dict(known.outright()) == {"any:one-sided:sell": -3.0}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [("x:reworded:y", {REWORDED}), ("x:one-sided", {ADDED, REMOVED}), ("x", ANY_KIND)],
)
def test_the_kinds_of_change_follow_from_the_name(name: str, kinds: set[str]) -> None:
    assert registry({"group": [Feature(name, "…", mirrored=False)]}, {})[name].kinds == kinds


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ([Feature("a", "…"), Feature("a", "…")], "declared by"),
        ([Feature("removed:a", "…")], "mirror"),
        ([Feature("longer", "…", mirror="shorter"), Feature("shorter", "…")], "mirror"),
    ],
)
def test_a_faulty_declaration_is_refused(declared: list[Feature], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        registry({"group": declared}, {})


def test_an_unknown_name_is_refused_with_its_place() -> None:
    with pytest.raises(UnknownFeatureError, match=r"rules\.yaml: rule 'x': 'frame:added:prohibition:train'"):
        features().check(["frame:added:prohibition:train"], "rules.yaml: rule 'x'")
    with pytest.raises(UnknownFeatureError, match="not a declared feature"):
        features()["news:added:precise-location"]


@pytest.mark.parametrize(
    ("name", "other"), [("frame:removed:denial:sell", "frame:added:denial:sell"), ("size:old", "size:new"), ("age:changed", "age:changed")]
)
def test_opposites(name: str, other: str) -> None:
    assert opposite(name) == other
    assert opposite(other) == name


def test_every_group_is_declared_and_computed() -> None:
    assert list(DECLARED) == list(GROUPS)


def test_every_feature_says_what_it_means() -> None:
    for name in features().names.values():
        assert name.means, name.name
        assert "<" not in name.means, name.name


@pytest.mark.no_cover
@SOME_OR_EVERY
def test_nothing_is_computed_that_is_not_declared_nor_in_another_kind_of_change(step: int) -> None:
    known = features()
    for change in changes(step):
        for name in change.features:
            assert change.kind in known[name].kinds, (name, change.old.text, change.new.text)


@pytest.mark.no_cover
@SOME_OR_EVERY
def test_every_group_computes_its_own_features_alone(step: int) -> None:
    known = features()
    shared = {"denied-item:removed", "denied-item:added"}
    for change in changes(step)[::40]:
        for group, compute in GROUPS.items():
            assert {known[name].group for name, _ in compute(change) if name not in shared} <= {group}


@pytest.mark.slow
@pytest.mark.no_cover
def test_every_declared_name_is_produced_by_some_text() -> None:
    seen = {name for change in changes(1) for name in change.features}
    # Actor, act, object and polarity make more combinations than texts are worth writing; test_statements.py sees each part.
    combined = {name.name for name in features().names.values() if "<statement-act>" in name.pattern}
    assert set(features().names) - seen - combined == set(UNSEEN)


@pytest.mark.no_cover
@SOME_OR_EVERY
def test_the_exchanged_change_shows_the_mirrored_features(step: int) -> None:
    known = features()
    for change in changes(step)[::7]:
        other = change.mirrored()
        assert (other.old.text, other.new.text, other.removed) == (change.new.text, change.old.text, change.added)
        for name, value in change.features.items():
            if mirror := known[name].mirror:
                assert other.features.get(mirror) == pytest.approx(value), (name, mirror, change.old.text, change.new.text)


def test_the_shipped_model_asks_for_declared_features_alone() -> None:
    data = json.loads(files("monitor.vocabulary").joinpath("severity_model.json").read_text(encoding="utf-8"))
    features().check((name for name in data["weights"] if not is_word(name)), "severity_model.json")
    features().check((node[0] for tree in data["trees"] for node in tree if len(node) > 1), "severity_model.json")


def test_concepts_of_the_vocabulary_have_their_names() -> None:
    for concept in english().concepts:
        assert f"added:{concept}" in features()
        assert f"removed:reworded:{concept}" in features()
