"""Where a page came from, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import Provenance, Redirect
from monitor.present.provenance import came_from, moved, provenance_json, redirects_json

URL = "https://alder.example/privacy"
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((), "https://alder.example/privacy itself"),
        (("https://alder.example/legal?session=secret#top",), "https://alder.example/legal, after a redirect"),
        (("https://birch.example/",), "https://birch.example/, after a redirect (another host: birch.example)"),
        (
            ("http://alder.example/privacy",),
            "http://alder.example/privacy, after a redirect (not encrypted from http://alder.example/privacy on)",
        ),
        (
            ("https://birch.example/?to=alder", "https://alder.example/legal"),
            "https://alder.example/legal, after redirects over https://birch.example/ (another host: birch.example)",
        ),
    ],
)
def test_a_way_in_words(steps: tuple[str, ...], says: str) -> None:
    assert came_from(URL, tuple(Redirect(step, 302) for step in steps)) == says


def test_addresses_steer_no_terminal_and_fill_no_page() -> None:
    evil = "https://birch.example/\x9b31m\u202e" + "x" * 8_000
    says = came_from(URL, (Redirect(evil, 302),))
    assert not set("\x9b\u202e") & set(says)
    assert len(says) < 300
    assert redirects_json(URL, (Redirect(evil, 302),))["final_url"] == evil, "as data it stays what it was"


def test_a_move_names_both_ways() -> None:
    before, after = Provenance(URL, AT, ()), Provenance(URL, AT, (Redirect("https://birch.example/", 301),))
    assert moved(after, before) == (
        "https://alder.example/privacy is now answered by https://alder.example/privacy itself; "
        "before by https://birch.example/, after a redirect (another host: birch.example)."
    )


def test_the_json_of_a_way() -> None:
    assert redirects_json(URL, None) == {"final_url": None, "redirects": None, "other_hosts": None, "downgraded": None}
    assert redirects_json(URL, ()) == {"final_url": URL, "redirects": [], "other_hosts": [], "downgraded": False}
    one = Provenance(URL, AT, (Redirect("http://birch.example/p?x=1", 302), Redirect("http://birch.example/q")))
    assert provenance_json(one) == {
        "url": URL,
        "final_url": "http://birch.example/q",
        "redirects": [{"url": "http://birch.example/p?x=1", "status": 302}, {"url": "http://birch.example/q", "status": None}],
        "other_hosts": ["birch.example"],
        "downgraded": True,
    }
