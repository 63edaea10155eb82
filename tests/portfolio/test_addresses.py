"""Lists of plain addresses."""

from __future__ import annotations

from monitor.portfolio.addresses import read_addresses, write_addresses

LIST = """# policies
https://larkspur.example/privacy

- https://kites.example/terms
acorn.example/p ['crm', 'eu']
// a remark
; another
javascript:alert(1)
hello world
"""


def test_one_a_line() -> None:
    found = read_addresses(LIST)
    assert [one.urls[0] for one in found.documents] == [
        "https://larkspur.example/privacy", "https://kites.example/terms", "https://acorn.example/p",
    ]  # fmt: skip
    assert found.documents[2].tags == ("crm", "eu")
    assert [(one.where, one.why) for one in found.left_out] == [
        ("line 8", "javascript: addresses are not fetched, only http and https"),
        ("line 9", "not a web address"),
    ]


def test_a_line_of_a_megabyte() -> None:
    assert read_addresses("https://a.example/" + "x" * 1_000_000).left_out[0].why == "a cell of 1,000,018 characters is not an address"


def test_round_trip() -> None:
    urls = ["https://larkspur.example/privacy", "https://kites.example/terms?a=1"]
    assert [one.urls[0] for one in read_addresses(write_addresses(urls)).documents] == urls
