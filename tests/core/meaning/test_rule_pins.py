"""Each rule with the text that it is for, and each guard with the text that it keeps the rule from.

The tables below hold by themselves what a row says, so that a row that is edited by mistake fails here.
"""

from __future__ import annotations

import pytest

from monitor.core.meaning.assess import Decision, decide
from monitor.core.meaning.classifier import Model
from monitor.core.meaning.rules import Rule, rules
from monitor.model import Severity
from tests.core.meaning.changes import observed

NEVER = Model(threshold=2.0, intercept=0.0, weights={}, baseline=0.0, trees=())
"""A model that calls nothing material: what is material then, a rule decided."""
ALWAYS = Model(threshold=0.0, intercept=0.0, weights={}, baseline=0.0, trees=())


def row(name: str) -> Rule:
    return next(rule for rule in rules() if rule.id == name)


def fired(made: Decision) -> set[str]:
    return {rule.id for rule in made.fired}


@pytest.mark.parametrize(
    ("rule", "old", "new", "severity"),
    [
        ("use-promise-withdrawn", "We do not use your photos for marketing.", "", "critical"),
        ("perpetual-licence", "You grant us a licence to your content.", "You grant us a perpetual licence to your content.", "critical"),
        ("parental-consent-dropped", "We do not sell a child's letters without the consent of a parent.", "", "critical"),
        (
            "exception-named",
            "Nobody outside our team can read your letters.",
            "Nobody outside our team can read your letters. The only exception is the postman, who may read them at night.",
            "material",
        ),
        ("requests-refused", "", "We may refuse requests that cost us much effort.", "material"),
        (
            "fewer-children-protected",
            "If you know of letters of a child under 18, please write to us.",
            "If you know of letters of a child under 13, please write to us.",
            "material",
        ),
        (
            "more-children-protected",
            "If you know of letters of a child under 13, please write to us.",
            "If you know of letters of a child under 18, please write to us.",
            "material",
        ),
        ("age-of-an-act-changed", "People over 18 may vote.", "People over 16 may vote.", "material"),
        (
            "allowed-item-added",
            "We may share your data with:\n\n- our bank\n- our carrier",
            "We may share your data with:\n\n- our bank\n- our carrier\n- advertisers",
            "material",
        ),
        ("fee-added", "", "A fee of 20 euros is charged for each delivery.", "material"),
        ("opt-out-to-opt-in", "We send you offers unless you opt out.", "We send you offers only if you opt in.", "material"),
        ("promise-flipped", "We will share your data with partners.", "We will not share your data with partners.", "critical"),
    ],
)
def test_a_rule_that_decides_needs_no_model(rule: str, old: str, new: str, severity: str) -> None:
    made = decide(observed(old, new), NEVER)
    assert rule in fired(made)
    assert made.severity == severity
    assert (row(rule).severity, row(rule).decides) == (severity, True)


def test_the_last_way_to_opt_out_is_material_by_itself() -> None:
    """Of three labelled changes that it fires on a reader called none critical; a promise that goes with it may be."""
    made = decide(observed("You can opt out of marketing e-mail in your settings.", ""), NEVER)
    assert {"last-opt-out-removed", "commitment-withdrawn"} <= fired(made)
    assert (row("last-opt-out-removed").severity, row("last-opt-out-removed").decides) == ("material", True)


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (
            "forum-changed",
            "The laws of Ireland apply to orders, and disputes go to its courts.",
            "Disputes go to our courts, and the laws of Nevada apply to deliveries.",
        ),
        ("advertising-added", "", "We show targeted ads and track you across other websites."),
        ("data-class-named", "We collect your name for your parcels.", "We collect your name and your photos for letters."),
        ("sharing-named", "We collect your name.", "We collect your name and share it with partners."),
        ("notice-changed", "", "We may change this policy from time to time."),
    ],
)
def test_a_rule_that_describes_leaves_it_to_the_model(rule: str, old: str, new: str) -> None:
    change = observed(old, new)
    calm, strict = decide(change, NEVER), decide(change, ALWAYS)
    assert rule in fired(calm)
    assert calm.severity.rank < Severity.MATERIAL.rank
    assert strict.severity is Severity.MATERIAL
    assert strict.speaker is row(rule)
    assert not row(rule).decides


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("last-opt-out-removed", "To learn more about how you can opt out of marketing e-mail, see section 4.", ""),
        ("opt-out-removed", "To learn more about how you can opt out of marketing e-mail, see section 4.", ""),
        (
            "data-class-named",
            "We do not collect your name and your address.",
            "We do not collect your name, your address and your photos.",
        ),
        ("sharing-named", "We do not sell your name to any company.", "We do not sell your name to any company or share it."),
        ("retroactive", "These changes also apply to information that we collected before.", ""),
        ("advertising-added", "We show targeted ads and track you across other websites.", ""),
        ("promise-flipped", "We do not share your data with partners.", ""),
        ("promise-flipped", "", "We do not share your data with partners."),
    ],
)
def test_what_keeps_a_rule_from_a_text(rule: str, old: str, new: str) -> None:
    assert rule not in fired(decide(observed(old, new), NEVER))


GUARDS = {
    "promise-flipped": ({"kind:reworded", "polarity:flipped"}, None),
    "last-opt-out-removed": ({"opt-out:last-removed"}, "cue:pointer:one-sided"),
    "opt-out-removed": ({"kind:removed", "removed:opt-out", "frame:removed:one-sided:right"}, "cue:pointer:one-sided"),
    "sharing-named": ({"added:reworded:share"}, "frame:kept:denial"),
    "data-class-named": ({"added:reworded:group:data", "news:added:data", "frame:kept:intrusion"}, "frame:kept:denial"),
}
"""By rule the features of which every one is needed, and one that keeps it from firing."""


@pytest.mark.parametrize("name", GUARDS)
def test_a_rule_needs_each_of_its_features_and_none_of_its_guards(name: str) -> None:
    needed, guard = GUARDS[name]
    assert row(name).fires(frozenset(needed))
    assert not [missing for missing in needed if row(name).fires(frozenset(needed - {missing}))]
    if guard:
        assert not row(name).fires(frozenset(needed | {guard}))


BY_ANY = {
    "notice-changed": (
        "added:change-terms", "removed:change-terms", "added:reworded:change-terms", "removed:reworded:change-terms",
        "added:reworded:notify", "removed:reworded:notify",
    ),
    "licence-changed": ("added:license", "removed:license", "added:reworded:license", "removed:reworded:license"),
    "liability-changed": (
        "added:disclaim", "removed:disclaim", "added:reworded:disclaim", "removed:reworded:disclaim",
        "added:govern", "removed:govern", "added:reworded:govern", "removed:reworded:govern",
    ),
    "security-changed": (
        "added:security-measure", "removed:security-measure", "added:reworded:security-measure", "removed:reworded:security-measure",
        "added:protect", "removed:protect",
    ),
    "legal-disclosure-changed": ("added:government", "removed:government", "added:reworded:government", "removed:reworded:government"),
    "scope-changed": (
        "added:definition", "removed:definition", "added:reworded:definition", "removed:reworded:definition",
        "added:by-using", "removed:by-using",
    ),
    "advertising-added": ("added:targeted-ads", "added:reworded:targeted-ads", "added:track", "added:reworded:track"),
}  # fmt: skip
"""Rules that one feature out of several makes fire."""


@pytest.mark.parametrize(("rule", "feature"), [(rule, feature) for rule, found in BY_ANY.items() for feature in found])
def test_any_one_of_its_features_is_enough(rule: str, feature: str) -> None:
    assert row(rule).fires(frozenset({feature}))
    assert not row(rule).fires(frozenset({"kind:reworded"}))


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("notice-changed", "We may change this policy."),
        ("licence-changed", "You license your content to us."),
        ("liability-changed", "We are not liable for any loss."),
        ("liability-changed", "This is governed by the laws of Ireland."),
        ("security-changed", "We encrypt your letters."),
        ("legal-disclosure-changed", "The police and the courts are answered."),
        ("scope-changed", "This policy applies to our website."),
    ],
)
def test_a_statement_that_comes_and_one_that_goes(rule: str, statement: str) -> None:
    assert rule in fired(decide(observed("", statement), NEVER))
    assert rule in fired(decide(observed(statement, ""), NEVER))
