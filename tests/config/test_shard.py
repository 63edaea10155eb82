"""How policies are divided among installations."""

from __future__ import annotations

import pytest

from monitor.config.shard import Shard, hosts_of, shard, shards_of
from monitor.model import Policy


def policies(*urls: str | tuple[str, ...]) -> list[Policy]:
    return [Policy(f"p{n}", f"P{n}", urls=(one,) if isinstance(one, str) else one) for n, one in enumerate(urls)]


MANY = policies(*(f"https://host-{n % 60}.example/{n}" for n in range(300)))


@pytest.mark.parametrize(("written", "meant"), [("1/3", (1, 3)), (" 3 / 3 ", (3, 3)), ("0/3", (3, 3)), ("1/1", (1, 1)), ("0/1", (1, 1))])
def test_what_is_written(written: str, meant: tuple[int, int]) -> None:
    assert shard(written) == Shard(*meant)


@pytest.mark.parametrize("written", ["", "1", "4/3", "0/0", "1/0", "-1/3", "a/b", "1/3/5", "1.5/3", "1//3"])
def test_what_is_no_shard(written: str) -> None:
    with pytest.raises(ValueError, match="expected one of several, such as 1/3"):
        shard(written)


@pytest.mark.parametrize("of", [1, 2, 3, 7])
def test_every_policy_has_one_shard_and_every_shard_its_share(of: int) -> None:
    found = shards_of(MANY, of)
    assert found.keys() == {policy.id for policy in MANY}
    sizes = [sum(one.number == number for one in found.values()) for number in range(1, of + 1)]
    assert min(sizes) > len(MANY) / of / 4


def test_no_host_has_two() -> None:
    found = shards_of(MANY, 5)
    of_host: dict[str, set[Shard]] = {}
    for policy in MANY:
        of_host.setdefault(*hosts_of(policy.urls), set()).add(found[policy.id])
    assert all(len(numbers) == 1 for numbers in of_host.values())


@pytest.mark.parametrize(
    "url",
    ["http://a.example/x", "https://A.example:8443/y", "https://www.a.example/", "https://a.example./z"],
)
def test_spellings_of_a_host_are_one(url: str) -> None:
    first, second = policies("https://a.example/privacy", url)
    assert len(set(shards_of([first, second], 1000).values())) == 1


def test_policies_that_share_pages_on_several_hosts_are_together() -> None:
    chain = policies(("https://a.example/1", "https://b.example/2"), ("https://c.example/1", "https://b.example/3"), "https://c.example/9")
    assert len(set(shards_of(chain, 1000).values())) == 1


def test_neither_order_nor_other_policies_matter() -> None:
    found = shards_of(MANY, 7)
    assert shards_of(MANY[::-1], 7) == found
    assert shards_of(MANY[:10], 7) == {policy.id: found[policy.id] for policy in MANY[:10]}
    linked = policies(("https://a.example/1", "https://b.example/2"), "https://b.example/3")
    assert shards_of(linked[::-1], 1000) == shards_of(linked, 1000)


def test_the_numbers_stay_from_one_version_of_python_to_the_next() -> None:
    assert [str(one) for one in shards_of(policies(*(f"https://host-{n}.example/" for n in range(5))), 3).values()] == [
        "2/3",
        "1/3",
        "3/3",
        "1/3",
        "3/3",
    ]
