"""What the benchmark of whole cycles serves, and what it counts."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from bench.cycles import Shops, spent


@pytest.fixture
def shops() -> Iterator[Shops]:
    served = Shops()
    yield served
    served.stop()


def fetched(shops: Shops, number: int, known: str | None = None) -> tuple[int, str | None, bytes]:
    asked = urllib.request.Request(shops.url(number), headers={"If-None-Match": known} if known else {})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.headers["ETag"], answer.read()
    except HTTPError as error:
        return error.code, error.headers["ETag"], error.read()


def test_each_policy_has_a_host_and_a_page_of_its_own(shops: Shops) -> None:
    assert len({shops.url(number).split(":")[1] for number in range(600)}) == 600
    assert fetched(shops, 7)[2] != fetched(shops, 8)[2]
    assert b"Shop 7" in fetched(shops, 7)[2]


def test_what_a_client_has_is_sent_again_unless_the_server_validates(shops: Shops) -> None:
    status, tag, body = fetched(shops, 7)
    assert (status, fetched(shops, 7, tag)) == (200, (200, tag, body))
    shops.validates = True
    assert fetched(shops, 7, tag) == (304, tag, b"")
    assert fetched(shops, 8, tag)[0] == 200


def test_a_command_is_counted_with_its_children_and_without_its_parent(tmp_path: Path) -> None:
    held = bytearray(200_000_000)
    used = spent(tmp_path, (sys.executable, "-c", "sum(range(3_000_000)); print('said')"))
    assert 0 < used.cpu < 30
    assert used.megabytes < len(held) / 1e6


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3: .*no such thing"):
        spent(tmp_path, (sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(3)"))
