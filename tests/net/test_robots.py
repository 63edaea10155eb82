"""robots.txt by RFC 9309."""

from __future__ import annotations

import pytest

from monitor.net.robots import DAY, Robots, allowed, parse_rules

RULES = """
User-agent: otherbot
Disallow: /

User-agent: policy-monitor
User-agent: thirdbot
Disallow: /legal/
Allow: /legal/privacy
Disallow: /*?print=
Disallow: /*.pdf$
Disallow:

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/legal/", False),
        ("/legal/terms", False),
        ("/legal/privacy", True),
        ("/legal/privacy/old", True),
        ("/p?print=1", False),
        ("/p?other=1", True),
        ("/policy.pdf", False),
        ("/policy.pdf?x=1", True),
        ("/le%67al/terms", False),
    ],
)
def test_the_longest_rule_of_our_group_wins(path: str, may: bool) -> None:
    assert allowed(parse_rules(RULES, "policy-monitor"), path) is may


def test_everyone_elses_group_is_for_everyone_else() -> None:
    assert not allowed(parse_rules(RULES, "newbot"), "/")
    assert allowed(parse_rules("", "newbot"), "/")
    assert allowed(parse_rules("<html>not found</html>", "newbot"), "/")


def test_rules_are_asked_for_once_a_day_and_host() -> None:
    now, asked = [0.0], []
    texts = {"https://a.example/robots.txt": "User-agent: *\nDisallow: /x", "https://b.example/robots.txt": None}
    robots = Robots("policy-monitor", lambda url: (asked.append(url), texts[url])[1], clock=lambda: now[0])

    assert not robots.allows("https://a.example/x")
    assert robots.allows("https://a.example/y?z=1")
    assert robots.allows("https://a.example")
    assert robots.allows("https://a.example/robots.txt")
    assert robots.allows("https://b.example/x")
    assert len(asked) == 2
    now[0] = 601
    robots.allows("https://b.example/x")
    robots.allows("https://a.example/x")
    assert len(asked) == 3, "a host that could not say is asked again sooner"
    now[0] = DAY
    robots.allows("https://a.example/x")
    assert len(asked) == 4
