"""Reading packed bytes: through their chain, whatever has become of it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from monitor.store.objects import PackMissing, depth_of, exists, ledger_path, packed_path, read_packed
from monitor.store.patches import KEY_EVERY, Base, Unreadable, make

COUNT = 6


def content(n: int) -> bytes:
    return b"".join(b"Statement %d of the policy of Larkspur Goods.\n" % (i if i != 7 else 1000 + n) for i in range(200))


def name(n: int) -> str:
    return f"2020/202005171200{n:02d}-{sha256(content(n)).hexdigest()[:8]}.html.zst"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return chain(tmp_path / "acme/raw", COUNT)


def chain(raw: Path, count: int) -> Path:
    (raw / "2020").mkdir(parents=True)
    (raw / name(0)).write_bytes(make(content(0)))
    for n in range(1, count):
        base = Base(name(n - 1), sha256(content(n - 1)).hexdigest(), n)
        (raw / name(n)).write_bytes(make(content(n), base, content(n - 1)))
    return raw


@pytest.mark.parametrize("order", [range(COUNT), reversed(range(COUNT)), (3, 0, 5, 5)])
def test_each_is_read_in_any_order(raw: Path, order: range) -> None:
    assert all(read_packed(raw, name(n), size=len(content(n))) == content(n) for n in order)
    assert [depth_of(raw, name(n)) for n in range(COUNT)] == list(range(COUNT))


def test_the_longest_chain_is_read(tmp_path: Path) -> None:
    raw = chain(tmp_path / "acme/raw", KEY_EVERY)
    assert read_packed(raw, name(KEY_EVERY - 1)) == content(KEY_EVERY - 1)


def faults(raw: Path) -> dict[int, str]:
    found = {}
    for n in range(COUNT):
        try:
            assert read_packed(raw, name(n)) == content(n)
        except Unreadable as error:
            found[n] = str(error)
    return found


def test_a_damaged_key_frame_is_named_by_all_that_hang_on_it(raw: Path) -> None:
    (raw / name(0)).write_bytes(make(content(0))[:-5])
    found = faults(raw)
    assert sorted(found) == list(range(COUNT))
    assert all(name(0) in found[n] for n in range(1, COUNT))


def test_a_missing_link_takes_only_what_comes_after_it(raw: Path) -> None:
    (raw / name(2)).unlink()
    found = faults(raw)
    assert sorted(found) == [2, 3, 4, 5]
    assert all(f"acme/raw/{name(2)}, which is missing" in found[n] for n in (3, 4, 5))
    with pytest.raises(PackMissing):
        read_packed(raw, name(2))


def test_what_was_read_before_is_not_taken_for_what_is_there_now(raw: Path) -> None:
    assert faults(raw) == {}
    damaged = bytearray((raw / name(1)).read_bytes())
    damaged[-1] ^= 1
    (raw / name(1)).write_bytes(damaged)
    assert 1 in faults(raw)


def test_swapped_files_are_noticed(raw: Path) -> None:
    held = (raw / name(1)).read_bytes()
    (raw / name(0)).replace(raw / name(1))
    (raw / name(0)).write_bytes(held)
    assert set(faults_of_digest(raw)) >= {0, 1, 2}


def faults_of_digest(raw: Path) -> list[int]:
    """As a reader finds them who compares with the ledger's digest, which the name begins."""
    found = []
    for n in range(COUNT):
        try:
            if sha256(read_packed(raw, name(n))).hexdigest()[:8] not in name(n):
                found.append(n)
        except Unreadable:
            found.append(n)
    return found


@pytest.mark.parametrize(
    "path",
    ["../../other/raw/2020/x.zst", "/etc/passwd", "2020/20200517120000-1a2b3c4d.html.gz", "2020/../2020/20200517120000-1a2b3c4d.html.zst"],
)
def test_a_base_outside_the_folder_is_not_read(raw: Path, path: str) -> None:
    (raw / name(1)).write_bytes(make(content(1), Base(path, "0" * 64, 1), content(0)))
    with pytest.raises(Unreadable, match="which can't be"):
        read_packed(raw, name(1))


def test_a_circle_ends(raw: Path) -> None:
    digest = sha256(content(1)).hexdigest()
    (raw / name(0)).write_bytes(make(content(0), Base(name(1), digest, 1), content(1)))
    with pytest.raises(Unreadable):
        read_packed(raw, name(1))


def test_nothing_is_read_through_links(raw: Path, tmp_path: Path) -> None:
    (raw / name(0)).replace(tmp_path / "elsewhere")
    (raw / name(0)).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unreadable, match="symbolic link"):
        read_packed(raw, name(1))


def test_content_of_another_size_is_refused(raw: Path) -> None:
    with pytest.raises(Unreadable, match="at most 10 bytes"):
        read_packed(raw, name(0), size=10)


def test_paths(tmp_path: Path) -> None:
    path = "acme/raw/2020/20200517120000-1a2b3c4d.html.gz"
    assert packed_path(path) == "acme/raw/2020/20200517120000-1a2b3c4d.html.zst"
    assert ledger_path(packed_path(path)) == ledger_path(path) == path
    assert not exists(tmp_path, path)
