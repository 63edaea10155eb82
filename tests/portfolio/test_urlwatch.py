"""urlwatch's list of jobs."""

from __future__ import annotations

import pytest

from monitor.errors import UsageError
from monitor.portfolio.urlwatch import read_urlwatch, write_urlwatch

JOBS = """
name: "Larkspur privacy"
url: "https://larkspur.example/privacy"
filter:
  - css:
      selector: main.policy
      exclude: .banner
  - html2text
  - xpath: //p
tags: crm eu
---
navigate: https://kites.example/terms
filter: css:#text,html2text,strip
headers: {X-Key: secret}
---
name: shell
command: rm -rf /
---
url: https://acorn.example/form
method: POST
data: {a: b}
---
url: https://acorn.example/old
filter: [{element-by-id: legal}, {element-by-class: {class: terms}}]
enabled: false
---
kind: odd
---
- a list
---
"""


def test_jobs() -> None:
    found = read_urlwatch(JOBS)
    first, second, third = found.documents
    assert (first.name, first.urls, first.tags) == ("Larkspur privacy", ("https://larkspur.example/privacy",), ("crm", "eu"))
    assert ([s.css for s in first.select], [s.css for s in first.remove]) == (["main.policy"], [".banner"])
    assert first.notes == ("its filter xpath has no counterpart",)
    assert (second.browser, [s.css for s in second.select], second.notes) == (True, ["#text"], ("its headers are not imported",))
    assert ([s.css for s in third.select], third.paused) == (["#legal", ".terms"], True)
    assert [(one.where, one.why) for one in found.left_out] == [
        ("job 3", "it runs a command, and commands of lists are never run"),
        ("job 4", "it sends data (POST); pages are only read"),
        ("job 6", "it has no address"),
        ("job 7", "it is not a job"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: [" * 300,
        "url: !!python/object/apply:os.system [id]\n",
        "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        + "".join(f"{chr(99 + n)}: &{chr(99 + n)} [{', '.join([f'*{chr(98 + n)}'] * 10)}]\n" for n in range(8)),
        "url: 'unclosed\n",
    ],
)
def test_hostile_yaml(text: str) -> None:
    with pytest.raises(UsageError, match="YAML"):
        read_urlwatch(text)


def test_round_trip() -> None:
    one = {
        "name": 'Larkspur: "Co" # x',
        "url": "https://larkspur.example/privacy",
        "document": "Terms of Service",
        "tags": ["crm", "key accounts"],
        "select": ["#main"],
        "remove": [".ad"],
        "browser": True,
    }
    other = {
        "name": "K",
        "url": "https://k.example/",
        "document": "Privacy Policy",
        "tags": [],
        "select": [],
        "remove": [],
        "browser": False,
    }
    first, second = read_urlwatch(write_urlwatch([one, other])).documents
    assert (first.name, first.document, first.tags, first.browser) == (one["name"], "Terms of Service", ("crm", "key accounts"), True)
    assert ([s.css for s in first.select], [s.css for s in first.remove]) == (["#main"], [".ad"])
    assert (second.urls, second.browser, second.notes) == (("https://k.example/",), False, ())
