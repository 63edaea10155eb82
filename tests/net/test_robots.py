"""robots.txt by RFC 9309."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.robots import DAY, MAX_CACHED, MAX_RULES, Robots, Rules

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
    assert Rules(RULES, "policy-monitor").allow(path) is may


def test_the_group_for_everyone_does_not_apply_when_ours_exists() -> None:
    assert not Rules(RULES, "newbot").allow("/")
    assert Rules("", "newbot").allow("/")
    assert Rules("<html>not found</html>", "newbot").allow("/")


def test_rules_are_fetched_once_a_day_per_host() -> None:
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


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("User-agent: *\nDisallow: /a\n\nDisallow: /b", "/b", False),  # a blank line does not end a group (RFC 9309, section 2.2)
        ("User-agent: *\n\nDisallow: /a", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("USER-AGENT: Policy-Monitor\nDISALLOW: /a", "/a", False),
        ("User-agent: policy-monitor/1.0\nDisallow: /a", "/a", False),
        ("User-agent: policy\nDisallow: /a", "/a", True),  # another product
        ("User-agent: *\nDisallow: /a # for now", "/a", False),
        ("User-agent: *\nDisallow: /a\nCrawl-delay: 5\nSitemap: https://a.example/s\nDisallow: /b", "/b", False),
        ("User-agent: policy-monitor\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: policy-monitor\nDisallow: /c", "/c", False),
        ("User-agent: policy-monitor\n\nUser-agent: *\nDisallow: /a", "/a", False),  # both name one group
        ("User-agent: policy-monitor\nAllow:\n\nUser-agent: *\nDisallow: /", "/a", True),  # our own group, though it says nothing
        ("Disallow: /a", "/a", True),  # no group
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /$", "/", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),  # allow wins a tie
    ],
)
def test_groups_are_split_as_in_rfc_9309(text: str, path: str, may: bool) -> None:
    assert Rules(text, "policy-monitor").allow(path) is may


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("User-agent: *\nDisallow: /a%2Ab", "/aXb", True),  # an encoded asterisk is no wildcard
        ("User-agent: *\nDisallow: /a%2Ab", "/a%2ab", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),  # nor an encoded slash a slash
        ("User-agent: *\nDisallow: /a%24", "/a", True),
        ("User-agent: *\nDisallow: /%7Ejoe/", "/~joe/", False),
        ("User-agent: *\nDisallow: /über", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /%c3%bcber", "/über", False),
        ("User-agent: *\nDisallow: /50%", "/50%", False),
        ("User-agent: policy-monitor 2.0\nDisallow: /a", "/a", False),
        ("User-agent: policy-monitors\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /a\u2028Allow: /a", "/a", True),  # U+2028 ends no line, so that the rule is another
        ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent: *\nDisallow:\n", "/a", True),
        ("User-agent: *\nDisallow: *secret", "/x/secret/y", False),
        ("User-agent: *\nDisallow: /a*b*a$", "/aba", False),
        ("User-agent: *\nDisallow: /a*b*a$", "/abab", True),
        ("User-agent: *\nDisallow: /*a$", "/ba", False),
        ("User-agent: *\nDisallow: /ab*b$", "/ab", True),  # the last part may not share its letters with the first
        ("User-agent: *\nDisallow: /a$b", "/a$b/c", False),
        ("User-agent: *\nDisallow: /$", "/", False),
        ("User-agent: *\nDisallow: /*$", "/a", False),
    ],
)
def test_paths_are_compared_as_in_rfc_9309(text: str, path: str, may: bool) -> None:
    assert Rules(text, "policy-monitor").allow(path) is may


PARTS = st.text("ab/*$", max_size=9)


@given(PARTS, st.text("ab/", max_size=12))
def test_wildcards_match_like_an_equivalent_regular_expression(pattern: str, path: str) -> None:
    """In paths without "$": Protego also takes the "$" at the end of a pattern literally, since sites write it that way."""
    end = r"\Z" if pattern.endswith("$") else ""
    reference = re.match(".*".join(re.escape(part) for part in f"/{pattern}".removesuffix("$").split("*")) + end, f"/{path}")
    assert Rules(f"User-agent: *\nDisallow: /{pattern}", "x").allow(f"/{path}") is (reference is None)


def group(*patterns: str) -> str:
    return "".join(["User-agent: *\n", *(f"Disallow: {pattern}\n" for pattern in patterns)])


PATH = "/" + "a" * 8_000
SHARED = "".join(f"User-agent: bot{n}\n" for n in range(9_000)) + "".join(f"Disallow: /{n}\n" for n in range(9_000))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (group("/" + "*" * 5_000 + "x", "/" + "*a" * 2_000 + "x$"), True),
        (group("/" + "*" * 500_000 + "a$"), False),
        (group("/" + "*a" * 200_000 + "b"), True),
        ("User-agent: x\nDisallow: /\n" * 20_000 + group("/a"), False),
        (SHARED + group("/a"), False),
        (group("/" + "b" * 1_000_000, "/"), False),
        (group(*(f"/*{'a' * 80}b{n}" for n in range(6_000))), True),
        (group("/" + "%61*" * 100_000), True),
        (("User-agent: *\n" * 40_000) + group("/a"), False),
    ],
    ids=["wildcards", "500,000 wildcards", "letters", "groups", "groups that share rules", "a long rule", "rules", "escapes", "agents"],
)
def test_a_hostile_file_takes_linear_time(text: str, may: bool) -> None:
    """Each of these takes minutes or more where a pattern is tried in every way, or every group is given its own copy of the rules."""
    assert Rules(text, "policy-monitor").allow(PATH) is may


def test_only_so_many_rules_are_kept_of_all_hosts() -> None:
    """A page can redirect to another host each time, each with a large file of its own."""
    asked: list[str] = []

    def read(url: str) -> str:
        asked.append(url)
        return "User-agent: *\n" + "Disallow: /private\n" * (3 if "small" in url else MAX_RULES - 1)

    robots = Robots("policy-monitor", read)
    hosts = [f"https://h{n}.example" for n in range(MAX_CACHED // MAX_RULES + 3)]
    for host in ["https://small.example", *hosts, hosts[-1], "https://small.example"]:
        assert robots.allows(f"{host}/privacy")
        assert not robots.allows(f"{host}/private")
    assert asked == ["https://small.example/robots.txt", *(f"{host}/robots.txt" for host in hosts)]
    robots.allows(f"{hosts[0]}/privacy")
    assert asked[-1] == f"{hosts[0]}/robots.txt", "a large one made room, and no small one"


def test_only_so_many_rules_are_read() -> None:
    rules = Rules(group(*(f"/{n:05}" for n in range(MAX_RULES + 1))), "policy-monitor")
    assert not rules.allow(f"/{MAX_RULES - 1:05}")
    assert rules.allow(f"/{MAX_RULES:05}")
    assert Rules("User-agent: x\nDisallow: /x\n" * MAX_RULES + group("/a"), "policy-monitor").allow("/x"), "those of others do not count"
